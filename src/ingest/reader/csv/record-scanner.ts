import { BYTES } from '../bytes';

const { CR, LF, QUOTE } = BYTES;

/** More than any warehouse has; what is beyond is counted, not kept. */
export const MAX_FIELDS = 10_000;

/**
 * What a scan came to. `more`: the record does not end in the bytes given. `open_quote`: the file ends inside a
 * quoted field. `text_after_quote`: something follows a closing quote that is neither a delimiter nor a line end.
 */
export type Outcome = 'record' | 'more' | 'open_quote' | 'text_after_quote';

const PLAIN = 0;
const DELIMITER = 1;
const LINE_FEED = 2;
const RETURN = 3;
const QUOTATION = 4;

/**
 * Finds the fields of one CSV record in bytes, without making a string of any. A field that begins with a quote is
 * quoted; its range includes the quotes. A quote inside an unquoted field is an ordinary character.
 *
 * The properties describe the record of the last scan that came to `record`.
 */
export class RecordScanner {
  /** Fields of the record, also beyond `MAX_FIELDS`. */
  fields = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** One past the last byte of the record, its line end not included. */
  contentEnd = 0;
  /** Where the next record begins. Where the scan stopped, after `text_after_quote`. */
  next = 0;
  /** Line feeds inside quoted fields. */
  innerLines = 0;
  /** An unquoted field holds a quote. */
  bareQuote = false;
  /** An unquoted field holds a carriage return that is not part of a line end. */
  bareReturn = false;

  private readonly classes = new Uint8Array(256);
  private bytes: Buffer = Buffer.alloc(0);
  private end = 0;
  private final = false;
  private outcome: Outcome = 'record';

  constructor(private readonly delimiter: number) {
    this.classes[LF] = LINE_FEED;
    this.classes[CR] = RETURN;
    this.classes[QUOTE] = QUOTATION;
    this.classes[delimiter] = DELIMITER;
  }

  /** @param final the file ends at `end` */
  scan(bytes: Buffer, from: number, end: number, final: boolean): Outcome {
    this.begin(bytes, end, final);
    for (let at = from; ; at++) {
      const start = at;
      at = at < end && bytes[at] === QUOTE ? this.quotedEnd(at + 1) : this.plainEnd(at);
      if (at < 0) return this.outcome;
      this.add(start, at);
      if (at === end || bytes[at] !== this.delimiter) return this.finish(at);
    }
  }

  /** The text of a field of the last record, unquoted; `null` for an unquoted empty field. */
  text(index: number): string | null {
    const start = this.starts[index] as number;
    const end = this.ends[index] as number;
    if (start === end) return null;
    if (this.bytes[start] !== QUOTE) return this.bytes.toString('utf8', start, end);
    return this.bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"');
  }

  private begin(bytes: Buffer, end: number, final: boolean): void {
    this.bytes = bytes;
    this.end = end;
    this.final = final;
    this.fields = 0;
    this.innerLines = 0;
    this.bareQuote = false;
    this.bareReturn = false;
    this.outcome = 'record';
  }

  private finish(at: number): Outcome {
    this.contentEnd = at;
    if (at === this.end) this.next = at;
    else this.next = this.bytes[at] === CR ? Math.min(at + 2, this.end) : at + 1;
    return 'record';
  }

  private add(start: number, end: number): void {
    if (this.fields === this.starts.length && this.fields <= MAX_FIELDS) this.grow();
    if (this.fields < this.starts.length) {
      this.starts[this.fields] = start;
      this.ends[this.fields] = end;
    }
    this.fields++;
  }

  private grow(): void {
    const { starts, ends } = this;
    this.starts = new Int32Array(2 * starts.length);
    this.ends = new Int32Array(2 * ends.length);
    this.starts.set(starts);
    this.ends.set(ends);
  }

  /** The end of the unquoted field: a delimiter, a line end, or the end of the file. Negative: no end. */
  private plainEnd(from: number): number {
    const { bytes, classes, end } = this;
    for (let at = from; at < end; at++) {
      const kind = classes[bytes[at] as number];
      if (kind === PLAIN) continue;
      if (kind === DELIMITER || kind === LINE_FEED) return at;
      if (kind === QUOTATION) this.bareQuote = true;
      else if (at + 1 === end) return this.final ? at : this.stop('more');
      else if (bytes[at + 1] === LF) return at;
      else this.bareReturn = true;
    }
    return this.final ? end : this.stop('more');
  }

  /** The end of the quoted field whose content begins at `from`. Negative: no end. */
  private quotedEnd(from: number): number {
    const { bytes, end } = this;
    for (let at = from; at < end; at++) {
      const byte = bytes[at];
      if (byte === LF) this.innerLines++;
      if (byte !== QUOTE) continue;
      if (at + 1 === end || bytes[at + 1] !== QUOTE) return this.closed(at + 1);
      at++;
    }
    return this.stop(this.final ? 'open_quote' : 'more');
  }

  /** What stands at `at`, behind a closing quote, must end the field. */
  private closed(at: number): number {
    const { bytes, end, final } = this;
    if (at === end) return final ? at : this.stop('more');
    const kind = this.classes[bytes[at] as number];
    if (kind === DELIMITER || kind === LINE_FEED) return at;
    if (kind === RETURN) {
      if (at + 1 === end) return final ? at : this.stop('more');
      if (bytes[at + 1] === LF) return at;
    }
    this.next = at;
    return this.stop('text_after_quote');
  }

  private stop(outcome: Outcome): number {
    this.outcome = outcome;
    return -1;
  }
}
