import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { unlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  type Body,
  type Bucket,
  ObjectError,
  type ObjectInfo,
  type ObjectStore,
  type WriteOptions,
} from '../../ports/objects';
import { content } from './content';
import { asObjectError } from './failures';
import { generationOf, observe, outliveTick } from './generation';
import { withLock } from './lock';
import { checkName, fileOf } from './names';
import { PRIVATE_FOLDER, pruneFolders, removeAbandoned, reveal, stage, syncFolder } from './staging';
import { walk } from './walk';

export interface LocalFileOptions {
  /** Where buckets live that are not subfolders of the root. */
  readonly folders?: Partial<Readonly<Record<Bucket, string>>>;
  /** Buckets whose writes reach the disk before they are acknowledged. Default: the journal. */
  readonly durable?: readonly Bucket[];
  /** Buckets in which other programs change files; their generations are handed out at rest. Default: landing. */
  readonly byHand?: readonly Bucket[];
}

/**
 * Objects as files: one folder a bucket, one file an object, generations from the file's identity (see
 * `generation.ts`), changes one at a time under a lock that survives killed processes (see `lock.ts`).
 *
 * On a file system a name cannot be both an object and a prefix of others (`a` and `a/b`): the later write fails
 * with `invalid_name`. Where the file system ignores case, names that differ only in case are one object. A file
 * that is put by hand under a name at the very moment the store writes it may be replaced.
 */
export class LocalFileStore implements ObjectStore {
  readonly #root: string;
  readonly #folders: Partial<Readonly<Record<Bucket, string>>>;
  readonly #durable: ReadonlySet<Bucket>;
  readonly #byHand: ReadonlySet<Bucket>;
  readonly #tidied = new Set<Bucket>();

  /** @param root the folder of the buckets, e.g. `.ecluse`; made when first written to */
  constructor(root: string, options: LocalFileOptions = {}) {
    this.#root = path.resolve(root);
    this.#folders = options.folders ?? {};
    this.#durable = new Set(options.durable ?? ['journal']);
    this.#byHand = new Set(options.byHand ?? ['landing']);
  }

  async stat(bucket: Bucket, name: string): Promise<ObjectInfo | null> {
    const file = await this.#observe(bucket, name);
    return file && describe(bucket, name, file);
  }

  async *list(bucket: Bucket, prefix = ''): AsyncGenerator<ObjectInfo> {
    const folder = this.#folder(bucket);
    for await (const name of walk(folder, prefix)) {
      const file = await observe(path.join(folder, name), this.#byHand.has(bucket));
      if (file) yield describe(bucket, name, file);
    }
  }

  read(bucket: Bucket, name: string, generation?: string): Readable {
    return Readable.from(this.#content(bucket, name, generation), { objectMode: false });
  }

  async write(bucket: Bucket, name: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
    checkName(name);
    await this.#tidy(bucket);
    const durable = this.#durable.has(bucket);
    const staged = await stage(this.#folder(bucket), body, durable);
    try {
      return await this.#change(bucket, name, async (file, current) => {
        expectGeneration(`${bucket}/${name}`, current, options);
        if (current) await outliveTick(current);
        await reveal(staged, file, durable);
        return this.#written(bucket, name);
      });
    } finally {
      await unlink(staged).catch(() => undefined);
    }
  }

  async copy(from: ObjectInfo, bucket: Bucket, name: string, options?: WriteOptions): Promise<ObjectInfo> {
    return this.write(bucket, name, this.read(from.bucket, from.name, from.generation), options);
  }

  async delete(bucket: Bucket, name: string, options: WriteOptions = {}): Promise<void> {
    if (!(await this.#observe(bucket, name))) return;
    await this.#change(bucket, name, async (file, current) => {
      if (!current) return;
      expectGeneration(`${bucket}/${name}`, current, options);
      await outliveTick(current);
      await unlink(file);
      if (this.#durable.has(bucket)) await syncFolder(path.dirname(file));
      await pruneFolders(this.#folder(bucket), path.dirname(file));
    });
  }

  address(bucket: Bucket, name: string): string {
    return fileOf(this.#folder(bucket), name);
  }

  async *#content(bucket: Bucket, name: string, generation: string | undefined): AsyncGenerator<Buffer> {
    const byHand = this.#byHand.has(bucket);
    yield* content({ file: this.address(bucket, name), object: `${bucket}/${name}`, generation, byHand });
  }

  /** Runs one change of an object at a time, over all processes. */
  async #change<T>(
    bucket: Bucket,
    name: string,
    work: (file: string, current: BigIntStats | null) => Promise<T>,
  ): Promise<T> {
    const stripe = createHash('sha256').update(name).digest('hex').slice(0, 2);
    const lock = path.join(this.#folder(bucket), PRIVATE_FOLDER, 'locks', stripe);
    try {
      return await withLock(lock, async () => {
        const current = await this.#observe(bucket, name);
        return work(this.address(bucket, name), current);
      });
    } catch (error) {
      throw asObjectError(error, `${bucket}/${name}`);
    }
  }

  #folder(bucket: Bucket): string {
    return path.resolve(this.#folders[bucket] ?? path.join(this.#root, bucket));
  }

  #observe(bucket: Bucket, name: string): Promise<BigIntStats | null> {
    return observe(fileOf(this.#folder(bucket), name), this.#byHand.has(bucket));
  }

  async #written(bucket: Bucket, name: string): Promise<ObjectInfo> {
    const file = await observe(this.address(bucket, name), false);
    if (file) return describe(bucket, name, file);
    throw new ObjectError('transient', `${bucket}/${name} was removed by another program as it was written.`);
  }

  async #tidy(bucket: Bucket): Promise<void> {
    if (this.#tidied.has(bucket)) return;
    this.#tidied.add(bucket);
    await removeAbandoned(this.#folder(bucket));
  }
}

function describe(bucket: Bucket, name: string, file: BigIntStats): ObjectInfo {
  const generation = generationOf(file);
  return { bucket, name, generation, size: Number(file.size), created: new Date(Number(file.mtimeMs)) };
}

function expectGeneration(object: string, current: BigIntStats | null, { ifGeneration }: WriteOptions): void {
  const found = current ? generationOf(current) : '0';
  if (ifGeneration === undefined || ifGeneration === found) return;
  const state = current ? `is at generation ${found}` : 'does not exist';
  const wish = ifGeneration === '0' ? 'it must not exist' : `it must be at generation ${ifGeneration}`;
  throw new ObjectError('precondition', `${object} ${state}; for this change ${wish}.`);
}
