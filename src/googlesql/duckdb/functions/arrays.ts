/** Arrays: offsets count from 0, out of bounds is an error, NULL arrays are not empty arrays. */
import { interval, MICROSECONDS } from './calendar';
import type { Call } from './call';
import { differs, type Entries, macro, only, same } from './entry';

const BOUNDS = 'an error out of bounds; DuckDB gives NULL';

export const ARRAYS: Entries = {
  $make_array: differs('', (c) => `CAST([${c.args.join(', ')}] AS ${c.resultType})`),
  array_length: differs('', (c) => `CAST(len(${c.arg(0)}) AS BIGINT)`),
  array_reverse: same('list_reverse'),
  array_concat: differs('NULL if any array is NULL; DuckDB takes NULL for an empty one', concat),
  array_to_string: differs('a text for NULL elements', (c) =>
    c.has(2) ? c.macro('bq_array_to_string', ...c.args) : `array_to_string(${c.args.join(', ')})`,
  ),
  $array_at_offset: macro('bq_at_offset', BOUNDS),
  $array_at_ordinal: macro('bq_at_ordinal', BOUNDS),
  $safe_array_at_offset: macro('bq_safe_at_offset', 'negative offsets are out of bounds'),
  $safe_array_at_ordinal: macro('bq_safe_at_ordinal', 'negative offsets are out of bounds'),
  array_first: differs('an error of an empty array', (c) => c.macro('bq_at_offset', c.arg(0), '0')),
  array_last: differs('an error of an empty array', (c) =>
    c.macro('bq_at_ordinal', c.arg(0), `len(${c.arg(0)})`),
  ),
  generate_array: only(['INT64'], same('generate_series')),
  generate_date_array: differs('DATE elements; DuckDB gives TIMESTAMP', dateArray),
  generate_timestamp_array: differs('a day is 24 hours', timestampArray),
};

/**
 * `||` of lists is NULL if either is; unlike a macro it does not repeat what it joins, which nested would grow
 * exponentially. The cast keeps the type where all is NULL and DuckDB folds it away.
 */
function concat(c: Call): string {
  return `CAST((${c.args.join(' || ')}) AS ${c.resultType})`;
}

function dateArray(c: Call): string {
  const step = c.has(2) ? interval(c.arg(2), c.part(3)) : 'INTERVAL 1 DAY';
  return c.macro(
    'bq_date_array',
    c.arg(0),
    c.arg(1),
    step ?? c.refuse('is not supported with this step', 'Use a step in DAY, WEEK, MONTH, QUARTER or YEAR'),
  );
}

function timestampArray(c: Call): string {
  const unit =
    MICROSECONDS[c.part(3)] ?? c.refuse(`with ${c.part(3)} is an error`, 'Use DAY, HOUR, MINUTE, SECOND');
  return `generate_series(${c.arg(0)}, ${c.arg(1)}, to_microseconds(${c.arg(2)} * ${unit}))`;
}
