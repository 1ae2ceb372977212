import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type Bucket as CloudBucket,
  type File,
  type FileMetadata,
  IdempotencyStrategy,
  Storage,
} from '@google-cloud/storage';
import { PassThroughClient } from 'google-auth-library';
import { flawOfObjectName } from '../../core/object-name';
import {
  type Body,
  type Bucket,
  ObjectError,
  type ObjectInfo,
  type ObjectStore,
  type WriteOptions,
} from '../../ports/objects';
import { Patience } from '../google/patience';
import { asObjectError, isPassing } from './failures';
import { rewrite } from './rewrite';
import { contentOf, upload } from './upload';

export interface CloudStorageOptions {
  /** The names of the buckets, as `acme-prod-ecluse-landing`. */
  readonly buckets: Readonly<Record<Bucket, string>>;
  /** Another address than Google's; requests to it carry no credentials. */
  readonly endpoint?: string;
  /** Longest pause between two attempts of a request, in seconds. Default: 16. */
  readonly maxRetryDelaySeconds?: number;
}

/**
 * Cloud Storage as an object store.
 *
 * Requests are repeated where nobody answers. A write or copy with a precondition whose answer was lost would then
 * meet itself, so each carries a mark in the object's metadata, by which it knows its own. Bytes are checked against
 * CRC32C both ways: a stream that breaks off fails as `transient`, it never ends early.
 */
export function openCloudStorage(options: CloudStorageOptions): ObjectStore {
  return new CloudStorageStore(options);
}

/** Key of the mark in an object's metadata. */
const MARK = 'ecluse-write';
const PAGE = 1000;

class CloudStorageStore implements ObjectStore {
  readonly #storage: Storage;
  /** Repeats the pieces of long uploads by itself, since it holds them; it cannot pause for less than a second. */
  readonly #uploads: Storage;
  readonly #patience: Patience;
  readonly #buckets: Readonly<Record<Bucket, string>>;

