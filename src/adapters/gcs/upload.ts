import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { File, FileMetadata } from '@google-cloud/storage';
import type { Body } from '../../ports/objects';

/** Streams go up in pieces of this size, which is also what they hold in memory. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export interface UploadRequest {
  readonly mark: Readonly<Record<string, string>>;
  readonly ifGeneration: string | undefined;
}

/** What is written, as far as it had to be read to know how to send it. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable };

/** A body that fits into one piece is sent in one request, also when it came as a stream. */
export async function contentOf(given: Body): Promise<Content> {
  if (typeof given === 'string') return { kind: 'whole', bytes: Buffer.from(given) };
  if (!(given instanceof Readable)) return { kind: 'whole', bytes: Buffer.from(given) };
  const chunks = given[Symbol.asyncIterator]();
  const begun: Buffer[] = [];
  for (let size = 0; size < CHUNK_BYTES; ) {
    const { done, value } = await chunks.next();
    if (done) return { kind: 'whole', bytes: Buffer.concat(begun) };
    const chunk = Buffer.from(value);
    begun.push(chunk);
    size += chunk.length;
  }
  return { kind: 'stream', stream: Readable.from(followed(begun, chunks), { objectMode: false }) };
}

async function* followed(begun: readonly Buffer[], rest: AsyncIterator<unknown>): AsyncGenerator<unknown> {
  yield* begun;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** @returns the object that was made. An upload that is not finished leaves none. */
export async function upload(file: File, content: Content, request: UploadRequest): Promise<FileMetadata> {
  const source =
    content.kind === 'whole' ? Readable.from([content.bytes], { objectMode: false }) : content.stream;
  const target = file.createWriteStream({
    ...(content.kind === 'whole' ? { resumable: false } : { resumable: true, chunkSize: CHUNK_BYTES }),
    validation: 'crc32c',
    metadata: { contentType: 'application/octet-stream', metadata: request.mark },
    ...(request.ifGeneration !== undefined && {
      preconditionOpts: { ifGenerationMatch: request.ifGeneration },
    }),
  });
  await pipeline(source, target);
  return file.metadata;
}
