import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type Body,
  type Bucket,
  ObjectError,
  type ObjectInfo,
  type ObjectStore,
  type WriteOptions,
} from '../../../../src/ports/objects';

interface Kept {
  readonly info: ObjectInfo;
  readonly bytes: Buffer;
}

/** Objects in memory: generations and preconditions as the port describes them, without the waits of a file system. */
export class MemoryStore implements ObjectStore {
  private readonly kept = new Map<string, Kept>();
  private generations = 0;

  async stat(bucket: Bucket, name: string): Promise<ObjectInfo | null> {
    return this.kept.get(`${bucket}/${name}`)?.info ?? null;
  }

  async *list(bucket: Bucket, prefix = ''): AsyncGenerator<ObjectInfo> {
    const names = [...this.kept.keys()].filter((key) => key.startsWith(`${bucket}/${prefix}`));
    for (const key of names.sort()) {
      const found = this.kept.get(key);
      if (found) yield found.info;
    }
  }

  read(bucket: Bucket, name: string, generation?: string): Readable {
    const found = this.kept.get(`${bucket}/${name}`);
    if (found && (generation ?? found.info.generation) === found.info.generation)
      return Readable.from([found.bytes]);
    const stream = new Readable({ read: () => undefined });
    stream.destroy(new ObjectError('not_found', `${bucket}/${name} does not exist.`));
    return stream;
  }

  async write(
    bucket: Bucket,
    name: string,
    body: Body,
    { ifGeneration }: WriteOptions = {},
  ): Promise<ObjectInfo> {
    const bytes = body instanceof Readable ? await buffer(body) : Buffer.from(body);
    const there = this.kept.get(`${bucket}/${name}`)?.info.generation ?? '0';
    if (ifGeneration !== undefined && ifGeneration !== there)
      throw new ObjectError('precondition', `${bucket}/${name} is at generation ${there}.`);
    this.generations += 1;
    const generation = String(this.generations);
    const info = { bucket, name, generation, size: bytes.length, created: new Date() };
    this.kept.set(`${bucket}/${name}`, { info, bytes });
    return info;
  }

  async copy(from: ObjectInfo, bucket: Bucket, name: string, options?: WriteOptions): Promise<ObjectInfo> {
    return this.write(bucket, name, this.read(from.bucket, from.name, from.generation), options);
  }

  async delete(bucket: Bucket, name: string, { ifGeneration }: WriteOptions = {}): Promise<void> {
    const there = this.kept.get(`${bucket}/${name}`)?.info.generation;
    if (there !== undefined && ifGeneration !== undefined && ifGeneration !== there)
      throw new ObjectError('precondition', `${bucket}/${name} is at generation ${there}.`);
    this.kept.delete(`${bucket}/${name}`);
  }

  address(bucket: Bucket, name: string): string {
    return `memory:${bucket}/${name}`;
  }
}
