import { createHash } from 'node:crypto';

/** A short hash of parts in order; parts cannot run into each other. 32 hex digits (128 bits). */
export function fingerprint(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, 32);
}
