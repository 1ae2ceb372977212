import { hash } from 'node:crypto';

/** A short hash of parts in order; parts cannot run into each other. 32 hex digits (128 bits). */
export function fingerprint(parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${part.length}:${part}`).join('')).slice(0, 32);
}
