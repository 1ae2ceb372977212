import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RefusedFile } from '../refused-file';
import { bufferChunks } from './chunk-iterator';

export const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

const CHUNK_BYTES = 256 * 1024;

/** Decompresses all members of a gzip file. @throws {RefusedFile} `truncated`, or `not_this_format` if damaged */
export async function* gunzip(compressed: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  const stream = createGunzip({ chunkSize: CHUNK_BYTES });
  const input = new Extent();
  // The error reaches the loop below; the callback only keeps it from being thrown a second time.
  pipeline(Readable.from(input.measured(compressed), { objectMode: false }), stream, () => {});
  try {
    yield* bufferChunks(stream);
  } catch (error) {
    throw refusal(error);
  }
  if (stream.bytesWritten < input.content) throw damaged('data behind zeros at its end');
}

/** How far the content of a stream reaches, zeros behind it not counted: tapes pad with them. */
class Extent {
  content = 0;
  private length = 0;

  async *measured(chunks: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
    for await (const chunk of chunks) {
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === 0) end--;
      if (end > 0) this.content = this.length + end;
      this.length += chunk.length;
      yield chunk;
    }
  }
}

function refusal(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'Z_BUF_ERROR') {
    const message = 'The gzip file ends before its data does: it was cut off. Deliver the whole file again.';
    return new RefusedFile('truncated', message, { cause: error });
  }
  return code === 'Z_DATA_ERROR' ? damaged((error as Error).message, error) : error;
}

function damaged(found: string, cause?: unknown): RefusedFile {
  const message = `The gzip file is damaged (${found}). Deliver it again.`;
  return new RefusedFile('not_this_format', message, { cause });
}
