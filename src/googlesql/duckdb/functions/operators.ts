/** Comparison, logic and choice. */
import { quoteText } from '../literal';
import type { Call } from './call';
import { differs, type Entries, type Entry, macro, operator } from './entry';

const NULL_WINS = 'NULL if any argument is NULL; DuckDB skips NULL';

export const OPERATORS: Entries = {
  $equal: comparison('='),
  $not_equal: comparison('<>'),
  $less: comparison('<'),
  $less_or_equal: comparison('<='),
  $greater: comparison('>'),
  $greater_or_equal: comparison('>='),
  $is_distinct_from: comparison('IS DISTINCT FROM'),
  $is_not_distinct_from: comparison('IS NOT DISTINCT FROM'),
  $between: differs('', (c) => `(${comparable(c).arg(0)} BETWEEN ${c.arg(1)} AND ${c.arg(2)})`),
  $in: differs('', inList),
  $in_array: macro('bq_in_array', 'NULL when not found beside a NULL element'),
  $like: differs('backslash escapes; DuckDB has no escape unless told', like),
  $and: operator('AND'),
  $or: operator('OR'),
  $not: differs('', (c) => `(NOT ${c.arg(0)})`),
  $is_null: differs('', (c) => `(${c.arg(0)} IS NULL)`),
  $is_true: differs('', (c) => `(${c.arg(0)} IS TRUE)`),
  $is_false: differs('', (c) => `(${c.arg(0)} IS FALSE)`),
  if: differs('', (c) => `CASE WHEN ${c.arg(0)} THEN ${c.arg(1)} ELSE ${c.arg(2)} END`),
  ifnull: differs('', (c) => `coalesce(${c.args.join(', ')})`),
  coalesce: differs('', (c) => `coalesce(${c.args.join(', ')})`),
  nullif: differs('', (c) => `nullif(${comparable(c).args.join(', ')})`),
  $case_no_value: differs('', (c) => caseWhen('CASE', c.args)),
  $case_with_value: differs('', (c) => caseWhen(`CASE ${comparable(c).arg(0)}`, c.args.slice(1))),
  greatest: differs(NULL_WINS, (c) => unlessAnyNull(c, 'greatest')),
  least: differs(NULL_WINS, (c) => unlessAnyNull(c, 'least')),
  error: differs('', (c) => `error(${c.arg(0)})`),
};

function comparison(symbol: string): Entry {
  return differs('', (c) => `(${comparable(c).arg(0)} ${symbol} ${c.arg(1)})`);
}

function comparable(c: Call): Call {
  const kind = c.kinds.find((k) => k === 'STRUCT' || k === 'ARRAY' || k === 'JSON');
  return kind ? c.refuse(`on ${kind} is not supported`, 'Compare its fields, or TO_JSON_STRING of both') : c;
}

function inList(c: Call): string {
  const list = c.nodes.length === 2 ? c.list(1) : undefined;
  if (list) return `(${c.arg(0)} IN (${list}))`;
  return `(${comparable(c).arg(0)} IN (${c.args.slice(1).join(', ')}))`;
}

function like(c: Call): string {
  if (c.kind(0) !== 'STRING') return c.refuse('on BYTES is not supported');
  const pattern = c.text(1);
  if (/(^|[^\\])(\\\\)*\\$/.test(pattern))
    return c.refuse('with a pattern that ends in a backslash is an error');
  return `(${c.arg(0)} LIKE ${quoteText(pattern)} ESCAPE '\\')`;
}

/** `parts` are condition, value, condition, value, …, and the value of ELSE if their number is odd. */
function caseWhen(start: string, parts: readonly string[]): string {
  const branches: string[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) branches.push(`WHEN ${parts[i]} THEN ${parts[i + 1]}`);
  const otherwise = parts.length % 2 ? parts.at(-1) : 'NULL';
  return `${start} ${branches.join(' ')} ELSE ${otherwise} END`;
}

function unlessAnyNull(c: Call, name: string): string {
  const anyNull = comparable(c)
    .args.map((arg) => `${arg} IS NULL`)
    .join(' OR ');
  return `CASE WHEN ${anyNull} THEN NULL ELSE ${name}(${c.args.join(', ')}) END`;
}
