import { isUtf8 } from 'node:buffer';

const KEPT_BYTES = 64 * 1024;
/** The most bytes that a cut can leave of a character. */
const CUT_BYTES = 3;

/** What is kept of a line that is too long: its beginning, not cut inside a character. */
export function keptPrefix(line: Buffer): Buffer {
  const prefix = line.subarray(0, KEPT_BYTES);
  for (let cut = 0; cut <= CUT_BYTES; cut++) {
    const shorter = prefix.subarray(0, Math.max(0, prefix.length - cut));
    if (isUtf8(shorter)) return shorter;
  }
  return prefix;
}
