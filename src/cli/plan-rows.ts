import type { Plan } from '../core/planning/plan';

/** A row for each task of a plan. */
export const planRows = ({ tasks }: Plan): Record<string, unknown>[] =>
  tasks.map((task) => ({
    model: task.model,
    start_date: task.window.start,
    end_date: task.window.end,
    dates: task.dates.length,
    rows: task.rows,
    why: [...new Set(task.dates.map((date) => date.reason))].join(', '),
  }));
