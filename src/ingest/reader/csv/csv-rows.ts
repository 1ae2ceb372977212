import { BYTES } from '../bytes';
import type { Outputs } from '../output/outputs';
import type { ByteWindow } from '../source/byte-window';
import { PlainText } from '../source/plain-text';
import { pullAll } from '../source/pull-all';
import type { Layout } from './layout';
import { RecordEmitter } from './record-emitter';
import type { RecordScanner } from './record-scanner';

const { LF } = BYTES;

interface CsvRowsOptions {
  readonly layout: Layout;
  readonly delimiter: number;
  /** Bytes of a record. */
  readonly limit: number;
  /** The line on which the rows begin. */
  readonly line: number;
}

/**
 * The records below the header.
 *
 * A record that can be delimited but not used is malformed as a whole. Where quoting is broken nobody knows where
 * the record ends: its first line is malformed, and reading resumes on the next one. Broken is a quote that is not
 * closed before the end of the file or within the limit, text behind a closing quote, and a record of several lines
 * that has the wrong number of fields.
 *
 * Up to the place where quoting was found broken, lines may be the rest of the field that could not be read: there a
 * record has to stand on one line and may have no quote inside an unquoted field. This also keeps reading linear,
 * since no byte is looked at in search of the end of two records.
 */
export class CsvRows {
  private line: number;
  /** Inside a line that is too long: drop the rest of it. */
  private dropping = false;
  /** Position in the file up to which quoting is suspect. */
  private suspectUntil = 0;
  private readonly plain = new PlainText();
  private readonly emitter: RecordEmitter;

  constructor(
    private readonly window: ByteWindow,
    private readonly scanner: RecordScanner,
    private readonly outputs: Outputs,
    private readonly options: CsvRowsOptions,
  ) {
    this.line = options.line;
    this.emitter = new RecordEmitter(outputs.clean, options.layout, scanner, options.delimiter);
  }

  async read(): Promise<void> {
    await pullAll(this.window, this.outputs, this.plain, () => this.consume());
  }

  /** As many records as the window holds and the outputs take. */
  private consume(): void {
    const { window, outputs } = this;
    while (window.start < window.end && !outputs.waiting) {
      if (this.dropping ? !this.drop() : !this.record()) return;
    }
  }

  /** False: the window does not hold the record. */
  private record(): boolean {
    return this.suspect ? this.suspectLine() : this.anyRecord();
  }

  private anyRecord(): boolean {
    const { window, scanner } = this;
    const outcome = scanner.scan(window.bytes, window.start, window.end, window.ended);
    if (outcome === 'record') this.complete();
    else if (outcome === 'text_after_quote') this.textAfterQuote();
    else return this.incomplete();
    return true;
  }

  private suspectLine(): boolean {
    const { window, scanner } = this;
    const end = window.lineEnd();
    if (end < 0) return this.incomplete();
    const outcome = scanner.scan(window.bytes, window.start, end, true);
    if (outcome === 'record') this.complete();
    else if (end - window.start > this.options.limit + 1) this.lineTooLong();
    else this.firstLineMalformed('broken quote, after another one', window.start);
    return true;
  }

  private complete(): void {
    const { window, scanner } = this;
    const length = scanner.contentEnd - window.start;
    if (length > this.options.limit) this.tooLong();
    else if (scanner.innerLines > 0 && this.wrongFields !== undefined) {
      this.firstLineMalformed(`${this.wrongFields}, on several lines`, scanner.next);
    } else {
      if (length > 0) this.judge();
      this.line += scanner.innerLines + 1;
      window.start = scanner.next;
    }
  }

  private judge(): void {
    const { bytes, start } = this.window;
    const reason = this.problem();
    if (reason === undefined) this.emitter.emit(bytes, start, this.line);
    else this.outputs.malformed.write(this.line, reason, bytes.subarray(start, this.scanner.contentEnd));
  }

  private problem(): string | undefined {
    const { scanner, window } = this;
    const encoding = this.plain.problem(window.bytes, window.start, scanner.contentEnd);
    if (encoding !== undefined) return encoding;
    if (scanner.bareReturn) return 'carriage return outside quotes';
    if (scanner.bareQuote && this.suspect) return 'quote inside an unquoted field, after a broken quote';
    return this.wrongFields;
  }

  private get wrongFields(): string | undefined {
    const { fields } = this.scanner;
    const expected = this.options.layout.header.length;
    return fields === expected ? undefined : `${fields} fields, the header has ${expected}`;
  }

  private get suspect(): boolean {
    return this.window.positionOf(this.window.start) < this.suspectUntil;
  }

  private textAfterQuote(): void {
    if (this.scanner.next - this.window.start > this.options.limit) this.tooLong();
    else this.firstLineMalformed('text after a closing quote', this.scanner.next);
  }

  /** The record does not end in the window: read on, unless it is too long or the file ends. */
  private incomplete(): boolean {
    const { window } = this;
    // Two bytes more than the limit: a line end may follow the last byte of the record.
    if (window.end - window.start > this.options.limit + 2) this.tooLong();
    else if (window.ended) this.firstLineMalformed('quote not closed before the end of the file', window.end);
    else return false;
    return true;
  }

  private tooLong(): void {
    const { window, options } = this;
    const firstEnd = window.bytes.indexOf(LF, window.start);
    const until = window.start + options.limit;
    if (firstEnd >= 0 && firstEnd <= until && firstEnd < window.end) {
      this.firstLineMalformed(`quote not closed within ${options.limit} bytes`, until);
    } else this.lineTooLong();
  }

  private lineTooLong(): void {
    const { window, options } = this;
    const found = window.bytes.subarray(window.start, window.start + options.limit);
    this.outputs.malformed.writeTooLong(this.line, found, options.limit);
    this.dropping = true;
  }

  private drop(): boolean {
    if (!this.window.dropLine()) return false;
    this.dropping = false;
    this.line++;
    return true;
  }

  /** @param suspectUntil index in the window where the quoting was found broken */
  private firstLineMalformed(reason: string, suspectUntil: number): void {
    const { window } = this;
    this.suspectUntil = Math.max(this.suspectUntil, window.positionOf(suspectUntil));
    const found = window.takeLine();
    this.outputs.malformed.write(this.line, reason, found);
    this.line++;
  }
}
