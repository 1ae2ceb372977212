import type { Readable } from 'node:stream';
import { startsWith } from '../bytes';
import { RefusedFile } from '../refused-file';
import { bufferChunks, peek } from './chunk-iterator';
import { GZIP_MAGIC, gunzip } from './gunzip';

/** The uncompressed bytes of a file, whether it is gzipped or not, counted and bounded. */
export class ByteSource {
  /** Uncompressed bytes handed out. */
  bytes = 0;

  private constructor(
    private readonly chunks: AsyncGenerator<Buffer, void>,
    /** Whether the file was compressed. */
    readonly gzipped: boolean,
    private readonly limit: number,
  ) {}

  /** @param limit uncompressed bytes beyond which the file is refused */
  static async open(source: Readable, limit: number): Promise<ByteSource> {
    const { head, all } = await peek(bufferChunks(source), GZIP_MAGIC.length);
    const gzipped = startsWith(head, GZIP_MAGIC);
    return new ByteSource(gzipped ? gunzip(all) : all, gzipped, limit);
  }

  /** `undefined` at the end. @throws {RefusedFile} `too_large`, `truncated` */
  async next(): Promise<Buffer | undefined> {
    const { done, value } = await this.chunks.next();
    if (done || !value) return undefined;
    this.bytes += value.length;
    if (this.bytes > this.limit) throw tooLarge(this.limit, this.gzipped);
    return value;
  }

  /** Stops reading; the stream behind it is destroyed. */
  async close(): Promise<void> {
    await this.chunks.return();
  }
}

function tooLarge(limit: number, gzipped: boolean): RefusedFile {
  const what = gzipped ? 'The file decompresses to' : 'The file has';
  const remedy = 'Deliver it in smaller files, or raise the limit if the size is expected.';
  return new RefusedFile('too_large', `${what} more than the limit of ${limit} bytes. ${remedy}`);
}
