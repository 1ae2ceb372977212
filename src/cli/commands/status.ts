import { Journal, type RunStatus } from '../../engine/journal';
import { UsageError } from '../exit';
import { type Format, print, render } from '../print';
import { openWorld, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly format: Format;
}

const LAST = 20;

export async function status(run: string | undefined, { project, format }: Options): Promise<void> {
  const journal = new Journal(openWorld(projectRoot(project)).objects);
  if (run === undefined) await listRuns(journal, format);
  else showRun(await existing(journal, run), format);
}

async function listRuns(journal: Journal, format: Format): Promise<void> {
  const ids = (await journal.runs()).slice(-LAST).reverse();
  const runs = await Promise.all(ids.map((id) => existing(journal, id)));
  const columns = ['run', 'state', 'trigger', 'tasks', 'started', 'seconds'];
  if (runs.length > 0 || format !== 'table') print(render({ columns, rows: runs.map(runRow) }, format));
  else print('There has been no run yet. Start one with ecluse run.');
}

async function existing(journal: Journal, run: string): Promise<RunStatus> {
  const found = await journal.status(run);
  if (found) return found;
  throw new UsageError(`There is no run ${run}. ecluse status lists the last ${LAST}.`);
}

function runRow({ record, state, events }: RunStatus): Record<string, unknown> {
  return {
    run: record.run,
    state,
    trigger: record.trigger,
    tasks: record.plan.tasks.length,
    started: record.createdAt,
    seconds: secondsBetween(events[0]?.at, events.at(-1)?.at),
  };
}

function showRun({ record, state, tasks }: RunStatus, format: Format): void {
  const rows = tasks.map(({ task, state: taskState, attempt, events }) => ({
    task,
    state: taskState,
    attempt,
    ...events.at(-1)?.counts,
    seconds: secondsBetween(events[0]?.at, events.at(-1)?.at),
    message: events.at(-1)?.message ?? '',
  }));
  const columns = [
    'task',
    'state',
    'attempt',
    'staged',
    'passed',
    'quarantined',
    'duplicates',
    'seconds',
    'message',
  ];
  print(render({ columns, rows }, format));
  if (format === 'table') print(`\nRun ${record.run}: ${state}`);
}

const secondsBetween = (start: string | undefined, end: string | undefined): number | null =>
  start && end ? Math.round((Date.parse(end) - Date.parse(start)) / 100) / 10 : null;
