import { BYTES } from '../bytes';
import type { CleanWriter } from '../output/clean-writer';
import type { Layout } from './layout';
import type { RecordScanner } from './record-scanner';

const { COMMA, QUOTE } = BYTES;

/** Brings the fields of a CSV record into the clean form: the contract's columns in its order. */
export class RecordEmitter {
  private readonly absent: number;

  constructor(
    private readonly clean: CleanWriter,
    private readonly layout: Layout,
    private readonly scanner: RecordScanner,
    private readonly delimiter: number,
  ) {
    this.absent = layout.sources.length - layout.header.length;
  }

  /** The record last scanned, which begins at `from`. */
  emit(bytes: Buffer, from: number, line: number): void {
    if (this.scanner.innerLines > 0) this.clean.lineFeeds = true;
    if (this.copiesWhole()) this.whole(bytes, from);
    else this.fieldByField(bytes);
    if (this.layout.extras.length > 0) this.extras();
    else this.clean.none();
    this.clean.endRecord(line);
  }

  /** The first record goes field by field, so that a byte order mark in its first field gets quoted. */
  private copiesWhole(): boolean {
    const straight = this.layout.straight && this.delimiter === COMMA;
    return straight && !this.scanner.bareQuote && this.clean.records > 0;
  }

  private whole(bytes: Buffer, from: number): void {
    this.clean.raw(bytes, from, this.scanner.contentEnd);
    for (let i = 0; i < this.absent; i++) this.clean.none();
  }

  private fieldByField(bytes: Buffer): void {
    for (const source of this.layout.sources) {
      if (source < 0) this.clean.none();
      else this.field(bytes, this.scanner.starts[source] as number, this.scanner.ends[source] as number);
    }
  }

  /** What is quoted in the file stays as it is; an unquoted empty field is NULL. */
  private field(bytes: Buffer, start: number, end: number): void {
    if (start === end || bytes[start] === QUOTE) this.clean.raw(bytes, start, end);
    else this.clean.text(bytes, start, end);
  }

  private extras(): void {
    const members = this.layout.extras.map(({ name, index }) => {
      return `${JSON.stringify(name)}:${JSON.stringify(this.scanner.text(index))}`;
    });
    this.clean.string(`{${members.join(',')}}`);
  }
}
