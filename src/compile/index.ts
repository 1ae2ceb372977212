import { ProjectError } from '../core/errors';
import { fingerprint } from '../core/fingerprint';
import type { Manifest } from '../core/manifest';
import { compilerPrint, readCache, writeCache } from './cache';
import { readProjectFiles } from './project/files';

export { findProjectRoot } from './project/files';

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
  // Loaded when it is needed: that takes longer than to see that nothing changed.
  const { compileFiles } = require('./from-files') as typeof import('./from-files');
  const manifest = await compileFiles(root, files, print);
  writeCache(cacheFile, manifest);
  return { manifest, cached: false };
}
