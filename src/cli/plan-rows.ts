import type { Plan } from '../core/planning/plan';
import { windowDates, windowText } from '../core/planning/window-text';
import type { Format, Printable } from './print';

/**
 * A row for each task of a plan: its window in words, or for programs the first and the last date (inclusive, as the
 * options are; null where there is none), how many of its dates are due, and the rows of its inputs that it
 * reads by date, where they are there already.
 */
export function planTable({ tasks }: Plan, format: Format): Printable {
  const window = format === 'table' ? ['window'] : ['start_date', 'end_date'];
  const rows = tasks.map((task) => ({
    model: task.model,
    ...(format === 'table' ? { window: windowText(task.window) } : windowDates(task.window)),
    dates: task.dates.length,
    input_rows: task.rows,
    why: [...new Set(task.dates.map((date) => date.reason))].join(', '),
  }));
  return { columns: ['model', ...window, 'dates', 'input_rows', 'why'], rows };
}
