import { isUtf8 } from 'node:buffer';
import { BYTES } from '../bytes';

const { NUL } = BYTES;

/**
 * Tells which records are UTF-8 without NUL. A whole window is checked at once; only where that fails, record by
 * record.
 */
export class PlainText {
  private from = 0;
  private to = 0;

  /** Looks at all of `bytes` between `from` and `to`. */
  look(bytes: Buffer, from: number, to: number): void {
    const plain = problemOf(bytes.subarray(from, to)) === undefined;
    this.from = from;
    this.to = plain ? to : from;
  }

  /** `undefined` when the record is plain text, else what is wrong with it. */
  problem(bytes: Buffer, start: number, end: number): string | undefined {
    if (start >= this.from && end <= this.to) return undefined;
    return problemOf(bytes.subarray(start, end));
  }
}

function problemOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return notUtf8(bytes);
  return bytes.indexOf(NUL) < 0 ? undefined : 'NUL byte';
}

const REPLACEMENT = '\ufffd';

function notUtf8(bytes: Buffer): string {
  const at = firstInvalidByte(bytes);
  const hex = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return `not UTF-8: byte 0x${hex} at position ${at + 1}; convert the file to UTF-8`;
}

function firstInvalidByte(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  const genuine = Buffer.from(REPLACEMENT);
  let at = 0;
  for (const part of text.split(REPLACEMENT)) {
    at += Buffer.byteLength(part);
    if (!bytes.subarray(at, at + genuine.length).equals(genuine)) break;
    at += genuine.length;
  }
  return at;
}
