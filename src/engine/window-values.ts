import { addDays, datesOf } from '../core/dates';
import type { Model } from '../core/manifest';
import { type Reason, type Task, WHOLE } from '../core/planning/plan';
import type { Values } from '../core/types';

/** Why a date is due whose extract nobody has let through as it is now. */
const ARRIVED: ReadonlySet<Reason> = new Set(['new', 'inputs changed']);

/** `@start_date` and `@end_date` reach as far as the unique key is decided; the produced window does not. */
export function windowValues(model: Model, task: Pick<Task, 'window' | 'dates'>, job: string): Values {
  const within = model.uniqueKey?.withinDays ?? 0;
  const { start, end } = task.window;
  const widened = model.as === 'incremental' && within > 0;
  return {
    task: job,
    start_date: widened ? addDays(start, -within) : start,
    end_date: widened ? addDays(end, within) : end,
    window_start: start,
    window_end: end,
    dates: model.as === 'incremental' ? datesOf(task.window) : [WHOLE],
    changed: task.dates.filter(({ reason }) => ARRIVED.has(reason)).map(({ date }) => date),
    table_name: model.name,
  };
}

/** What a step asks is asked once for an attempt, however many calls the attempt takes. */
export const asked = (step: string, { task }: Values): { readonly job: string } => ({
  job: `${step}_${task}`,
});
