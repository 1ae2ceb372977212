import type { Task } from '../core/planning/plan';
import { windowText } from '../core/planning/window-text';
import { isFinal } from '../core/run-state';
import type { RunEvent, RunRecord, RunStatus, TaskStatus } from '../engine/journal';
import type { Ingest } from '../ingest/ingest-log';
import type { Printable } from './print';

/** A line for each run, the last one first. */
export function runsTable(runs: readonly RunStatus[], now: Date): Printable {
  const columns = ['run', 'state', 'trigger', 'tasks', 'ended', 'started', 'seconds'];
  return { columns, rows: runs.map((status) => runRow(status, now)) };
}

function runRow(status: RunStatus, now: Date): Record<string, unknown> {
  const { record, state, tasks } = status;
  return {
    run: record.run,
    state,
    trigger: originOf(record),
    tasks: tasks.length,
    ended: tasks.filter((task) => isFinal(task.state)).length,
    started: record.createdAt,
    seconds: secondsOf(status, now),
  };
}

/** Of a run, up to now while it works. */
export const secondsOf = ({ record, state, events }: RunStatus, now: Date): number | null =>
  seconds(record.createdAt, isFinal(state) ? events.at(-1)?.at : now.toISOString());

export function originOf({ trigger, rerunOf, rollbackTo }: RunRecord): string {
  if (rollbackTo) return `rollback to ${rollbackTo}`;
  return rerunOf ? `rerun of ${rerunOf}` : trigger;
}

/** A line for each time that files were brought in, the last one first. */
export function ingestsTable(ingests: readonly Ingest[], now: Date): Printable {
  const columns = [
    'ingest',
    'state',
    'files',
    'loaded',
    'refused',
    'records',
    'malformed',
    'started',
    'seconds',
  ];
  const rows = ingests.map(({ run, state, files, counts, startedAt, endedAt }) => ({
    ingest: run,
    state,
    files,
    ...counts,
    started: startedAt,
    seconds: state === 'RUNNING' ? seconds(startedAt, now.toISOString()) : seconds(startedAt, endedAt),
  }));
  return { columns, rows };
}

/** A line for each task of a run; JSON has the ids of the tasks, too. */
export function tasksTable({ record, tasks }: RunStatus, now: Date): Printable {
  const counts = ['staged', 'published', 'quarantined', 'duplicates'];
  const columns = ['model', 'dates', 'state', 'attempt', ...counts, 'seconds', 'message'];
  const planned = new Map(record.plan.tasks.map((task) => [task.id, task]));
  return { columns, rows: tasks.map((task) => taskRow(task, planned.get(task.task), now)) };
}

function taskRow(
  { task, model, state, attempt, events }: TaskStatus,
  planned: Task | undefined,
  now: Date,
): Record<string, unknown> {
  const last = events.at(-1);
  return {
    task,
    model,
    dates: planned ? windowText(planned.window) : '',
    state,
    attempt,
    ...countsOf(last),
    seconds: seconds(events[0]?.at, isFinal(state) ? last?.at : now.toISOString()),
    message: lastMessage(events),
  };
}

/** What was said last. */
export const lastMessage = (events: readonly RunEvent[]): string =>
  [...events].reverse().find((event) => event.message)?.message ?? '';

/** What passed is published unless the task has failed. */
function countsOf(
  { state, counts }: Pick<RunEvent, 'state' | 'counts'> = { state: 'PENDING' },
): Record<string, number> {
  if (!counts) return {};
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) =>
      name === 'passed' ? ['published', state === 'FAILED' ? 0 : count] : [name, count],
    ),
  );
}

export const runLine = ({ record, state }: RunStatus): string =>
  `Run ${record.run}${record.rerunOf ? `, a rerun of ${record.rerunOf}` : ''}: ${state}`;

/** One event as a line of a log. */
export function eventLine(event: RunEvent): string {
  const { at, run, task, state, attempt, message } = event;
  const numbers = Object.entries(countsOf(event)).map(([name, count]) => `${name} ${count}`);
  const tried = attempt > 1 ? [`attempt ${attempt}`] : [];
  return [at, task ?? `run ${run}`, [state, ...tried, ...numbers].join(', '), message ?? '']
    .filter(Boolean)
    .join('  ');
}

/** With one decimal. */
const seconds = (start: string | undefined, end: string | undefined): number | null =>
  start && end ? Math.round((Date.parse(end) - Date.parse(start)) / 100) / 10 : null;
