import type { Bucket, ObjectStore } from '../../ports/objects';

/** A whole object in memory: only for what is bounded when it is written. */
export async function contentOf(
  objects: ObjectStore,
  bucket: Bucket,
  name: string,
  generation?: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of objects.read(bucket, name, generation)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
