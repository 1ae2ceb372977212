/** Arithmetic of the calendar in DuckDB SQL: intervals, truncation, parts. */
import type { Call } from './call';
import { differs, type Entry } from './entry';
import type { DatePart } from './parts';

/** Days from DuckDB's Monday to the day on which the week starts. */
const WEEK_SHIFT: Readonly<Partial<Record<DatePart, number>>> = {
  ISOWEEK: 0,
  WEEK_MONDAY: 0,
  WEEK: 1,
  WEEK_SATURDAY: 2,
  WEEK_FRIDAY: 3,
  WEEK_THURSDAY: 4,
  WEEK_WEDNESDAY: 5,
  WEEK_TUESDAY: 6,
};

const UNITS: Readonly<Partial<Record<DatePart, string>>> = {
  YEAR: 'year',
  ISOYEAR: 'isoyear',
  QUARTER: 'quarter',
  MONTH: 'month',
  DAY: 'day',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
  MILLISECOND: 'millisecond',
  MICROSECOND: 'microsecond',
};

/** Parts of a fixed length, in microseconds. */
export const MICROSECONDS: Readonly<Partial<Record<DatePart, number>>> = {
  MICROSECOND: 1,
  MILLISECOND: 1_000,
  SECOND: 1_000_000,
  MINUTE: 60_000_000,
  HOUR: 3_600_000_000,
  DAY: 86_400_000_000,
};

const CALENDAR_UNITS: Readonly<Partial<Record<DatePart, readonly [unit: string, count: number]>>> = {
  DAY: ['to_days', 1],
  WEEK: ['to_days', 7],
  MONTH: ['to_months', 1],
  QUARTER: ['to_months', 3],
  YEAR: ['to_months', 12],
};

/** A DuckDB interval of `count` parts; undefined where the part has no length. */
export function interval(count: string, part: DatePart): string | undefined {
  const calendar = CALENDAR_UNITS[part];
  if (calendar) {
    const [unit, factor] = calendar;
    return `${unit}(CAST(${factor === 1 ? count : `${count} * ${factor}`} AS INTEGER))`;
  }
  const length = MICROSECONDS[part];
  return length === undefined ? undefined : `to_microseconds(${count} * ${length})`;
}

/** The start of the part of a DATE or a TIMESTAMP without zone. */
export function truncate(sql: string, part: DatePart): string | undefined {
  const shift = WEEK_SHIFT[part];
  if (shift === 0) return `date_trunc('week', ${sql})`;
  if (shift) return `(date_trunc('week', ${sql} + INTERVAL ${shift} DAY) - INTERVAL ${shift} DAY)`;
  const unit = UNITS[part];
  return unit && `date_trunc('${unit}', ${sql})`;
}

/** Boundaries of the part crossed from `from` to `to`. */
export function boundaries(to: string, from: string, part: DatePart): string | undefined {
  if (part in WEEK_SHIFT)
    return `CAST(date_diff('day', ${truncate(from, part)}, ${truncate(to, part)}) // 7 AS BIGINT)`;
  if (part === 'ISOYEAR') return `CAST(isoyear(${to}) - isoyear(${from}) AS BIGINT)`;
  const unit = UNITS[part];
  return unit && `date_diff('${unit}', ${from}, ${to})`;
}

/** Weeks of the year that have begun, from 0 before the first `start` (0 is Sunday) of the year. */
function weekOfYear(x: string, start: number): string {
  return `((dayofyear(${x}) + 6 - (dayofweek(${x}) + ${7 - start}) % 7) // 7)`;
}

const EXTRACTS: Readonly<Partial<Record<DatePart, (sql: string) => string>>> = {
  YEAR: (x) => `year(${x})`,
  QUARTER: (x) => `quarter(${x})`,
  MONTH: (x) => `month(${x})`,
  DAY: (x) => `day(${x})`,
  DAYOFWEEK: (x) => `(dayofweek(${x}) + 1)`,
  DAYOFYEAR: (x) => `dayofyear(${x})`,
  ISOYEAR: (x) => `isoyear(${x})`,
  ISOWEEK: (x) => `weekofyear(${x})`,
  WEEK: (x) => weekOfYear(x, 0),
  WEEK_MONDAY: (x) => weekOfYear(x, 1),
  WEEK_TUESDAY: (x) => weekOfYear(x, 2),
  WEEK_WEDNESDAY: (x) => weekOfYear(x, 3),
  WEEK_THURSDAY: (x) => weekOfYear(x, 4),
  WEEK_FRIDAY: (x) => weekOfYear(x, 5),
  WEEK_SATURDAY: (x) => weekOfYear(x, 6),
  HOUR: (x) => `hour(${x})`,
  MINUTE: (x) => `minute(${x})`,
  SECOND: (x) => `second(${x})`,
  MILLISECOND: (x) => `(millisecond(${x}) % 1000)`,
  MICROSECOND: (x) => `(microsecond(${x}) % 1000000)`,
};

/** A part of a DATE or a TIMESTAMP without zone, as INT64. */
export function extractPart(sql: string, part: DatePart): string | undefined {
  const extract = EXTRACTS[part];
  return extract && `CAST(${extract(sql)} AS BIGINT)`;
}

/** Local civil time of an instant. */
export function local(instant: string, zone: string | undefined): string {
  return zone ? `timezone(${zone}, ${instant})` : `bq_utc(${instant})`;
}

/** The zone that is argument `index`; undefined where it is UTC. */
export function zoneAt(c: Call, index: number): string | undefined {
  const node = c.nodes[index];
  if (node?.kind === 'Literal' && /^[+-]/.test(String(node.value)))
    return c.refuse('with an offset as its zone is not supported', 'Use a name such as Europe/Paris');
  const isUtc = !node || (node.kind === 'Literal' && node.value === 'UTC');
  return isUtc ? undefined : c.arg(index);
}

/** GoogleSQL dates end at 9999-12-31; DuckDB goes on. */
export function inRange(c: Call, sql: string): string {
  return c.macro('bq_d', sql);
}

const BEYOND = 'an error outside of years 1 to 9999';

export const plusDays: Entry = differs(BEYOND, (c) => addDays(c, c.arg(0), c.arg(1)));

/** `1 + date`. */
export function daysPlus(c: Call): string {
  return addDays(c, c.arg(1), c.arg(0));
}

function addDays(c: Call, date: string, days: string): string {
  return inRange(c, `${date} + to_days(CAST(${days} AS INTEGER))`);
}

export const minusDays: Entry = differs(BEYOND, (c) =>
  c.kind(1) === 'INT64'
    ? inRange(c, `${c.arg(0)} - to_days(CAST(${c.arg(1)} AS INTEGER))`)
    : c.refuse(`between dates gives an INTERVAL, which is not supported`, 'Use DATE_DIFF(a, b, DAY)'),
);
