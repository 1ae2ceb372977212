import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileManifest } from '../../../src/compile/manifest';
import { readProject } from '../../../src/compile/project';
import { readProjectFiles } from '../../../src/compile/project/files';
import { type Problem, ProjectError, problemText } from '../../../src/core/errors';
import type { Manifest } from '../../../src/core/manifest';
import type { GoogleSql } from '../../../src/googlesql';
import type { Files } from './shop';

/** A folder with files, which is gone after `use`. */
export function inFolder<T>(files: Files, use: (root: string) => T): T {
  const root = writeFolder(files);
  try {
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

export function writeFolder(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-compile-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** Compiles files as `ecluse compile` does, from a folder. @throws {ProjectError} */
export function compileFiles(files: Files, googlesql: GoogleSql): Promise<Manifest> {
  const project = inFolder(files, (root) => {
    const read = readProjectFiles(root);
    if (read.problems.length > 0) throw new ProjectError(read.problems);
    return readProject(root, read.files);
  });
  return compileManifest(project, googlesql, 'print');
}

/** The problems of files; none if they compile. */
export async function problemsOf(files: Files, googlesql: GoogleSql): Promise<readonly Problem[]> {
  try {
    await compileFiles(files, googlesql);
    return [];
  } catch (error) {
    if (error instanceof ProjectError) return error.problems;
    throw error;
  }
}

/** As they are printed, one line for each part. */
export const linesOf = (problems: readonly Problem[]): string[] =>
  problems.flatMap((problem) =>
    problemText(problem)
      .split('\n')
      .map((line) => line.trim()),
  );
