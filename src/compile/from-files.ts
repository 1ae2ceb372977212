import { type Manifest, manifest } from '../core/manifest';
import { startGoogleSql } from '../googlesql';
import { compileManifest } from './manifest';
import { readProject } from './project';
import type { ProjectFile } from './project/files';
import type { EnvironmentVars } from './project/types';

/**
 * Reads, analyzes and writes out a project.
 * @param print hash of the files and of the compiler
 * @throws {ProjectError}
 */
export async function compileFiles(
  root: string,
  files: readonly ProjectFile[],
  print: string,
  environment?: EnvironmentVars,
): Promise<Manifest> {
  const project = readProject(root, files, environment);
  const googlesql = await startGoogleSql();
  try {
    return manifest.parse(await compileManifest(project, googlesql, print));
  } finally {
    await googlesql.close();
  }
}
