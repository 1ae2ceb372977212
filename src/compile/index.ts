import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProjectError } from '../core/errors';
import { fingerprint } from '../core/fingerprint';
import { type Manifest, manifest as manifestSchema } from '../core/manifest';
import { startGoogleSql } from '../googlesql';
import { compileManifest } from './manifest';
import { readProject, readProjectFiles } from './project';

export { findProjectRoot } from './project';

export interface CompileResult {
  readonly manifest: Manifest;
  /** True when the files had not changed and the analyzer was not started. */
  readonly cached: boolean;
}

/**
 * Compiles the project in a folder; an unchanged one is read from its manifest.
 * @param cacheFile where the manifest is kept, e.g. `.ecluse/manifest.json`
 * @throws {ProjectError}
 */
export async function compileProject(root: string, cacheFile: string): Promise<CompileResult> {
  const { files, problems } = readProjectFiles(root);
  if (problems.length > 0) throw new ProjectError(problems);
  const print = fingerprint([compilerPrint(), ...files.flatMap(({ file, text }) => [file, text])]);
  const kept = readCache(cacheFile, print);
  if (kept) return { manifest: kept, cached: true };
  const project = readProject(root, files);
  const googlesql = await startGoogleSql();
  try {
    const manifest = manifestSchema.parse(await compileManifest(project, googlesql, print));
    writeCache(cacheFile, manifest);
    return { manifest, cached: false };
  } finally {
    await googlesql.close();
  }
}

function readCache(file: string, print: string): Manifest | null {
  if (!existsSync(file)) return null;
  const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // Written by this very compiler (its hash is in the print), so it needs no second validation.
  return (kept as Manifest).fingerprint === print ? (kept as Manifest) : null;
}

/** Whole or not at all: a crash while writing leaves the old one. */
function writeCache(file: string, manifest: Manifest): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(manifest));
  renameSync(`${file}.new`, file);
}

/** What this compiler is: another one may write other statements for the same project. */
function compilerPrint(): string {
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
