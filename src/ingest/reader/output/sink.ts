import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Writes to a stream with at most one write under way: enough to overlap reading with writing, and the bound on
 * memory. A failure of the stream is thrown by the next call.
 */
export class Sink {
  /** Bytes handed to the stream. */
  bytes = 0;
  private underWay: Promise<void> = Promise.resolve();
  private release: () => void = () => {};
  private failure: Error | undefined;

  constructor(private readonly stream: Writable) {
    stream.on('error', (error) => this.fail(error));
    stream.on('close', () => {
      if (!stream.writableFinished)
        this.fail(new Error('The stream was closed before everything was written.'));
    });
  }

  /** Resolves when the stream is ready for the next chunk; `chunk` belongs to the stream from now on. */
  async write(chunk: Uint8Array): Promise<void> {
    await this.settled();
    this.bytes += chunk.length;
    this.underWay = new Promise((resolve) => {
      this.release = resolve;
      this.stream.write(chunk, (error) => (error ? this.fail(error) : resolve()));
    });
  }

  /** Resolves when everything has been written and the stream has finished. */
  async end(): Promise<void> {
    await this.settled();
    this.stream.end();
    await finished(this.stream, { readable: false });
  }

  /** The stream must not complete: what stands in it is not the whole truth. */
  destroy(reason: Error): void {
    this.stream.destroy(reason);
  }

  /** A stream that is destroyed may never call back for what was written to it: whoever waits is released here. */
  private fail(error: Error): void {
    this.failure ??= error;
    this.release();
  }

  private async settled(): Promise<void> {
    await this.underWay;
    if (this.failure) throw this.failure;
  }
}
