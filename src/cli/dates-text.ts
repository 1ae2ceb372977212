import type { Task } from '../core/planning/plan';

/** The business dates of a task as people say them: one day, the first and the last, or — for a whole table. */
export function datesText({ dates, window }: Pick<Task, 'dates' | 'window'>): string {
  return dates.length === 1
    ? window.start.replace('0001-01-01', '—')
    : `${dates[0]?.date} … ${dates.at(-1)?.date}`;
}
