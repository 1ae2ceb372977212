import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CompileResult, compileForEnvironment, compileProject } from '../compile';
import { environmentNames } from '../compile/environment';
import { ProjectError } from '../core/errors';
import { MANIFEST_VERSION, type Manifest, manifest as manifestSchema } from '../core/manifest';
import { UsageError } from './exit';
import { atRevision, isInRepository, type Revision, revisionOf } from './git-revision';
import { readKept } from './kept';

/** What a project is compared with. */
export interface Baseline {
  /** Completes "against …". */
  readonly label: string;
  readonly manifest: Manifest;
}

/**
 * The manifest of a file (`*.json`) or of a git revision; by default the one that the local warehouse was last worked
 * on with, else that of HEAD.
 * @param environment with the vars that it had at the revision; the local warehouse is of no environment
 * @throws {UsageError} when there is none, or the project of a revision cannot be compiled
 */
export async function baselineOf(
  root: string,
  against: string | undefined,
  environment?: string,
): Promise<Baseline> {
  if (against?.endsWith('.json')) return fromFile(against);
  if (against !== undefined) return fromRevision(root, revisionOf(root, against), environment);
  const active = environment === undefined && readKept(root, 'active');
  if (active) return { label: 'the local warehouse', manifest: active };
  if (isInRepository(root)) return fromRevision(root, revisionOf(root, 'HEAD'), environment);
  throw new UsageError(
    'There is nothing to compare with: no local warehouse and no git commit. Name a manifest with --against manifest.json.',
  );
}

function fromFile(file: string): Baseline {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`--against ${file}: there is no such file.`);
  return { label: file, manifest: parsedManifest(file, readFileSync(path, 'utf8')) };
}

/** @throws {UsageError} */
function parsedManifest(file: string, text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `--against ${file}: this is no manifest of version ${MANIFEST_VERSION}. Compile that project with this Écluse, and take its .ecluse/manifest.json.`,
    );
  }
}

/** A revision may be older than the environment: it then had the project's own vars. */
function compileFolder(folder: string, environment: string | undefined): Promise<CompileResult> {
  const state = join(folder, '.ecluse');
  return environment !== undefined && environmentNames(folder).includes(environment)
    ? compileForEnvironment(folder, state, environment)
    : compileProject(folder, join(state, 'manifest.json'));
}

async function fromRevision(
  root: string,
  revision: Revision,
  environment: string | undefined,
): Promise<Baseline> {
  const label = `${revision.name} (${revision.commit.slice(0, 10)})`;
  try {
    const { manifest } = await atRevision(root, revision, (folder) => compileFolder(folder, environment));
    return { label, manifest };
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    throw new UsageError(
      `The project as it was at ${label} cannot be compiled, so there is nothing to compare with:\n${error.message}\nName a revision that can: --against REVISION.`,
    );
  }
}
