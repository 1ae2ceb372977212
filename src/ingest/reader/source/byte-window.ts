import { BYTES } from '../bytes';
import type { ByteSource } from './byte-source';

const { CR, LF } = BYTES;

const STEP_BYTES = 256 * 1024;
/** Enough to tell what a file is. */
const HEAD_BYTES = 4096;
const FIRST_CAPACITY = 2 * STEP_BYTES;

/**
 * A window that moves over the bytes of a file. The reader consumes from `start`; `fill` keeps what is left and
 * appends more. When what is left grows (one long record) the window grows geometrically, so that scanning the
 * record again after each fill stays linear.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  /** The first byte not consumed. */
  start = 0;
  /** One past the last byte read. */
  end = 0;
  /** The source has no more bytes than the window holds. */
  ended = false;
  /** Position in the file of `bytes[0]`. */
  private base = 0;
  private rest: Buffer | undefined;

  /** @param step bytes that a fill adds at least */
  constructor(
    private readonly source: ByteSource,
    private readonly step = STEP_BYTES,
  ) {}

  /** Position in the file of the byte at `index`. */
  positionOf(index: number): number {
    return this.base + index;
  }

  /** The first fill: enough of the file to tell what it is. */
  async open(): Promise<void> {
    await this.fillBy(Math.max(this.step, HEAD_BYTES));
  }

  /** Reads until there is a good deal more than before, or the end. */
  async fill(): Promise<void> {
    await this.fillBy(Math.max(this.step, this.end - this.start));
  }

  /** One past the last byte that is not part of a record cut off by the window: the last line end, or the end. */
  completeEnd(): number {
    if (this.ended) return this.end;
    return this.start + this.bytes.subarray(this.start, this.end).lastIndexOf(LF) + 1;
  }

  /** One past the line that begins at `start`, its end included; -1 when the window does not hold all of it. */
  lineEnd(): number {
    const found = this.bytes.subarray(this.start, this.end).indexOf(LF);
    if (found >= 0) return this.start + found + 1;
    return this.ended ? this.end : -1;
  }

  /** Consumes the line that begins at `start` and ends in the window or with the file; its end is not returned. */
  takeLine(): Buffer {
    const { bytes, start, end } = this;
    const found = bytes.subarray(start, end).indexOf(LF);
    const lineEnd = found < 0 ? end : start + found;
    this.start = Math.min(lineEnd + 1, end);
    const withoutReturn = lineEnd > start && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    return bytes.subarray(start, withoutReturn);
  }

  /** Consumes up to and including the next line feed; false when the window holds none. */
  dropLine(): boolean {
    const found = this.bytes.subarray(this.start, this.end).indexOf(LF);
    this.start = found < 0 ? this.end : this.start + found + 1;
    return found >= 0;
  }

  private async fillBy(count: number): Promise<void> {
    const enough = this.end - this.start + count;
    this.makeRoom(enough);
    while (!this.ended && this.end - this.start < enough) await this.append();
  }

  private makeRoom(capacity: number): void {
    const { bytes } = this;
    if (capacity > bytes.length) this.bytes = Buffer.allocUnsafeSlow(capacity);
    bytes.copy(this.bytes, 0, this.start, this.end);
    this.base += this.start;
    this.end -= this.start;
    this.start = 0;
  }

  private async append(): Promise<void> {
    const chunk = this.rest ?? (await this.source.next());
    if (!chunk) {
      this.ended = true;
      return;
    }
    const copied = chunk.copy(this.bytes, this.end);
    this.end += copied;
    this.rest = copied < chunk.length ? chunk.subarray(copied) : undefined;
  }
}
