/** Comparison, logic and choice. */
import { defect } from '../../refusal';
import { fieldAt, fieldNames, quoteName, type SqlType, type StructType } from '../../types';
import { quoteText } from '../literal';
import { bindOnce } from '../sharing';
import type { Call } from './call';
import { differs, type Entries, type Entry, operator } from './entry';

const NAN = 'NaN is neither equal, less nor greater; in DuckDB it is the greatest and equals itself';
const NULL_WINS = 'NULL if any argument is NULL; DuckDB skips NULL';

export const OPERATORS: Entries = {
  $equal: equality(comparison('=', 'bq_eq_f'), (equal) => equal),
  $not_equal: equality(comparison('<>', 'bq_ne_f'), (equal) => `(NOT ${equal})`),
  $less: comparison('<', 'bq_lt_f'),
  $less_or_equal: comparison('<=', 'bq_le_f'),
  $greater: comparison('>', 'bq_lt_f', true),
  $greater_or_equal: comparison('>=', 'bq_le_f', true),
  $is_distinct_from: comparison('IS DISTINCT FROM'),
  $is_not_distinct_from: comparison('IS NOT DISTINCT FROM'),
  $between: differs(NAN, between),
  $in: differs('', inList),
  $in_array: differs(`NULL when not found beside a NULL element; ${NAN}`, (c) =>
    c.macro(c.kind(0) === 'FLOAT64' ? 'bq_in_array_f' : 'bq_in_array', ...c.args),
  ),
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
  nullif: differs(
    NAN,
    (c) => `CASE WHEN ${equal(comparable(c), c.arg(0), c.arg(1))} THEN NULL ELSE ${c.arg(0)} END`,
  ),
  $case_no_value: differs('', (c) => caseWhen('CASE', c.args)),
  $case_with_value: differs(NAN, caseValue),
  greatest: differs(NULL_WINS, (c) => unlessAnyNull(c, 'greatest')),
  least: differs(NULL_WINS, (c) => unlessAnyNull(c, 'least')),
  error: differs('', (c) => `error(${c.arg(0)})`),
};

/** `ofFloats` is the macro for FLOAT64, where NaN matters; a greater than b is b less than a. */
function comparison(symbol: string, ofFloats?: string, swapped = false): Entry {
  return differs(ofFloats ? NAN : '', (c) => {
    const [a, b] = [comparable(c).arg(0), c.arg(1)];
    if (!ofFloats || c.kind(0) !== 'FLOAT64') return `(${a} ${symbol} ${b})`;
    return swapped ? c.macro(ofFloats, b, a) : c.macro(ofFloats, a, b);
  });
}

/** Also of STRUCT, field by field: false where two fields differ, NULL where the others are equal or NULL. */
function equality(ofScalars: Entry, finish: (equal: string) => string): Entry {
  const { differs: how } = ofScalars;
  return differs(how, (c) => {
    const [a, b] = c.nodes;
    if (a?.type.kind !== 'STRUCT' || b?.type.kind !== 'STRUCT') return ofScalars.sql(c);
    return finish(equalStructs(c, { sql: c.arg(0), type: a.type }, { sql: c.arg(1), type: b.type }));
  });
}

interface Value {
  readonly sql: string;
  readonly type: SqlType;
}

function equalStructs(c: Call, a: Value & { type: StructType }, b: Value & { type: StructType }): string {
  return bindOnce([a.sql, b.sql], ([left = '', right = '']) => {
    const equals = a.type.fields.map((_, i) =>
      equalValues(c, fieldValue(left, a.type, i), fieldValue(right, b.type, i)),
    );
    return `(${equals.join(' AND ')})`;
  });
}

function fieldValue(sql: string, type: StructType, index: number): Value {
  return { sql: `(${sql}).${quoteName(fieldNames(type)[index] ?? '')}`, type: fieldAt(type, index).type };
}

