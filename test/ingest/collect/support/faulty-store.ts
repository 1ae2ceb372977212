import type { Readable } from 'node:stream';
import type { Body, Bucket, ObjectInfo, ObjectStore, WriteOptions } from '../../../../src/ports/objects';

export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Stops at the n-th change, before it is made or after it was made and before anybody knows. */
export class FaultyStore implements ObjectStore {
  changes = 0;

  constructor(
    private readonly store: ObjectStore,
    private readonly stop: { readonly at: number; readonly moment: 'before' | 'after' },
  ) {}

  stat(bucket: Bucket, name: string): Promise<ObjectInfo | null> {
    return this.store.stat(bucket, name);
  }

  list(bucket: Bucket, prefix?: string): AsyncIterable<ObjectInfo> {
    return this.store.list(bucket, prefix);
  }

  read(bucket: Bucket, name: string, generation?: string): Readable {
    return this.store.read(bucket, name, generation);
  }

  write(bucket: Bucket, name: string, body: Body, options?: WriteOptions): Promise<ObjectInfo> {
    return this.change(() => this.store.write(bucket, name, body, options));
  }

  copy(from: ObjectInfo, bucket: Bucket, name: string, options?: WriteOptions): Promise<ObjectInfo> {
    return this.change(() => this.store.copy(from, bucket, name, options));
  }

  delete(bucket: Bucket, name: string, options?: WriteOptions): Promise<void> {
    return this.change(() => this.store.delete(bucket, name, options));
  }

  address(bucket: Bucket, name: string): string {
    return this.store.address(bucket, name);
  }

  private async change<T>(make: () => Promise<T>): Promise<T> {
    this.changes += 1;
    const { at, moment } = this.stop;
    if (this.changes === at && moment === 'before') throw new Crash();
    const made = await make();
    if (this.changes === at) throw new Crash();
    return made;
  }
}
