import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint } from '../core/fingerprint';
import type { Manifest } from '../core/manifest';

/** The manifest that was compiled from the same files by the same compiler, or null. */
export function readCache(file: string, print: string): Manifest | null {
  if (!existsSync(file)) return null;
  const kept = parsed(readFileSync(file, 'utf8'));
  // Written by this very compiler (its hash is in the print), so it needs no second validation.
  return kept?.fingerprint === print ? kept : null;
}

function parsed(text: string): Manifest | null {
  try {
    return JSON.parse(text) as Manifest | null;
  } catch {
    // What is no JSON was not written by us: the project is compiled again.
    return null;
  }
}

/** Whole or not at all: a crash while writing leaves the old one, and processes do not write into each other's. */
export function writeCache(file: string, manifest: Manifest): void {
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, JSON.stringify(manifest));
  renameSync(fresh, file);
}

/** What this compiler is: another one may write other statements for the same project. */
export function compilerPrint(): string {
  return fingerprint(
    ['compile', 'googlesql', 'core'].flatMap((folder) => sourcesBelow(join(__dirname, '..', folder))),
  );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path, 'utf8'));
}
