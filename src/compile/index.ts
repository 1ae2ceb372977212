import { join } from 'node:path';
import { ProjectError } from '../core/errors';
import { fingerprint } from '../core/fingerprint';
import type { Manifest } from '../core/manifest';
import { compilerPrint, readCache, writeCache } from './cache';
import { readEnvironmentVars } from './environment';
import { readProjectFiles } from './project/files';
import type { EnvironmentVars } from './project/types';

export { findProjectRoot } from './project/files';

export interface CompileResult {
  readonly manifest: Manifest;
  /** True when the files had not changed and the analyzer was not started. */
  readonly cached: boolean;
}

/**
 * Compiles the project in a folder; an unchanged one is read from its manifest.
 * @param cacheFile where the manifest is kept, e.g. `.ecluse/manifest.json`
 * @param environment whose vars are put in place of the project's; absent: the project's own
 * @throws {ProjectError}
 */
export async function compileProject(
  root: string,
  cacheFile: string,
  environment?: EnvironmentVars,
): Promise<CompileResult> {
  const { files, problems } = readProjectFiles(root);
  if (problems.length > 0) throw new ProjectError(problems);
  const content = files.flatMap(({ file, text }) => [file, text]);
  const print = fingerprint([compilerPrint(), ...content, ...varsPrint(environment)]);
  const kept = readCache(cacheFile, print);
  if (kept) return { manifest: kept, cached: true };
  // Loaded when it is needed: that takes longer than to see that nothing changed.
  const { compileFiles } = require('./from-files') as typeof import('./from-files');
  const manifest = await compileFiles(root, files, print, environment);
  writeCache(cacheFile, manifest);
  return { manifest, cached: false };
}

/**
 * Compiles the project with the vars of an environment. Without any its manifest is the project's own, and kept as that.
 * @param cacheFolder where manifests are kept, e.g. `.ecluse`
 * @throws {ProjectError} also when there is no such environment
 */
export async function compileForEnvironment(
  root: string,
  cacheFolder: string,
  name: string,
): Promise<CompileResult> {
  const environment = readEnvironmentVars(root, name);
  const own = Object.keys(environment.vars).length > 0;
  return compileProject(
    root,
    join(cacheFolder, own ? `manifest-${name}.json` : 'manifest.json'),
    environment,
  );
}

/** Of the environment only its vars count: what else it says changes no statement. */
const varsPrint = (environment: EnvironmentVars | undefined): string[] =>
  Object.entries(environment?.vars ?? {})
    .map((entry) => JSON.stringify(entry))
    .sort();
