import { isWithin } from '../core/dates';
import type { Model } from '../core/manifest';
import type { Task } from '../core/planning/plan';
import { inputVersion } from '../core/planning/versions';
import type { Context } from '../ports/context';
import { readState } from './warehouse-state';

/**
 * Have files come, or been withdrawn, since the task was planned? Then the rows that it staged and those of its days
 * now may be others, without anything being wrong with its query.
 */
export async function haveFilesMoved(context: Context, model: Model, task: Task): Promise<boolean> {
  const views = context.manifest.sources.map(({ view }) => view);
  const { versions } = await readState(context);
  const planned = new Map(task.dates.map(({ date, inputs }) => [date, inputs]));
  return model.inputs
    .filter(({ table }) => views.includes(table))
    .some((input) => {
      const days = (versions.get(input.table)?.dates() ?? []).filter((date) => isWithin(date, task.window));
      return days.some((date) => {
        const inputs = planned.get(date);
        // A history reads extracts that are up to date as well, of which the plan says nothing.
        if (!inputs) return model.as === 'incremental';
        return inputVersion(input, date, versions) !== inputs[input.table];
      });
    });
}
