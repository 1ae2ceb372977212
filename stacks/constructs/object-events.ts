import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic';
import { StorageNotification } from '@cdktf/provider-google/lib/storage-notification';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface DeadLettersProps {
  readonly project: string;
  readonly name: string;
  readonly kmsKey?: string | undefined;
}

const WEEK = '604800s';

/** A topic for what could not be delivered, and a subscription that keeps it until somebody has looked. */
export class DeadLetters extends Construct {
  readonly topic: PubsubTopic;
  readonly subscription: PubsubSubscription;

  constructor(scope: Construct, id: string, { project, name, kmsKey }: DeadLettersProps) {
    super(scope, id);
    this.topic = new PubsubTopic(this, 'topic', { project, name, ...(kmsKey && { kmsKeyName: kmsKey }) });
    this.subscription = new PubsubSubscription(this, 'kept', {
      project,
      name,
      topic: this.topic.id,
      messageRetentionDuration: WEEK,
      expirationPolicy: { ttl: '' },
    });
  }
}

export interface PushProps {
  readonly project: string;
  readonly name: string;
  readonly topic: PubsubTopic;
  readonly deadLetters: PubsubTopic;
  readonly endpoint: string;
  /** E-mail of the account that the endpoint sees as the caller. */
  readonly caller: string;
}

/** Delivers a topic to a function: five attempts with growing pauses, then it is a dead letter. */
export const pushTo = (scope: Construct, id: string, props: PushProps): PubsubSubscription =>
  new PubsubSubscription(scope, id, {
    project: props.project,
    name: props.name,
    topic: props.topic.id,
    ackDeadlineSeconds: 600,
    messageRetentionDuration: WEEK,
    expirationPolicy: { ttl: '' },
    retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
    deadLetterPolicy: { deadLetterTopic: props.deadLetters.id, maxDeliveryAttempts: 5 },
    pushConfig: {
      pushEndpoint: props.endpoint,
      oidcToken: { serviceAccountEmail: props.caller, audience: props.endpoint },
    },
  });

/** Announces every object that is complete. @param after the right to publish, or the announcement is refused */
export const announceObjects = (
  scope: Construct,
  id: string,
  bucket: string,
  topic: PubsubTopic,
  after: readonly ITerraformDependable[],
): StorageNotification =>
  new StorageNotification(scope, id, {
    bucket,
    topic: topic.id,
    payloadFormat: 'JSON_API_V1',
    eventTypes: ['OBJECT_FINALIZE'],
    dependsOn: [...after],
  });
