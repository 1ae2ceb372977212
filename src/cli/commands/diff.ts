import { existsSync } from 'node:fs';
import { businessDate } from '../../core/dates';
import { type DueEstimate, diffManifests, dueInWarehouse, dueSinceStart, refused } from '../../core/diff';
import type { Manifest } from '../../core/manifest';
import { readState } from '../../engine/warehouse-state';
import { WarehouseError } from '../../ports/warehouse';
import { baselineOf } from '../baseline';
import { diffMarkdown } from '../diff/markdown';
import type { DiffReport } from '../diff/report';
import { diffText } from '../diff/text';
import { EXIT } from '../exit';
import { openToRead } from '../open-to-read';
import { print } from '../print';
import { type LocalProject, loadProject, openWorld, statePath } from '../wire';

interface Options {
  readonly project?: string;
  readonly against?: string;
  readonly environment?: string;
  readonly format: 'text' | 'markdown' | 'json';
}

export async function diff({ project, against, environment, format }: Options): Promise<void> {
  const local = await loadProject(project, environment);
  const baseline = await baselineOf(local.root, against, environment);
  const report: DiffReport = {
    against: baseline.label,
    ...diffManifests(baseline.manifest, local.manifest),
    due: await dueOf(local, baseline.manifest, environment),
  };
  print(RENDER[format](report));
  if (refused(report).length > 0) process.exitCode = EXIT.stopped;
}

const RENDER: Readonly<Record<Options['format'], (report: DiffReport) => string>> = {
  text: diffText,
  markdown: diffMarkdown,
  json: (report) => JSON.stringify(report, null, 2),
};

/**
 * By the local warehouse, if there is one and nobody is at work on it; otherwise by the start of history. What an
 * environment holds the local warehouse does not know.
 */
async function dueOf(
  local: LocalProject,
  before: Manifest,
  environment: string | undefined,
): Promise<DueEstimate> {
  const { clock } = openWorld(local.root);
  const today = businessDate(clock.now(), local.manifest.project.timeZone);
  if (environment !== undefined || !existsSync(statePath(local.root, 'warehouse.duckdb')))
    return dueSinceStart(before, local.manifest, today);
  try {
    return await dueHere(local, before);
  } catch (error) {
    if (!(error instanceof WarehouseError && error.kind === 'transient')) throw error;
    return dueSinceStart(before, local.manifest, today);
  }
}

async function dueHere(local: LocalProject, before: Manifest): Promise<DueEstimate> {
  const context = await openToRead(local, () => undefined);
  try {
    return dueInWarehouse(before, local.manifest, await readState(context));
  } finally {
    await context.close();
  }
}
