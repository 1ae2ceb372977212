import { BYTES } from '../bytes';
import type { Outputs } from '../output/outputs';
import type { ByteWindow } from './byte-window';
import { PlainText } from './plain-text';
import { pullAll } from './pull-all';

const { LF } = BYTES;

/** Takes the range of a line in `bytes`, without its line end. */
export type LineConsumer = (bytes: Buffer, start: number, end: number, line: number) => void;

/**
 * Splits a file into lines at line feeds and hands those that are plain text to a consumer; the others are
 * malformed.
 */
export class Lines {
  private line = 1;
  /** Inside a line that is too long: drop the rest of it. */
  private dropping = false;
  private readonly plain = new PlainText();

  constructor(
    private readonly window: ByteWindow,
    private readonly outputs: Outputs,
    /** Bytes of a line. */
    private readonly limit: number,
    private readonly consumer: LineConsumer,
  ) {}

  async read(): Promise<void> {
    await pullAll(this.window, this.outputs, this.plain, () => this.consume());
  }

  private consume(): void {
    const { window, outputs } = this;
    while (window.start < window.end && !outputs.waiting) {
      if (this.dropping ? !this.drop() : !this.one()) return;
    }
  }

  /** False: the window does not hold the line. */
  private one(): boolean {
    const { window, limit } = this;
    const { bytes, start } = window;
    const found = bytes.indexOf(LF, start);
    const complete = found >= 0 && found < window.end;
    if (!complete && !window.ended && window.end - start <= limit) return false;
    const end = complete ? found : window.end;
    if (end - start > limit) this.tooLong();
    else {
      this.judge(bytes, start, end);
      window.start = complete ? end + 1 : end;
      this.line++;
    }
    return true;
  }

  private judge(bytes: Buffer, start: number, end: number): void {
    const problem = this.plain.problem(bytes, start, end);
    if (problem === undefined) this.consumer(bytes, start, end, this.line);
    else this.outputs.malformed.write(this.line, problem, bytes.subarray(start, end));
  }

  private tooLong(): void {
    const { window, limit } = this;
    const found = window.bytes.subarray(window.start, window.start + limit);
    this.outputs.malformed.writeTooLong(this.line, found, limit);
    this.dropping = true;
  }

  private drop(): boolean {
    if (!this.window.dropLine()) return false;
    this.dropping = false;
    this.line++;
    return true;
  }
}
