import { BYTES, startsWith, UTF8_BOM } from '../bytes';
import { Chunks } from './chunks';

const { COMMA, CR, LF, QUOTE, ZERO } = BYTES;

const BOM_FIRST = 0xef;

/** Longest decimal number of a line, with the separators around it. */
const LINE_ROOM = 24;
/** Below this many bytes a loop is faster than a call of `copy`. */
const SHORT = 48;

/**
 * Writes records in the clean form: the fields of a record one after the other, then `endRecord`.
 *
 * Fields come as ranges of bytes that are UTF-8 without NUL: the readers have checked that.
 */
export class CleanWriter {
  records = 0;
  /** Whether a field holds a line feed. */
  lineFeeds = false;
  readonly chunks = new Chunks();

  /** A field that is in clean form already: a separator, then the bytes as they are. Empty: NULL. */
  raw(bytes: Buffer, start: number, end: number): void {
    this.chunks.reserve(end - start + 1);
    this.copy(bytes, start, end);
    this.separate();
  }

  /** NULL. */
  none(): void {
    this.chunks.reserve(1);
    this.separate();
  }

  /** A text, quoted when it has to be; the empty text is not NULL. */
  text(bytes: Buffer, start: number, end: number): void {
    if (needsQuotes(bytes, start, end)) this.quoted(bytes, start, end);
    else this.raw(bytes, start, end);
  }

  /** A text that is not in bytes yet. */
  string(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.text(bytes, 0, bytes.length);
  }

  /** `_line`, and the end of the record. */
  endRecord(line: number): void {
    const { chunks } = this;
    chunks.reserve(LINE_ROOM);
    this.digits(line);
    chunks.bytes[chunks.length++] = LF;
    this.records++;
  }

  private quoted(bytes: Buffer, start: number, end: number): void {
    const { chunks } = this;
    chunks.reserve(2 * (end - start) + 3);
    const out = chunks.bytes;
    let at = chunks.length;
    out[at++] = QUOTE;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) out[at++] = QUOTE;
      if (byte === LF) this.lineFeeds = true;
      out[at++] = byte;
    }
    out[at++] = QUOTE;
    chunks.length = at;
    this.separate();
  }

  private separate(): void {
    this.chunks.bytes[this.chunks.length++] = COMMA;
  }

  private copy(bytes: Buffer, start: number, end: number): void {
    const { chunks } = this;
    const out = chunks.bytes;
    let at = chunks.length;
    if (end - start > SHORT) bytes.copy(out, at, start, end);
    else for (let i = start; i < end; i++) out[at++] = bytes[i] as number;
    chunks.length += end - start;
  }

  /** A whole number that is not negative. */
  private digits(value: number): void {
    const out = this.chunks.bytes;
    this.chunks.length += digitCount(value);
    let at = this.chunks.length;
    let rest = value;
    do {
      const tens = Math.floor(rest / 10);
      out[--at] = ZERO + (rest - 10 * tens);
      rest = tens;
    } while (rest > 0);
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}

/** Also when it begins with a byte order mark, which loaders strip from the beginning of a file. */
function needsQuotes(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return true;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === LF || byte === CR)) return true;
  }
  return bytes[start] === BOM_FIRST && startsWith(bytes, UTF8_BOM, start);
}
