import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Manifest, manifest as manifestSchema } from '../core/manifest';

/** The manifest that the local warehouse was last worked on with: what its tables and views are made for. */
const fileIn = (root: string): string => join(root, '.ecluse', 'active.json');

/** `null` before the first work, and where another version of Écluse wrote what this one cannot read. */
export function readActive(root: string): Manifest | null {
  const file = fileIn(root);
  if (!existsSync(file)) return null;
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Whole or not at all. */
export function writeActive(root: string, manifest: Manifest): void {
  const file = fileIn(root);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, JSON.stringify(manifest));
  renameSync(fresh, file);
}
