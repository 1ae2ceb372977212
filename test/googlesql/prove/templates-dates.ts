/** Expressions over dates, times and their text. */
import { each } from './each';
import { ZONES } from './edges';

const DATE_PARTS = [
  'DAY',
  'WEEK',
  'WEEK(MONDAY)',
  'WEEK(TUESDAY)',
  'WEEK(THURSDAY)',
  'ISOWEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
  'ISOYEAR',
];
const DIFF_PARTS = DATE_PARTS;
const ADD_PARTS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
const CLOCK_PARTS = ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR'];
const EXTRACTS = [
  'YEAR',
  'QUARTER',
  'MONTH',
  'WEEK',
  'WEEK(MONDAY)',
  'WEEK(TUESDAY)',
  'WEEK(WEDNESDAY)',
  'WEEK(THURSDAY)',
  'WEEK(FRIDAY)',
  'WEEK(SATURDAY)',
  'ISOWEEK',
  'ISOYEAR',
  'DAY',
  'DAYOFWEEK',
  'DAYOFYEAR',
];

export const DATE_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  dates: [
    ...each(DATE_PARTS, (part) => [`DATE_TRUNC(d1, ${part})`, `DATETIME_TRUNC(l1, ${part})`]),
    ...each(CLOCK_PARTS, (part) => [`DATETIME_TRUNC(l1, ${part})`, `TIMESTAMP_TRUNC(t1, ${part})`]),
    ...each(['DAY', 'WEEK', 'MONTH', 'YEAR', 'HOUR'], (part) =>
      ZONES.map((zone) => `TIMESTAMP_TRUNC(t1, ${part}, '${zone}')`),
    ),
    ...each(DIFF_PARTS, (part) => [`DATE_DIFF(d1, d2, ${part})`, `DATETIME_DIFF(l1, l2, ${part})`]),
    ...each(CLOCK_PARTS, (part) => [`DATETIME_DIFF(l1, l2, ${part})`, `TIMESTAMP_DIFF(t1, t2, ${part})`]),
    'TIMESTAMP_DIFF(t1, t2, DAY)',
    // The name of the function need not be that of the type.
    ...each(['l1', 't1'], (x) => [`DATE_TRUNC(${x}, MONTH)`, `DATE_ADD(${x}, INTERVAL 1 DAY)`]),
    ...each(['d1', 't1'], (x) => [`DATETIME_TRUNC(${x}, MONTH)`, `DATETIME_SUB(${x}, INTERVAL 1 DAY)`]),
    ...each(['d1', 'l1'], (x) => [`TIMESTAMP_TRUNC(${x}, MONTH)`, `TIMESTAMP_ADD(${x}, INTERVAL 1 DAY)`]),
    ...each(['l1', 't1'], (x) => [`DATE_DIFF(${x}, ${x}, WEEK)`, `DATETIME_DIFF(${x}, ${x}, DAY)`]),
    ...each(ADD_PARTS, (part) => [
      `DATE_ADD(d1, INTERVAL 1 ${part})`,
      `DATE_SUB(d1, INTERVAL 5 ${part})`,
      `DATE_ADD(d1, INTERVAL i1 ${part})`,
      `DATETIME_ADD(l1, INTERVAL 3 ${part})`,
      `SAFE.DATE_ADD(d1, INTERVAL 2 ${part})`,
    ]),
    ...each([...CLOCK_PARTS, 'DAY'], (part) => [
      `TIMESTAMP_ADD(t1, INTERVAL 7 ${part})`,
      `TIMESTAMP_SUB(t1, INTERVAL i1 ${part})`,
    ]),
    ...each(CLOCK_PARTS, (part) => `DATETIME_SUB(l1, INTERVAL 90 ${part})`),
    ...each(EXTRACTS, (part) => [
      `EXTRACT(${part} FROM d1)`,
      `EXTRACT(${part} FROM l1)`,
      `EXTRACT(${part} FROM t1 AT TIME ZONE 'Europe/Paris')`,
    ]),
    ...each(CLOCK_PARTS, (part) => [
      `EXTRACT(${part} FROM l1)`,
      `EXTRACT(${part} FROM t1 AT TIME ZONE 'Asia/Kolkata')`,
    ]),
    ...each(
      ['DATE', 'TIME', 'DATETIME'],
      (part) => `EXTRACT(${part} FROM t1 AT TIME ZONE 'America/New_York')`,
    ),
    ...each(ZONES, (zone) => [
      `DATE(t1, '${zone}')`,
      `DATETIME(t1, '${zone}')`,
      `TIME(t1, '${zone}')`,
      `TIMESTAMP(l1, '${zone}')`,
      `TIMESTAMP(d1, '${zone}')`,
      `STRING(t1, '${zone}')`,
      `FORMAT_TIMESTAMP('%F %T %Ez', t1, '${zone}')`,
    ]),
    ...each(
      ['MONTH', 'WEEK', 'WEEK(MONDAY)', 'ISOWEEK', 'QUARTER', 'YEAR'],
      (part) => `LAST_DAY(d1, ${part})`,
    ),
    'DATE(l1)',
    'DATE(t1)',
    'TIMESTAMP(l1)',
    'DATETIME(d1)',
    'd1 + 1',
    'd1 - 1',
    'UNIX_DATE(d1)',
    'UNIX_SECONDS(t1)',
    'UNIX_MILLIS(t1)',
    'UNIX_MICROS(t1)',
    'DATE_FROM_UNIX_DATE(i1)',
    'TIMESTAMP_SECONDS(i1)',
    'TIMESTAMP_MILLIS(i1)',
    'TIMESTAMP_MICROS(i1)',
    'DATE(2026, i1, 1)',
    'TO_JSON_STRING(STRUCT(d1 AS d, t1 AS t))',
    'TO_JSON_STRING(l1)',
  ],
  formats: [
    ...each(
      [
        '%Y',
        '%m',
        '%d',
        '%j',
        '%b',
        '%B',
        '%a',
        '%A',
        '%u',
        '%w',
        '%G',
        '%V',
        '%U',
        '%W',
        '%y',
        '%e',
        '%Q',
        '%F',
        '%D',
        'x%%y',
        '%Y%m%d',
      ],
      (element) => `FORMAT_DATE('${element}', d1)`,
    ),
    ...each(
      ['%H', '%I', '%M', '%S', '%p', '%T', '%R', '%E6S', '%E3S', '%E*S', '%s', '%z', '%Ez', '%FT%TZ'],
      (element) => `FORMAT_TIMESTAMP('${element}', t1)`,
    ),
    ...each(['%Y-%m-%d', '%F', '%d/%m/%Y', '%m-%d-%Y', '%Y%m%d', '%b %d, %Y', '%Y'], (format) => [
      `PARSE_DATE('${format}', c1)`,
      `SAFE.PARSE_DATE('${format}', c1)`,
    ]),
    ...each(['%Y-%m-%d %H:%M:%S', '%F %T', '%Y-%m-%d %H:%M:%E*S', '%Y-%m-%dT%H:%M:%SZ'], (format) => [
      `SAFE.PARSE_TIMESTAMP('${format}', c1)`,
      `SAFE.PARSE_TIMESTAMP('${format}', c1, 'Europe/Paris')`,
      `SAFE.PARSE_DATETIME('${format}', c1)`,
    ]),
    "SAFE.PARSE_TIMESTAMP('%F %T%Ez', c1)",
    "SAFE.PARSE_DATETIME('%I:%M %p', c1)",
    "SAFE.PARSE_DATETIME('%H:%M:%S', c1)",
  ],
};
