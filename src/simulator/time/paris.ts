import { addDays, DAY_MS, HOUR_MS, isoDate, weekday } from './dates';

/**
 * Civil time of metropolitan France by the rule of the European Union (since 1996): summer time from the last Sunday
 * of March to the last Sunday of October, both at 01:00 UTC. By rule, not by the machine's zone data, so that every
 * machine gives the same bytes.
 */
export interface LocalHour {
  /** Start of the hour, milliseconds since the epoch. */
  readonly instant: number;
  /** Hour on the clock, 0 to 23; in the night in which summer time ends, 2 comes twice. */
  readonly hour: number;
}

/** Offset from UTC in hours: 1 or 2. */
export function parisOffset(instant: number): 1 | 2 {
  const year = new Date(instant).getUTCFullYear();
  return instant >= changeOver(year, 3) && instant < changeOver(year, 10) ? 2 : 1;
}

/** Business date of an instant. */
export function parisDate(instant: number): string {
  return isoDate(instant + parisOffset(instant) * HOUR_MS);
}

/** `2026-10-25T02:00:00+01:00`. */
export function parisText(instant: number): string {
  const offset = parisOffset(instant);
  return `${new Date(instant + offset * HOUR_MS).toISOString().slice(0, 19)}+0${offset}:00`;
}

/** The hours of a business date from `opening` to `closing` on the clock (half-open); a whole day has 23, 24 or 25. */
export function hoursOfDay(date: string, opening: number, closing: number): LocalHour[] {
  const hours: LocalHour[] = [];
  const midnight = startOfDay(date);
  for (let instant = midnight; instant < startOfDay(addDays(date, 1)); instant += HOUR_MS) {
    const hour = parisHour(instant);
    if (hour >= opening && hour < closing) hours.push({ instant, hour });
  }
  return hours;
}

/** The instant at which a business date begins. */
export function startOfDay(date: string): number {
  const asUtc = Date.parse(`${date}T00:00:00Z`);
  return asUtc - parisOffset(asUtc - HOUR_MS) * HOUR_MS;
}

/** The instant at which the clocks show the same time, `days` later. Not for the hours in which the clocks change. */
export function sameClock(instant: number, days: number): number {
  const local = instant + parisOffset(instant) * HOUR_MS + days * DAY_MS;
  return local - parisOffset(local - HOUR_MS) * HOUR_MS;
}

/** Hour on the clock, 0 to 23. */
export function parisHour(instant: number): number {
  return new Date(instant + parisOffset(instant) * HOUR_MS).getUTCHours();
}

function changeOver(year: number, inMonth: 3 | 10): number {
  const last = `${year}-${inMonth === 3 ? '03' : '10'}-31`;
  return Date.parse(`${last}T01:00:00Z`) - weekday(last) * DAY_MS;
}
