import { isWhole } from '../core/planning/plan';
import { isRepublishing, type RepublishTask } from '../core/planning/rollback';
import type { RunResult } from '../engine/run';
import type { Printable } from './print';

/**
 * What a rollback or an unpin does to each partition, or to a table as a whole (`partition` null): `change` is
 * `restored`, `taken away` or `unpinned`; `rows_of_run` made the rows; the counts are rows that come back, or that stay.
 */
export const republishTable = (tasks: readonly RepublishTask[]): Printable => ({
  columns: ['model', 'partition', 'change', 'rows_of_run', 'published', 'quarantined'],
  rows: tasks.flatMap(rowsOf),
});

/** The tasks of a run that has done nothing else, and all of it. */
export function republished({ state, tasks }: RunResult): RepublishTask[] {
  const own = tasks.map(({ task }) => task).filter(isRepublishing);
  return state === 'SUCCESS' && own.length === tasks.length ? own : [];
}

function rowsOf(task: RepublishTask): Record<string, unknown>[] {
  const { model, window, restored } = task;
  if (task.republish === 'unpin') return unpinned(task);
  if (isWhole(window)) return restored.map((kept) => ({ model, partition: null, ...cameBack(kept) }));
  return task.dates.map(({ date }) => ({
    model,
    partition: date,
    ...cameBack(restored.find((kept) => kept.date === date)),
  }));
}

function cameBack(kept: RepublishTask['restored'][number] | undefined): Record<string, unknown> {
  if (!kept) return { change: 'taken away', rows_of_run: null, published: 0, quarantined: 0 };
  const { run, published, quarantined } = kept;
  return { change: 'restored', rows_of_run: run, published, quarantined };
}

function unpinned({ model, window, dates }: RepublishTask): Record<string, unknown>[] {
  const change = 'unpinned';
  if (isWhole(window)) return [{ model, partition: null, change, rows_of_run: dates[0]?.restores ?? null }];
  return dates.map(({ date, restores, rows }) => ({
    model,
    partition: date,
    change,
    rows_of_run: restores,
    published: rows,
  }));
}
