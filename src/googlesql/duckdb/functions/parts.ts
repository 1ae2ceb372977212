/** Date parts, as the analyzer numbers them (`zetasql.functions.DateTimestampPart`). */
import type { PlainValue } from '../../analyzer/values';

const PARTS = [
  undefined,
  'YEAR',
  'MONTH',
  'DAY',
  'DAYOFWEEK',
  'DAYOFYEAR',
  'QUARTER',
  'HOUR',
  'MINUTE',
  'SECOND',
  'MILLISECOND',
  'MICROSECOND',
  'NANOSECOND',
  'DATE',
  'WEEK',
  'DATETIME',
  'TIME',
  'ISOYEAR',
  'ISOWEEK',
  'WEEK_MONDAY',
  'WEEK_TUESDAY',
  'WEEK_WEDNESDAY',
  'WEEK_THURSDAY',
  'WEEK_FRIDAY',
  'WEEK_SATURDAY',
] as const;

export type DatePart = Exclude<(typeof PARTS)[number], undefined>;

export function datePart(value: PlainValue): DatePart | undefined {
  return PARTS[Number(value)];
}
