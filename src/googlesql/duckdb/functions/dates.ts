/** Dates, times and zones. TIMESTAMP is TIMESTAMPTZ (an instant), DATETIME is TIMESTAMP (a civil time). */

import { castSql } from '../casts';
import {
  boundaries,
  extractPart,
  inRange,
  interval,
  local,
  MICROSECONDS,
  truncate,
  zoneAt,
} from './calendar';
import type { Call } from './call';
import { byType, differs, type Entries, type Entry, macro, same } from './entry';

const BEYOND = 'an error outside of years 1 to 9999; DuckDB goes on';
const FIRST_HOUR = 'a repeated local hour is the first one; DuckDB takes the second';
const NO_CARRY = 'counts whole units of a fixed length; DuckDB counts boundaries';

/** DATE_TRUNC takes a TIMESTAMP too, and so on: the type of the result says what is computed. */
const TRUNCATION = differs(
  "WEEK starts on Sunday, WEEK(day) on any, DuckDB's on Monday; a TIMESTAMP in a zone",
  (c) => {
    if (c.result.kind === 'TIMESTAMP') return timestampTrunc(c);
    const start = truncate(c.arg(0), c.part(1)) ?? noPart(c);
    return c.result.kind === 'DATE' ? inRange(c, start) : c.macro('bq_dt', start);
  },
);

export const DATES: Entries = {
  date: byType({
    TIMESTAMP: differs('', (c) => inRange(c, local(c.arg(0), zoneAt(c, 1)))),
    DATETIME: differs('', (c) => inRange(c, c.arg(0))),
    DATE: differs('', (c) => c.arg(0)),
    STRING: fromText((c) => castSql(c.arg(0), { kind: 'STRING' }, { kind: 'DATE' }, c.safe)),
    INT64: same('make_date'),
  }),
  time: byType({
    TIMESTAMP: differs('', (c) => `CAST(${local(c.arg(0), zoneAt(c, 1))} AS TIME)`),
    DATETIME: differs('', (c) => `CAST(${c.arg(0)} AS TIME)`),
    INT64: same('make_time'),
  }),
  datetime: byType({
    TIMESTAMP: differs(BEYOND, (c) => c.macro('bq_dt', local(c.arg(0), zoneAt(c, 1)))),
    DATE: differs('', (c) => (c.has(1) ? `(${c.arg(0)} + ${c.arg(1)})` : `CAST(${c.arg(0)} AS TIMESTAMP)`)),
    DATETIME: differs('', (c) => c.arg(0)),
    STRING: fromText((c) => castSql(c.arg(0), { kind: 'STRING' }, { kind: 'DATETIME' }, c.safe)),
    INT64: same('make_timestamp'),
  }),
  timestamp: byType({
    DATETIME: differs(FIRST_HOUR, (c) => instant(c, c.arg(0), zoneAt(c, 1))),
    DATE: differs(FIRST_HOUR, (c) => instant(c, `CAST(${c.arg(0)} AS TIMESTAMP)`, zoneAt(c, 1))),
    TIMESTAMP: differs('', (c) => c.arg(0)),
    STRING: fromText((c) =>
      c.has(1)
        ? c.refuse('on STRING with a zone is not supported', 'Use PARSE_TIMESTAMP, or CAST to DATETIME first')
        : castSql(c.arg(0), { kind: 'STRING' }, { kind: 'TIMESTAMP' }, c.safe),
    ),
  }),
  string: byType({
    TIMESTAMP: differs('zone as +02', (c) => {
      const zone = zoneAt(c, 1);
      return zone ? c.macro('bq_ts2s_tz', c.arg(0), zone) : c.macro('bq_ts2s', c.arg(0));
    }),
    DATE: differs('', (c) => castSql(c.arg(0), { kind: 'DATE' }, { kind: 'STRING' }, c.safe)),
    DATETIME: differs('', (c) => castSql(c.arg(0), { kind: 'DATETIME' }, { kind: 'STRING' }, c.safe)),
    JSON: macro('bq_json_string', 'of JSON, an error unless it is a string'),
  }),
  date_trunc: TRUNCATION,
  datetime_trunc: TRUNCATION,
  timestamp_trunc: TRUNCATION,
  last_day: differs('also of a week, quarter or year', lastDay),
  date_add: addition('+'),
  date_sub: addition('-'),
  datetime_add: addition('+'),
  datetime_sub: addition('-'),
  timestamp_add: addition('+'),
  timestamp_sub: addition('-'),
  date_diff: differs(
    'WEEK boundaries are Sundays',
    (c) => boundaries(c.arg(0), c.arg(1), c.part(2)) ?? noPart(c),
  ),
  datetime_diff: differs(
    'WEEK boundaries are Sundays',
    (c) => boundaries(c.arg(0), c.arg(1), c.part(2)) ?? noPart(c),
  ),
  timestamp_diff: differs(NO_CARRY, (c) => {
    const unit = MICROSECONDS[c.part(2)] ?? noPart(c);
    return `((epoch_us(${c.arg(0)}) - epoch_us(${c.arg(1)})) // ${unit})`;
  }),
  $extract: differs(
    'Sunday is 1; WEEK starts on Sunday; seconds without fraction',
    (c) => extractPart(civil(c, 2), c.part(1)) ?? noPart(c),
  ),
  $extract_date: differs('', (c) => inRange(c, civil(c, 1))),
  $extract_datetime: differs('', (c) => civil(c, 1)),
  $extract_time: differs('', (c) => `CAST(${civil(c, 1)} AS TIME)`),
  unix_seconds: differs('floor', (c) => `bq_floor_div(epoch_us(${c.arg(0)}), 1000000)`),
  unix_millis: differs('floor', (c) => `bq_floor_div(epoch_us(${c.arg(0)}), 1000)`),
  unix_micros: same('epoch_us'),
  unix_date: differs(
    'DuckDB has no such function',
    (c) => `CAST(date_diff('day', DATE '1970-01-01', ${c.arg(0)}) AS BIGINT)`,
  ),
  date_from_unix_date: differs(BEYOND, (c) =>
    inRange(c, `DATE '1970-01-01' + to_days(CAST(${c.arg(0)} AS INTEGER))`),
  ),
  timestamp_seconds: differs(BEYOND, (c) => c.macro('bq_ts', `make_timestamptz(${c.arg(0)} * 1000000)`)),
  timestamp_millis: differs(BEYOND, (c) => c.macro('bq_ts', `make_timestamptz(${c.arg(0)} * 1000)`)),
  timestamp_micros: differs(BEYOND, (c) => c.macro('bq_ts', `make_timestamptz(${c.arg(0)})`)),
};

