import { addDays } from '../core/dates';
import { type Plan, WHOLE } from '../core/planning/plan';

/** Columns of `planRows`. */
export const PLAN_COLUMNS = ['model', 'start_date', 'end_date', 'dates', 'input_rows', 'why'] as const;

/**
 * A row for each task of a plan: first and last date (inclusive, as the options are; none for what is made as a
 * whole), how many of them are due, and the rows of its inputs on these dates, as far as they are there.
 */
export const planRows = ({ tasks }: Plan): Record<string, unknown>[] =>
  tasks.map((task) => ({
    model: task.model,
    start_date: task.window.start === WHOLE ? null : task.window.start,
    end_date: task.window.start === WHOLE ? null : addDays(task.window.end, -1),
    dates: task.dates.length,
    input_rows: task.rows,
    why: [...new Set(task.dates.map((date) => date.reason))].join(', '),
  }));
