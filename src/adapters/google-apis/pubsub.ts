import type { Announcer } from '../../ports/announcer';
import { Api, type ApiOptions } from './rest';

export interface PubsubOptions extends ApiOptions {
  readonly project: string;
  readonly topic: string;
  /** Name of the bucket where files arrive. */
  readonly landing: string;
}

/** Announces objects on the topic that Cloud Storage announces them on, in its form (`JSON_API_V1`). */
export function openPubsub(options: PubsubOptions): Announcer {
  const { project, topic, landing } = options;
  const api = new Api('https://pubsub.googleapis.com', options);
  return {
    announce: async ({ name, generation, size, created }) => {
      const resource = {
        kind: 'storage#object',
        bucket: landing,
        name,
        generation,
        size: String(size),
        timeCreated: created.toISOString(),
      };
      const message = {
        attributes: {
          eventType: 'OBJECT_FINALIZE',
          payloadFormat: 'JSON_API_V1',
          bucketId: landing,
          objectId: name,
          objectGeneration: generation,
        },
        data: Buffer.from(JSON.stringify(resource)).toString('base64'),
      };
      await api.send(`/v1/projects/${project}/topics/${topic}:publish`, { messages: [message] });
    },
  };
}
