import { BYTES } from '../bytes';
import type { Sink } from './sink';

const CHUNK_BYTES = 256 * 1024;

/**
 * A byte buffer that grows by chunks. Writers take room with `reserve`, write at `bytes[length]` and advance
 * `length` themselves: that keeps the hot loops free of calls.
 */
export class Chunks {
  bytes: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  length = 0;
  /** Whether what was flushed holds a carriage return. */
  returns = false;
  private full: Buffer[] = [];

  /** Makes room for `count` more bytes in one piece. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    this.seal();
    this.bytes = Buffer.allocUnsafeSlow(Math.max(count, CHUNK_BYTES));
  }

  /** True when at least one chunk waits to be flushed. */
  get waiting(): boolean {
    return this.full.length > 0;
  }

  /** Hands the full chunks to the sink, in order. */
  async flush(sink: Sink): Promise<void> {
    const chunks = this.full;
    this.full = [];
    for (const chunk of chunks) {
      this.returns ||= chunk.includes(BYTES.CR);
      await sink.write(chunk);
    }
  }

  /** Hands everything to the sink, the chunk begun included. */
  async flushAll(sink: Sink): Promise<void> {
    this.seal();
    this.bytes = Buffer.alloc(0);
    await this.flush(sink);
  }

  private seal(): void {
    if (this.length > 0) this.full.push(this.bytes.subarray(0, this.length));
    this.length = 0;
  }
}
