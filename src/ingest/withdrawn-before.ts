import { createHash } from 'node:crypto';
import type { ObjectInfo, ObjectStore } from '../ports/objects';
import type { Delivery } from './deliveries';
import { archivedAs } from './file-id';

/** The delivery before this one was withdrawn, and this one counts all the same. */
export interface WithdrawnBefore {
  readonly reason: string;
  /** UTC, as the warehouse says it. */
  readonly at: string;
  /** This delivery has the same bytes as that one. */
  readonly isSame: boolean;
}

/**
 * @param archived copy of the delivery that comes in
 * @param before deliveries of the object that are known already, the oldest generation first
 * @returns none unless the last one before this generation is withdrawn
 */
export async function withdrawnBefore(
  objects: ObjectStore,
  { source, generation }: { readonly source: string; readonly generation: string },
  archived: ObjectInfo,
  before: readonly Delivery[],
): Promise<WithdrawnBefore | undefined> {
  const last = before
    .filter((one) => one.source === source && one.state !== 'refused' && one.generation < BigInt(generation))
    .at(-1);
  if (!last?.withdrawal) return undefined;
  const earlier = await objects.stat('archive', archivedAs(source, last.id));
  return { ...last.withdrawal, isSame: earlier !== null && (await isSame(objects, earlier, archived)) };
}

async function isSame(objects: ObjectStore, a: ObjectInfo, b: ObjectInfo): Promise<boolean> {
  return a.size === b.size && (await digestOf(objects, a)) === (await digestOf(objects, b));
}

async function digestOf(objects: ObjectStore, { bucket, name, generation }: ObjectInfo): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of objects.read(bucket, name, generation)) hash.update(chunk);
  return hash.digest('hex');
}
