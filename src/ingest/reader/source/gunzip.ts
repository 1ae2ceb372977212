import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RefusedFile } from '../refused-file';
import { bufferChunks } from './chunk-iterator';

export const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

const CHUNK_BYTES = 256 * 1024;

/** Decompresses all members of a gzip file. @throws {RefusedFile} `truncated`, or `not_this_format` if damaged */
export async function* gunzip(compressed: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  const stream = createGunzip({ chunkSize: CHUNK_BYTES });
  // The error reaches the loop below; the callback only keeps it from being thrown a second time.
  pipeline(Readable.from(compressed, { objectMode: false }), stream, () => {});
  try {
    yield* bufferChunks(stream);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'Z_BUF_ERROR') {
    const message = 'The gzip file ends before its data does: it was cut off. Deliver the whole file again.';
    return new RefusedFile('truncated', message, { cause: error });
  }
  if (code === 'Z_DATA_ERROR') {
    const message = `The gzip file is damaged (${(error as Error).message}). Deliver it again.`;
    return new RefusedFile('not_this_format', message, { cause: error });
  }
  return error;
}
