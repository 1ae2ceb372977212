import type { ReadSinks } from '../options';
import { CleanWriter } from './clean-writer';
import { MalformedWriter } from './malformed-writer';
import { Sink } from './sink';

/** The two forms, with the back-pressure of their sinks. */
export class Outputs {
  readonly clean = new CleanWriter();
  readonly malformed = new MalformedWriter();
  private readonly cleanSink: Sink;
  private readonly malformedSink: Sink;

  constructor(sinks: ReadSinks) {
    this.cleanSink = new Sink(sinks.clean);
    this.malformedSink = new Sink(sinks.malformed);
  }

  /** True when the reader should `flush` before it goes on: what bounds the memory. */
  get waiting(): boolean {
    return this.clean.chunks.waiting || this.malformed.chunks.waiting;
  }

  /** Bytes of the clean form. */
  get cleanBytes(): number {
    return this.cleanSink.bytes;
  }

  /** Some record of the clean form stands on several lines, as some loaders count them. */
  get multiline(): boolean {
    return this.clean.lineFeeds || this.clean.chunks.returns;
  }

  /** Bytes flushed. */
  get bytes(): number {
    return this.cleanSink.bytes + this.malformedSink.bytes;
  }

  async flush(): Promise<void> {
    await this.clean.chunks.flush(this.cleanSink);
    await this.malformed.chunks.flush(this.malformedSink);
  }

  async end(): Promise<void> {
    await this.clean.chunks.flushAll(this.cleanSink);
    await this.malformed.chunks.flushAll(this.malformedSink);
    await Promise.all([this.cleanSink.end(), this.malformedSink.end()]);
  }

  destroy(reason: Error): void {
    this.cleanSink.destroy(reason);
    this.malformedSink.destroy(reason);
  }
}