  constructor({ buckets, endpoint, maxRetryDelaySeconds = 16 }: CloudStorageOptions) {
    const place =
      endpoint === undefined
        ? {}
        : { apiEndpoint: endpoint, projectId: 'local', authClient: new PassThroughClient() };
    this.#buckets = buckets;
    this.#patience = new Patience(maxRetryDelaySeconds, isPassing);
    this.#storage = new Storage({ ...place, retryOptions: { autoRetry: false } });
    this.#uploads = new Storage({
      ...place,
      retryOptions: {
        maxRetryDelay: Math.max(1, maxRetryDelaySeconds),
        idempotencyStrategy: IdempotencyStrategy.RetryAlways,
      },
    });
  }

  async stat(bucket: Bucket, name: string): Promise<ObjectInfo | null> {
    const metadata = await this.#metadata(bucket, name);
    return metadata && describe(bucket, metadata);
  }

  async *list(bucket: Bucket, prefix = ''): AsyncGenerator<ObjectInfo> {
    for (let pageToken: string | undefined, more = true; more; more = pageToken !== undefined) {
      const page = await this.#page(bucket, prefix, pageToken);
      for (const file of page.files) yield describe(bucket, file.metadata);
      pageToken = page.next;
    }
  }

  read(bucket: Bucket, name: string, generation?: string): Readable {
    return Readable.from(this.#content(bucket, name, generation), { objectMode: false });
  }

  async write(bucket: Bucket, name: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
    checkName(name);
    const content = await contentOf(body);
    return this.#conditional(bucket, name, options, async (mark) => {
      const storage = content.kind === 'whole' ? this.#storage : this.#uploads;
      const file = storage.bucket(this.#buckets[bucket]).file(name);
      return upload(file, content, { mark, ifGeneration: options.ifGeneration });
    });
  }

  async copy(
    from: ObjectInfo,
    bucket: Bucket,
    name: string,
    options: WriteOptions = {},
  ): Promise<ObjectInfo> {
    const source = this.#file(from.bucket, from.name, from.generation);
    const target = this.#file(bucket, name);
    return this.#conditional(bucket, name, options, (mark) => {
      const resource = { contentType: 'application/octet-stream', metadata: mark };
      return rewrite(source, target, resource, options.ifGeneration);
    });
  }

  async delete(bucket: Bucket, name: string, { ifGeneration }: WriteOptions = {}): Promise<void> {
    const file = this.#file(bucket, name);
    const precondition = ifGeneration === undefined ? {} : { ifGenerationMatch: ifGeneration };
    try {
      await this.#patience.repeat(() => file.delete({ ignoreNotFound: true, ...precondition }));
    } catch (error) {
      const failure = asObjectError(error, this.address(bucket, name));
      if (isPrecondition(failure) && (await this.#metadata(bucket, name)) === null) return;
      throw failure;
    }
  }

  address(bucket: Bucket, name: string): string {
    checkName(name);
    return `gs://${this.#buckets[bucket]}/${name}`;
  }

  /** Makes a change; where its precondition fails because the change itself was made already, answers that. */
  async #conditional(
    bucket: Bucket,
    name: string,
    { ifGeneration }: WriteOptions,
    work: (mark: Readonly<Record<string, string>>) => Promise<FileMetadata>,
  ): Promise<ObjectInfo> {
    const mark = randomUUID();
    try {
      return describe(bucket, await this.#patience.repeat(() => work({ [MARK]: mark })));
    } catch (error) {
      const failure = asObjectError(error, this.address(bucket, name));
      if (ifGeneration === undefined || !isPrecondition(failure)) throw failure;
      const now = await this.#metadata(bucket, name);
      if (now?.metadata?.[MARK] !== mark) throw failure;
      return describe(bucket, now);
    }
  }

  async #metadata(bucket: Bucket, name: string): Promise<FileMetadata | null> {
    const file = this.#file(bucket, name);
    try {
      const [metadata] = await this.#patience.repeat(() => file.getMetadata());
      return metadata;
    } catch (error) {
      const failure = asObjectError(error, this.address(bucket, name));
      if (failure instanceof ObjectError && failure.kind === 'not_found') return null;
      throw failure;
    }
  }

  async #page(
    bucket: Bucket,
    prefix: string,
    pageToken: string | undefined,
  ): Promise<{ files: readonly File[]; next: string | undefined }> {
    const query = { prefix, maxResults: PAGE, autoPaginate: false, ...(pageToken && { pageToken }) };
    try {
      const [files, next] = await this.#patience.repeat(() => this.#bucket(bucket).getFiles(query));
      return { files, next: (next as { pageToken?: string } | null)?.pageToken };
    } catch (error) {
      throw asObjectError(error, `gs://${this.#buckets[bucket]}/${prefix}*`);
    }
  }

  /** Tries again as long as nothing has been passed on. */
  async *#content(bucket: Bucket, name: string, generation: string | undefined): AsyncGenerator<Buffer> {
    const file = this.#file(bucket, name, generation);
    const object = this.address(bucket, name) + (generation === undefined ? '' : `#${generation}`);
    for (let attempt = 1, begun = false; ; attempt++) {
      try {
        for await (const chunk of file.createReadStream({ validation: 'crc32c', decompress: false })) {
          begun = true;
          yield chunk;
        }
        return;
      } catch (error) {
        if (begun || !(await this.#patience.isWorthAnother(attempt, error)))
          throw asObjectError(error, object);
      }
    }
  }

  #bucket(bucket: Bucket): CloudBucket {
    return this.#storage.bucket(this.#buckets[bucket]);
  }

  #file(bucket: Bucket, name: string, generation?: string): File {
    checkName(name);
    return this.#bucket(bucket).file(name, generation === undefined ? {} : { generation });
  }
}

function describe(bucket: Bucket, metadata: FileMetadata): ObjectInfo {
  const { name, generation, size, timeCreated } = metadata;
  if (name === undefined || generation === undefined || timeCreated === undefined)
    throw new TypeError('Cloud Storage answered an object without name, generation or time of creation.');
  return {
    bucket,
    name,
    generation: String(generation),
    size: Number(size),
    created: new Date(timeCreated),
  };
}

const isPrecondition = (error: unknown): boolean =>
  error instanceof ObjectError && error.kind === 'precondition';

function checkName(name: string): void {
  const reason = flawOfObjectName(name);
  if (reason) throw new ObjectError('invalid_name', `The object name ${JSON.stringify(name)} ${reason}.`);
}
