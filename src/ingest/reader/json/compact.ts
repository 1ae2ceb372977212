import { BYTES } from '../bytes';

const { BACKSLASH, QUOTE, SPACE } = BYTES;

/** Valid JSON text without the white space between its tokens; nothing else changes. */
export function compactJson(bytes: Buffer, start: number, end: number): Buffer {
  const compact = Buffer.allocUnsafe(end - start);
  let length = 0;
  let inString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (!inString && byte <= SPACE) continue;
    compact[length++] = byte;
    if (byte === QUOTE) inString = !inString;
    else if (byte === BACKSLASH) compact[length++] = bytes[++at] as number;
  }
  return compact.subarray(0, length);
}
