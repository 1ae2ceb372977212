import { quarantineTable } from '../compile/sql/stage';
import { isWhole, type Task } from '../core/planning/plan';
import type { TaskResult } from '../engine/run';
import { commandText, projectOption } from './shell';

const SHOWN = 3;

/**
 * Some of the rows that kept a task from publishing, with file, line and why, and what can be done meanwhile.
 * @param project as the command was given it, if it was
 */
export function stoppedLines({ task, outcome }: TaskResult, project?: string): string[] {
  if (!outcome || outcome.published) return [];
  const rows = outcome.stopped.map(({ file, line, failed }) => `  ${file}:${line}  ${failed.join(', ')}`);
  const more = `  All that is stopped comes into ${quarantineTable(task.model)} when these dates are published.`;
  return [
    ...rows.slice(0, SHOWN),
    ...(rows.length > SHOWN ? ['  …'] : []),
    ...(rows.length > 0 ? [more] : []),
    ...others(task, project),
  ];
}

/** A task publishes all of its dates or none. */
function others({ window, dates }: Task, project: string | undefined): string[] {
  if (dates.length < 2 || isWhole(window)) return [];
  const command = commandText('ecluse', ['run', '--chunk-days', '1', ...projectOption(project)]);
  return [
    `  None of its ${dates.length} dates was published. To publish those that pass, and what reads them: ${command}`,
  ];
}

/** Where the rows are that were stopped while the others were published. */
export function quarantineLine(tasks: readonly TaskResult[]): string[] {
  const stopped = tasks.filter(({ outcome }) => outcome?.published && outcome.verdict.totals.quarantined > 0);
  return quarantinedIn(stopped.map(({ task }) => task.model));
}

/** @param models that have stopped rows, some perhaps several times */
export function quarantinedIn(models: readonly string[]): string[] {
  const tables = [...new Set(models.map(quarantineTable))];
  return tables.length === 0 ? [] : [`Quarantined rows, each with why and whence: ${tables.join(', ')}`];
}
