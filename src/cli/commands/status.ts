import { alertsOf } from '../../engine/alerts';
import { Journal, type RunStatus } from '../../engine/journal';
import { notedPinned } from '../../engine/pinned';
import type { World } from '../../ports/context';
import { UsageError } from '../exit';
import { closeDead } from '../open-to-work';
import { tellPinned } from '../pinned-text';
import { type Format, print, render } from '../print';
import { restOf } from '../rest';
import { runText } from '../run-text';
import { runsTable, tasksTable } from '../status-text';
import { watch } from '../watch';
import { openWorld, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly watch: boolean;
  readonly format: Format;
}

const LAST = 20;
const NO_RUN = 'There has been no run yet. Start one with ecluse run.';

/** Reads the journal only: it works beside a run, and needs no warehouse. */
export async function status(run: string | undefined, options: Options): Promise<void> {
  const world = openWorld(projectRoot(options.project));
  await closeDead(world);
  if (options.watch) await follow(world, run);
  else if (run === undefined) await listRuns(world, options.format);
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

async function listRuns(world: World, format: Format): Promise<void> {
  const ids = (await new Journal(world.objects).runs()).slice(-LAST).reverse();
  const runs = await Promise.all(ids.map((id) => existing(world, id)));
  if (runs.length === 0 && format === 'table') print(NO_RUN);
  else print(render(runsTable(runs, world.clock.now()), format));
  tellPinned(await notedPinned(world));
}

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
