import { isUtf8 } from 'node:buffer';
import { keptPrefix } from '../source/kept-prefix';
import { Chunks } from './chunks';

/** Writes what could not be read as a record, one JSON object a line. */
export class MalformedWriter {
  count = 0;
  readonly chunks = new Chunks();

  /** @param reason what is wrong and what was expected, in a few words */
  write(line: number, reason: string, found: Buffer): void {
    const content = isUtf8(found) ? { text: found.toString('utf8') } : { base64: found.toString('base64') };
    const json = Buffer.from(`${JSON.stringify({ line, reason, ...content })}\n`, 'utf8');
    this.chunks.reserve(json.length);
    json.copy(this.chunks.bytes, this.chunks.length);
    this.chunks.length += json.length;
    this.count++;
  }

  /** @param found its beginning, as far as it may be: of what is too long, only a part is kept */
  writeTooLong(line: number, found: Buffer, limit: number): void {
    const kept = keptPrefix(found);
    this.write(line, `longer than ${limit} bytes; the first ${kept.length} are kept`, kept);
  }
}
