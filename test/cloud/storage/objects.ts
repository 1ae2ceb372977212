import { CRC32C } from '@google-cloud/storage';
import { ApiRefusal } from '../http';

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly generation: string;
  readonly crc32c: string;
  readonly created: Date;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string;
}

/** What a writer says about an object. */
export interface Resource {
  readonly name?: string;
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly crc32c?: string;
}

/** The objects of all buckets, in memory; changes are atomic, since nothing here waits. */
export class Objects {
  readonly #buckets = new Map<string, Map<string, StoredObject>>();
  readonly #listeners: ((object: StoredObject) => void)[] = [];
  #last = 0n;

  /** Calls back for each object that becomes visible, as Eventarc would. */
  onFinalized(listener: (object: StoredObject) => void): void {
    this.#listeners.push(listener);
  }

  find(bucket: string, name: string, generation?: string | null): StoredObject | null {
    const found = this.#bucket(bucket).get(name);
    return found && (!generation || found.generation === generation) ? found : null;
  }

  /** @throws {ApiRefusal} 404 */
  get(bucket: string, name: string, generation?: string | null): StoredObject {
    const found = this.find(bucket, name, generation);
    if (found) return found;
    throw new ApiRefusal(404, 'notFound', `No such object: ${bucket}/${name}`);
  }

  put(bucket: string, name: string, bytes: Buffer, resource: Resource): StoredObject {
    const crc32c = crcOf(bytes);
    if (resource.crc32c && resource.crc32c !== crc32c)
      throw new ApiRefusal(400, 'invalid', `Provided CRC32C "${resource.crc32c}" doesn't match "${crc32c}".`);
    const { contentType = 'application/octet-stream', metadata = {} } = resource;
    const generation = this.#generation();
    const object = { bucket, name, bytes, generation, crc32c, created: new Date(), metadata, contentType };
    this.#bucket(bucket).set(name, object);
    for (const listener of this.#listeners) listener(object);
    return object;
  }

  delete(bucket: string, name: string): void {
    this.#bucket(bucket).delete(name);
  }

  /** In order of UTF-8 bytes. */
  list(bucket: string, prefix: string): StoredObject[] {
    const found = [...this.#bucket(bucket).values()].filter(({ name }) => name.startsWith(prefix));
    return found.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  /** @throws {ApiRefusal} 412 */
  expectGeneration(bucket: string, name: string, wanted: string | null): void {
    if (wanted === null || (this.find(bucket, name)?.generation ?? '0') === wanted) return;
    throw new ApiRefusal(
      412,
      'conditionNotMet',
      'At least one of the pre-conditions you specified did not hold.',
    );
  }

  #bucket(name: string): Map<string, StoredObject> {
    const known = this.#buckets.get(name) ?? new Map<string, StoredObject>();
    this.#buckets.set(name, known);
    return known;
  }

  /** Microseconds, as Cloud Storage counts; never twice the same. */
  #generation(): string {
    const now = BigInt(Date.now()) * 1000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return String(this.#last);
  }
}

/** Base64, as the API writes it. */
function crcOf(bytes: Buffer): string {
  const crc = new CRC32C();
  crc.update(bytes);
  return crc.toString();
}

/** An object as the JSON API describes it. */
export function resourceOf(object: StoredObject): object {
  const { bucket, name, generation, bytes, crc32c, created, metadata, contentType } = object;
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    bucket,
    name,
    generation,
    metageneration: '1',
    size: String(bytes.length),
    crc32c,
    contentType,
    metadata,
    timeCreated: created.toISOString(),
    updated: created.toISOString(),
  };
}
