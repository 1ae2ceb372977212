import { quarantineTable } from '../compile/sql/stage';
import type { TaskResult } from '../engine/run';

const SHOWN = 3;

/** Some of the rows that kept a task from publishing, with file, line and why, and where to find them all. */
export function stoppedLines({ task, outcome }: TaskResult): string[] {
  if (!outcome || outcome.published || outcome.stopped.length === 0) return [];
  const rows = outcome.stopped
    .slice(0, SHOWN)
    .map(({ file, line, failed }) => `  ${file}:${line}  ${failed.join(', ')}`);
  return [
    ...rows,
    `  Nothing was published. Once the model is, with the rows corrected or max_rejected raised for one run, all that is stopped is in ${quarantineTable(task.model)}.`,
  ];
}

/** Where the rows are that were stopped while the others were published. */
export function quarantineLine(tasks: readonly TaskResult[]): string[] {
  const stopped = tasks.filter(({ outcome }) => outcome?.published && outcome.verdict.totals.quarantined > 0);
  const tables = [...new Set(stopped.map(({ task }) => quarantineTable(task.model)))];
  return tables.length === 0 ? [] : [`Quarantined rows, each with why and whence: ${tables.join(', ')}`];
}
