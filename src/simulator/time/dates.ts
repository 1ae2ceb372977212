/** Calendar dates as `YYYY-MM-DD`, counted in UTC so that the zone of the machine plays no part. */
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export function addDays(date: string, days: number): string {
  return isoDate(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** `count` dates from `start` on. */
export function datesFrom(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, day) => addDays(start, day));
}

/** 0 Sunday to 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** 1 to 12. */
export function month(date: string): number {
  return Number(date.slice(5, 7));
}

export function isoDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** `2026-10-01T08:02:11Z`, whole seconds. */
export function utcText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
