import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic';
import type { ITerraformDependable } from 'cdktf';
import { filesOfStream } from '../constructs/stream';
import type { EnvironmentStack } from '../environment-stack';
import { bucketName, slug, subscriptionName, topicName } from '../names';
import { grantOn } from '../permissions/grant';
import { streamedSources } from '../permissions/table';

/** A topic for each streamed source, and its messages as files below the prefix of the source: the door of all files. */
export function makeStreams(
  stack: EnvironmentStack,
  deadLetters: PubsubTopic,
  settled: ITerraformDependable,
): void {
  const { project } = stack.environment;
  for (const { name, server } of streamedSources(stack.manifest)) {
    const stream = `stream-${slug(name)}`;
    const topic = new PubsubTopic(stack, stream, {
      project,
      name: topicName(stream),
      labels: { source: slug(name) },
      ...(stack.key && { kmsKeyName: stack.key }),
    });
    const files = filesOfStream(stack, `${stream}-files`, {
      project,
      name: subscriptionName(stream),
      topic: topic.id,
      bucket: bucketName(stack.environment, 'landing'),
      prefix: server.prefix,
      deadLetters: deadLetters.id,
      after: [settled],
    });
    grantOn(stack, new Map([[`subscription:${stream}` as const, { after: [files] }]]));
  }
}