function equalValues(c: Call, a: Value, b: Value): string {
  if (a.type.kind === 'STRUCT' && b.type.kind === 'STRUCT')
    return equalStructs(c, { ...a, type: a.type }, { ...b, type: b.type });
  if (a.type.kind === 'ARRAY' || a.type.kind === 'JSON')
    return c.refuse(`on ${a.type.kind} is not supported`, 'Compare its elements, or TO_JSON_STRING of both');
  return a.type.kind === 'FLOAT64' ? `bq_eq_f(${a.sql}, ${b.sql})` : `(${a.sql} = ${b.sql})`;
}

function between(c: Call): string {
  const [x, low, high] = [comparable(c).arg(0), c.arg(1), c.arg(2)];
  if (c.kind(0) === 'FLOAT64') return `(bq_le_f(${low}, ${x}) AND bq_le_f(${x}, ${high}))`;
  return `(${x} BETWEEN ${low} AND ${high})`;
}

function comparable(c: Call): Call {
  const kind = c.kinds.find((k) => k === 'STRUCT' || k === 'ARRAY' || k === 'JSON');
  return kind ? c.refuse(`on ${kind} is not supported`, 'Compare its fields, or TO_JSON_STRING of both') : c;
}

function inList(c: Call): string {
  const list = c.nodes.length === 2 ? c.list(1) : undefined;
  if (list) return `(${c.arg(0)} IN (${list}))`;
  if (c.kind(0) === 'STRUCT') return inStructs(c);
  if (comparable(c).kind(0) === 'FLOAT64')
    return `(${c.args
      .slice(1)
      .map((item) => equal(c, c.arg(0), item))
      .join(' OR ')})`;
  return `(${c.arg(0)} IN (${c.args.slice(1).join(', ')}))`;
}

function inStructs(c: Call): string {
  const [sought, ...others] = c.nodes.map(({ type }, i) => ({ sql: c.arg(i), type }));
  if (!sought) return defect('IN without a value');
  return `(${others.map((other) => equalValues(c, sought, other)).join(' OR ')})`;
}

function like(c: Call): string {
  if (c.kind(0) !== 'STRING') return c.refuse('on BYTES is not supported', 'Compare TO_HEX of it');
  const pattern = c.text(1);
  if (/(^|[^\\])(\\\\)*\\$/.test(pattern))
    return c.refuse('with a pattern that ends in a backslash is an error', 'Write \\\\\\\\ for a backslash');
  return `(${c.arg(0)} LIKE ${quoteText(pattern)} ESCAPE '\\')`;
}

/** `parts` are condition, value, condition, value, …, and the value of ELSE if their number is odd. */
function caseWhen(start: string, parts: readonly string[]): string {
  const branches: string[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) branches.push(`WHEN ${parts[i]} THEN ${parts[i + 1]}`);
  const otherwise = parts.length % 2 ? parts.at(-1) : 'NULL';
  return `${start} ${branches.join(' ')} ELSE ${otherwise} END`;
}

function caseValue(c: Call): string {
  if (comparable(c).kind(0) !== 'FLOAT64') return caseWhen(`CASE ${c.arg(0)}`, c.args.slice(1));
  const parts = c.args.slice(1).map((part, i, all) => {
    const isCondition = i % 2 === 0 && i + 1 < all.length;
    return isCondition ? equal(c, c.arg(0), part) : part;
  });
  return caseWhen('CASE', parts);
}

function equal(c: Call, a: string, b: string): string {
  return c.kind(0) === 'FLOAT64' ? `bq_eq_f(${a}, ${b})` : `(${a} = ${b})`;
}

function unlessAnyNull(c: Call, name: string): string {
  return bindOnce(comparable(c).args, (args) => {
    const anyNull = args.map((arg) => `${arg} IS NULL`).join(' OR ');
    const anyNaN = args.map((arg) => `isnan(${arg})`).join(' OR ');
    const nan = c.kind(0) === 'FLOAT64' ? ` WHEN ${anyNaN} THEN CAST('nan' AS DOUBLE)` : '';
    return `CASE WHEN ${anyNull} THEN NULL${nan} ELSE ${name}(${args.join(', ')}) END`;
  });
}
