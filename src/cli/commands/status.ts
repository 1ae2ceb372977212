import { alertsOf } from '../../engine/alerts';
import { Journal, type RunStatus } from '../../engine/journal';
import { notedPinned } from '../../engine/pinned';
import { lastIngests } from '../../ingest/ingest-log';
import type { World } from '../../ports/context';
import { UsageError } from '../exit';
import { closeDead } from '../open-to-work';
import { tellPinned } from '../pinned-text';
import { type Format, type Printable, print, render } from '../print';
import { restOf } from '../rest';
import { runText } from '../run-text';
import { ingestsTable, runsTable, tasksTable } from '../status-text';
import { watch } from '../watch';
import { openWorld, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly watch: boolean;
  readonly format: Format;
}

const LAST = 20;
const LAST_INGESTS = 5;
const NO_RUN = 'There has been no run yet. Start one with ecluse run.';

/** Reads the journal only: it works beside a run, and needs no warehouse. */
export async function status(run: string | undefined, options: Options): Promise<void> {
  const world = openWorld(projectRoot(options.project));
  await closeDead(world);
  if (options.watch) await follow(world, run);
  else if (run === undefined) await listWork(world, options.format);
  else await showRun(world, await existing(world, run), options);
}

async function follow(world: World, wanted: string | undefined): Promise<void> {
  const run = wanted ?? (await new Journal(world.objects).runs()).at(-1);
  if (run === undefined) return print(NO_RUN);
  const look = async (): Promise<RunStatus> => {
    await closeDead(world);
    return existing(world, run);
  };
  const { clock } = world;
  await watch({ look, now: () => clock.now(), sleep: (ms) => clock.sleep(ms) }, process.stdout);
}

/** Spreadsheets take one table: the runs. */
async function listWork(world: World, format: Format): Promise<void> {
  const ids = (await new Journal(world.objects).runs()).slice(-LAST).reverse();
  const runs = await Promise.all(ids.map((id) => existing(world, id)));
  const now = world.clock.now();
  const table = runsTable(runs, now);
  const ingests = ingestsTable(await lastIngests(world, LAST_INGESTS), now);
  if (format === 'json') print(JSON.stringify({ runs: table.rows, ingests: ingests.rows }, null, 2));
  else if (format === 'csv') print(render(table, format));
  else print([runs.length === 0 ? NO_RUN : render(table, format), ...ingestLines(ingests)].join('\n\n'));
  tellPinned(await notedPinned(world));
}

const ingestLines = (ingests: Printable): string[] =>
  ingests.rows.length === 0 ? [] : [`Last ingests:\n${render(ingests, 'table')}`];

async function existing({ objects }: World, run: string): Promise<RunStatus> {
  const found = await new Journal(objects).status(run);
  if (found) return found;
  throw new UsageError(`There is no run ${run}. ecluse status lists the last ${LAST}.`);
}

async function showRun(world: World, status: RunStatus, { format, project }: Options): Promise<void> {
  const now = world.clock.now();
  if (format !== 'table') return print(render(tasksTable(status, now), format));
  const alerts = await alertsOf(world, status.record.run);
  print(runText(status, alerts, now, restOf(status.record, project)));
}
