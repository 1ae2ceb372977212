import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDuckdb } from '../adapters/duckdb';
import { LocalFileStore } from '../adapters/local-files';
import { localMachine } from '../adapters/local-files/machine';
import { watchFolder } from '../adapters/local-files/watch';
import { openLocalLineage } from '../adapters/local-lineage';
import { EnvironmentSecrets } from '../adapters/local-secrets';
import { openShared } from '../adapters/shared-warehouse';
import { systemClock } from '../adapters/system';
import { systemPrograms } from '../adapters/system/programs';
import { compileForEnvironment, compileProject, findProjectRoot } from '../compile';
import type { Manifest } from '../core/manifest';
import type { Context, World } from '../ports/context';
import type { Programs } from '../ports/programs';
import type { Progress } from '../ports/progress';
import type { Secrets } from '../ports/secrets';
import type { Warehouse } from '../ports/warehouse';
import { UsageError } from './exit';

/** Folder of the local state; deleting it starts afresh. */
const STATE = '.ecluse';

export interface LocalProject {
  readonly root: string;
  readonly manifest: Manifest;
  readonly compiled: 'now' | 'before';
}

/** @throws {UsageError} when there is no project at or above the folder */
export function projectRoot(folder: string | undefined): string {
  const from = resolve(folder ?? process.cwd());
  const root = findProjectRoot(from);
  if (root) return root;
  throw new UsageError(
    `There is no ecluse.yaml in ${from} or above it. Go to a project, or name one with --project DIR.`,
  );
}

export const statePath = (root: string, ...parts: readonly string[]): string => join(root, STATE, ...parts);

/** Files of the project's own `landing/` folder are taken as they lie there; otherwise landing is local state. */
export function landingPath(root: string): string {
  const own = join(root, 'landing');
  return existsSync(own) ? own : statePath(root, 'landing');
}

/**
 * @param environment with whose vars it is compiled; absent: with the project's own
 * @throws {ProjectError}
 */
export async function loadProject(folder: string | undefined, environment?: string): Promise<LocalProject> {
  const root = projectRoot(folder);
  const { manifest, cached } =
    environment === undefined
      ? await compileProject(root, statePath(root, 'manifest.json'))
      : await compileForEnvironment(root, statePath(root), environment);
  return { root, manifest, compiled: cached ? 'before' : 'now' };
}

export interface LocalContext extends Context {
  readonly root: string;
  close(): Promise<void>;
}

/**
 * The project on this machine: an embedded warehouse, which commands share while they work, and a folder. Nothing is
 * prepared yet: see `open-to-work.ts` and `open-to-read.ts`.
 */
export async function openContext(
  { root, manifest }: LocalProject,
  progress: Progress,
): Promise<LocalContext> {
  const open = (): Promise<Warehouse> => openDuckdb({ path: statePath(root, 'warehouse.duckdb') });
  const warehouse = await openShared({ folder: statePath(root), open });
  const world = openWorld(root);
  const lineage = openLocalLineage(statePath(root, 'lineage'));
  return { root, manifest, warehouse, ...world, progress, lineage, close: () => warehouse.close() };
}

/** A warehouse that is gone when it is closed. */
export const openInMemory = (): Promise<Warehouse> => openDuckdb({ path: ':memory:' });

/** What needs no warehouse. */
export const openWorld = (root: string): World => ({
  objects: new LocalFileStore(statePath(root), { folders: { landing: landingPath(root) } }),
  clock: systemClock,
  machine: localMachine,
});

/** On a laptop secrets are environment variables. */
export const secretsOf = (environment: Readonly<Record<string, string | undefined>>): Secrets =>
  new EnvironmentSecrets(environment);

/** The programs of this machine, e.g. `gcloud`. */
export const programs: Programs = systemPrograms;

/** Calls whenever something happens in the landing folder. @returns ends it */
export const watchLanding = (root: string, changed: () => void): (() => void) =>
  watchFolder(landingPath(root), changed);
