import type { DateRange, IsoDate } from './types';

const DAY_MS = 86_400_000;

/** Calendar arithmetic on dates without zone: never on instants, so days of 23 and 25 hours are days like others. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(start: IsoDate, end: IsoDate): number {
  return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS);
}

/** Every date of a half-open range, in order. */
export function datesOf({ start, end }: DateRange): IsoDate[] {
  return Array.from({ length: Math.max(0, daysBetween(start, end)) }, (_, index) => addDays(start, index));
}

export const isWithin = (date: IsoDate, { start, end }: DateRange): boolean => date >= start && date < end;

/** 0 Sunday … 6 Saturday. */
export const weekday = (date: IsoDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** The business date of an instant: the date on the clocks of the zone. */
export const businessDate = (instant: Date, timeZone: string): IsoDate => formatOf(timeZone).format(instant);

/** A business date is open until its end plus the grace. */
export function isOpen(date: IsoDate, now: Date, timeZone: string, graceHours: number): boolean {
  return businessDate(new Date(now.getTime() - graceHours * 3_600_000), timeZone) <= date;
}

/** `YYYY-MM-DD HH:MM:SS.mmm+00`, as TIMESTAMP parameters take it. */
export const timestampText = (instant: Date): string =>
  `${instant.toISOString().slice(0, 23).replace('T', ' ')}+00`;