function fromText(sql: (c: Call) => string): Entry {
  return { differs: 'reads text as CAST does', sql, safeByItself: true };
}

function noPart(c: Call): never {
  return c.refuse(
    'is not supported with this date part',
    'Use YEAR, QUARTER, MONTH, WEEK, ISOWEEK, DAY, or a part of the clock down to MICROSECOND',
  );
}

/** The civil time of a TIMESTAMP in its zone; a DATE or DATETIME as it is. */
function civil(c: Call, zoneIndex: number): string {
  return c.kind(0) === 'TIMESTAMP' ? local(c.arg(0), zoneAt(c, zoneIndex)) : c.arg(0);
}

function instant(c: Call, civilTime: string, zone: string | undefined): string {
  return zone ? c.macro('bq_ts', c.macro('bq_to_ts', civilTime, zone)) : c.macro('bq_of_utc', civilTime);
}

/** Parts up to the hour are cut off the local clock, so that a repeated hour stays where it is. */
function timestampTrunc(c: Call): string {
  const part = c.part(1);
  const zone = zoneAt(c, 2);
  const clock = local(c.arg(0), zone);
  const start = truncate(clock, part) ?? noPart(c);
  if (!zone) return c.macro('bq_ts', c.macro('bq_of_utc', start));
  if (part in MICROSECONDS && part !== 'DAY') return `(${c.arg(0)} - (${clock} - ${start}))`;
  return c.macro('bq_ts', c.macro('bq_to_ts', start, zone));
}

function lastDay(c: Call): string {
  const part = c.has(1) ? c.part(1) : 'MONTH';
  if (part === 'MONTH') return `CAST(last_day(${c.arg(0)}) AS DATE)`;
  const start = truncate(c.arg(0), part) ?? noPart(c);
  const week = /WEEK/.test(part);
  const length = part === 'ISOYEAR' ? undefined : interval(week ? '7' : '1', week ? 'DAY' : part);
  return inRange(c, `${start} + ${length ?? noPart(c)} - INTERVAL 1 DAY`);
}

/** DATE_ADD takes a TIMESTAMP too, and so on: the type of the result says what is computed. */
function addition(sign: string): Entry {
  return differs(`a day of a TIMESTAMP is 24 hours; ${BEYOND}`, (c) => {
    if (c.result.kind === 'TIMESTAMP') return addToTimestamp(c, sign);
    const sum = `${c.arg(0)} ${sign} ${interval(c.arg(1), c.part(2)) ?? noPart(c)}`;
    return c.result.kind === 'DATE' ? inRange(c, sum) : c.macro('bq_dt', sum);
  });
}

function addToTimestamp(c: Call, sign: string): string {
  const unit = MICROSECONDS[c.part(2)] ?? c.refuse(`with ${c.part(2)} is an error`, 'Use DATETIME or DATE');
  return c.macro('bq_ts', `${c.arg(0)} ${sign} to_microseconds(${c.arg(1)} * ${unit})`);
}
