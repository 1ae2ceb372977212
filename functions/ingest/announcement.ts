import * as z from 'zod';
import type { ObjectInfo } from '../../src/ports/objects';
import { BadRequest } from '../failures';
import { parsed } from '../parse';

const push = z.object({
  message: z.object({ attributes: z.record(z.string(), z.string()), data: z.string().optional() }),
});

const resource = z.object({
  bucket: z.string(),
  name: z.string(),
  generation: z.coerce.string().regex(/^\d+$/),
  size: z.coerce.number().int().min(0),
  timeCreated: z.string(),
});

/**
 * The object that a notification of Cloud Storage, pushed by Pub/Sub, tells of.
 * @param landing name of the bucket
 * @returns `null` when it tells of something else than a complete object in that bucket
 * @throws {BadRequest}
 */
export function announcedObject(body: unknown, landing: string): ObjectInfo | null {
  const { attributes, data = '' } = parsed(push, body).message;
  if (attributes.eventType !== 'OBJECT_FINALIZE') return null;
  const { bucket, name, generation, size, timeCreated } = parsed(resource, decoded(data));
  if (bucket !== landing) return null;
  return { bucket: 'landing', name, generation, size, created: new Date(timeCreated) };
}

function decoded(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
  } catch {
    throw new BadRequest('The data of the message is not JSON in base64.');
  }
}
