import { addDays } from '../dates';
import type { DateRange, IsoDate } from '../types';
import { isWhole, WHOLE } from './plan';

/** First and last date of a window, both inclusive; `null` where it has no beginning or no end. */
export interface WindowDates {
  readonly start_date: IsoDate | null;
  readonly end_date: IsoDate | null;
}

export const windowDates = (window: DateRange): WindowDates => ({
  start_date: window.start === WHOLE ? null : window.start,
  end_date: isWhole(window) ? null : addDays(window.end, -1),
});

/** As people say it: `2026-10-05`, `2026-10-05 … 2026-10-07`, `from 2026-10-05 on`, or `all` of what has no dates. */
export function windowText(window: DateRange): string {
  const { start_date: first, end_date: last } = windowDates(window);
  if (first === null) return last === null ? 'all' : `until ${last}`;
  if (last === null) return `from ${first} on`;
  return first === last ? first : `${first} … ${last}`;
}
