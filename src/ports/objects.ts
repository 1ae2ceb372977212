import type { Readable } from 'node:stream';

/**
 * The six places where objects live. `landing` is where files arrive, `archive` keeps the exact generation that
 * was read, `clean` holds what the record reader made of it until it is loaded, `malformed` the lines that could
 * not be read, `journal` run events, leases and cursors, `manifests` what the project was compiled into, and its
 * reference tables.
 */
export type Bucket = 'landing' | 'archive' | 'clean' | 'malformed' | 'journal' | 'manifests';

export interface ObjectInfo {
  readonly bucket: Bucket;
  /** Slash-separated, no leading slash: `transactions/2026-10-01.csv`. */
  readonly name: string;
  /** Digits; changes whenever the content is replaced. Never reused for another content. */
  readonly generation: string;
  /** Bytes. */
  readonly size: number;
  /** When this generation was created. */
  readonly created: Date;
}

/** What is written: text as UTF-8. */
export type Body = Readable | Uint8Array | string;

export interface WriteOptions {
  /** `'0'`: only if the object does not exist; otherwise: only if it is at this generation. Absent: always. */
  readonly ifGeneration?: string;
}

/**
 * Objects with generations and preconditions, as Cloud Storage has them. A write becomes visible whole or not at
 * all. Every verb may be repeated.
 */
export interface ObjectStore {
  /** `null` when there is no such object. */
  stat(bucket: Bucket, name: string): Promise<ObjectInfo | null>;
  /** In order of name (by UTF-8 bytes). */
  list(bucket: Bucket, prefix?: string): AsyncIterable<ObjectInfo>;
  /**
   * The bytes of exactly that generation, or of the newest when none is given.
   * @throws {ObjectError} `not_found`, also when the generation is gone; the stream fails the same way
   */
  read(bucket: Bucket, name: string, generation?: string): Readable;
  /** @throws {ObjectError} `precondition` */
  write(bucket: Bucket, name: string, body: Body, options?: WriteOptions): Promise<ObjectInfo>;
  /**
   * Copies exactly the generation of `from`.
   * @throws {ObjectError} `not_found` when that generation is gone, `precondition`
   */
  copy(from: ObjectInfo, bucket: Bucket, name: string, options?: WriteOptions): Promise<ObjectInfo>;
  /** Deleting what is not there succeeds. @throws {ObjectError} `precondition` */
  delete(bucket: Bucket, name: string, options?: WriteOptions): Promise<void>;
  /** The address under which the warehouse of the same deployment loads the object. */
  address(bucket: Bucket, name: string): string;
}

export class ObjectError extends Error {
  override readonly name = 'ObjectError';
  constructor(
    readonly kind: 'not_found' | 'precondition' | 'invalid_name' | 'transient',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
