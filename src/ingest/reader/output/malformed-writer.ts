import { isUtf8 } from 'node:buffer';
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
}
