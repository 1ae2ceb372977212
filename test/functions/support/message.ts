import type { ObjectInfo } from '../../../src/ports/objects';

/** What Pub/Sub pushes when Cloud Storage announces an object. */
export function pushed(object: ObjectInfo, bucket = 'test-landing', eventType = 'OBJECT_FINALIZE'): object {
  const { name, generation, size, created } = object;
  const resource = {
    kind: 'storage#object',
    bucket,
    name,
    generation,
    size: String(size),
    timeCreated: created.toISOString(),
  };
  const attributes = { eventType, bucketId: bucket, objectId: name, objectGeneration: generation };
  const data = Buffer.from(JSON.stringify(resource)).toString('base64');
  return {
    message: { attributes, data, messageId: '1' },
    subscription: 'projects/p/subscriptions/ecluse-landing-ingest',
    deliveryAttempt: 1,
  };
}
