import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

export interface StreamProps {
  readonly project: string;
  readonly name: string;
  /** Full name of the topic. */
  readonly topic: string;
  readonly bucket: string;
  /** Names of the files begin so, e.g. `clicks/`. */
  readonly prefix: string;
  /** Full name of the topic for what could not be written. */
  readonly deadLetters: string;
  /** The right to write into the bucket, or Pub/Sub refuses the subscription. */
  readonly after: readonly ITerraformDependable[];
}

const FILE_SECONDS = '300s';
const FILE_BYTES = 64 * 1024 * 1024;
const WEEK = '604800s';

/** Messages of a topic as files of one JSON a line: a new one every five minutes or 64 MiB. */
export const filesOfStream = (scope: Construct, id: string, props: StreamProps): PubsubSubscription =>
  new PubsubSubscription(scope, id, {
    project: props.project,
    name: props.name,
    topic: props.topic,
    ackDeadlineSeconds: 600,
    messageRetentionDuration: WEEK,
    expirationPolicy: { ttl: '' },
    deadLetterPolicy: { deadLetterTopic: props.deadLetters, maxDeliveryAttempts: 5 },
    cloudStorageConfig: {
      bucket: props.bucket,
      filenamePrefix: props.prefix,
      filenameSuffix: '.ndjson',
      filenameDatetimeFormat: 'YYYY-MM-DD/hh_mm_ssZ',
      maxDuration: FILE_SECONDS,
      maxBytes: FILE_BYTES,
    },
    dependsOn: [...props.after],
  });
