import { buffer, text } from 'node:stream/consumers';
import { type Bucket, ObjectError, type ObjectInfo, type ObjectStore } from '../../../src/ports/objects';

export type Store = () => ObjectStore;

export const readText = (store: ObjectStore, bucket: Bucket, name: string, generation?: string) =>
  text(store.read(bucket, name, generation));

export const readBytes = (store: ObjectStore, bucket: Bucket, name: string, generation?: string) =>
  buffer(store.read(bucket, name, generation));

export async function namesIn(store: ObjectStore, bucket: Bucket, prefix?: string): Promise<string[]> {
  const names: string[] = [];
  for await (const object of store.list(bucket, prefix)) names.push(object.name);
  return names;
}

/** The kind of the error with which a promise is rejected; fails when it is not. */
export async function kindOf(work: Promise<unknown>): Promise<ObjectError['kind']> {
  const error = await work.then(
    () => new Error('expected an ObjectError, but the call succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof ObjectError) return error.kind;
  throw error;
}

export const succeeded = (results: readonly PromiseSettledResult<ObjectInfo>[]): ObjectInfo[] =>
  results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
