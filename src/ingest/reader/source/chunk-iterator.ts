import type { Readable } from 'node:stream';

/** The chunks of a stream as Buffers. Stopping early destroys the stream. */
export async function* bufferChunks(source: Readable): AsyncGenerator<Buffer, void> {
  for await (const chunk of source) {
    const buffer = asBuffer(chunk);
    if (buffer.length > 0) yield buffer;
  }
}

/** The first `count` bytes (fewer when there are no more), and a generator that still yields them. */
export async function peek(
  chunks: AsyncGenerator<Buffer, void>,
  count: number,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer, void> }> {
  const seen: Buffer[] = [];
  let length = 0;
  while (length < count) {
    const next = await chunks.next();
    if (next.done) break;
    seen.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(seen).subarray(0, count), all: prepend(seen, chunks) };
}

async function* prepend(first: Buffer[], rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

function asBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (typeof chunk === 'string') return Buffer.from(chunk, 'utf8');
  throw new TypeError(`The source yields ${typeof chunk}; a record reader needs a stream of bytes.`);
}
