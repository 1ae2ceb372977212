import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Manifest, manifest as manifestSchema } from '../core/manifest';
import { statePath } from './wire';

/**
 * Manifests that are kept beside the local warehouse. `active`: what it was last worked on with. `prepared`: what its
 * tables and views are made for, and those that have left the project; reading prepares, too, where nothing stands in
 * the way.
 */
export type Kept = 'active' | 'prepared';

const fileOf = (root: string, kept: Kept): string => statePath(root, `${kept}.json`);

/**
 * `null` before the first time, where the warehouse has been deleted since, and where another version of Écluse wrote
 * what this one cannot read.
 */
export function readKept(root: string, kept: Kept): Manifest | null {
  const file = fileOf(root, kept);
  if (!existsSync(file) || !existsSync(statePath(root, 'warehouse.duckdb'))) return null;
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Whole or not at all. */
export function keep(root: string, kept: Kept, manifest: Manifest): void {
  const file = fileOf(root, kept);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, JSON.stringify(manifest));
  renameSync(fresh, file);
}
