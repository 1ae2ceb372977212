/**
 * JSON. Kept as text, it is what BigQuery reads of that: numbers as written, first of equal keys, NULL where malformed.
 * Of the type JSON, it is a value: scalar/json-type.ts.
 */
import { defect } from '../../refusal';
import { fieldAt, fieldNames, quoteName, remedyFor, type SqlType } from '../../types';
import { quoteText } from '../literal';
import type { WideNumbers } from '../scalar/json-type';
import type { Call } from './call';
import { differs, type Entries, type Entry, macro } from './entry';

const LIKE_VALUE = 'numbers as written; NULL on malformed text; DuckDB fails';
const ONE_SPELLING = 'sorted keys, the first of equal ones; an error on numbers that FLOAT64 does not hold';
const NULLS = 'NULL where there is nothing; null of JSON is a value';

export const JSON_FUNCTIONS: Entries = {
  json_value: path({ STRING: 'bq_json_value', JSON: 'bq_json_scalar' }, LIKE_VALUE),
  json_extract_scalar: path({ STRING: 'bq_json_value', JSON: 'bq_json_scalar' }, 'as JSON_VALUE'),
  json_extract: path({ STRING: 'bq_json_query', JSON: 'bq_json_at' }, 'as JSON_QUERY'),
  json_query_array: path(
    { STRING: 'bq_json_query_array', JSON: 'bq_json_items' },
    'NULL unless it is an array',
  ),
  json_extract_array: path({ STRING: 'bq_json_query_array', JSON: 'bq_json_items' }, 'as JSON_QUERY_ARRAY'),
  json_query: path(
    { STRING: 'bq_json_query', JSON: 'bq_json_at' },
    'numbers as written; NULL on malformed text',
  ),
  json_value_array: path(
    { STRING: 'bq_json_value_array', JSON: 'bq_json_scalars' },
    'NULL unless all elements are scalars',
  ),
  to_json_string: differs('GoogleSQL spells dates, NUMERIC and big INT64 as strings', (c) => {
    const argument = c.nodes[0];
    if (c.has(1)) return c.refuse('with a pretty flag is not supported', 'Leave the flag out: one line');
    return argument
      ? toJson(c.arg(0), argument.type, { c, spell: scalarToText }, 0)
      : defect('TO_JSON_STRING without an argument');
  }),
  parse_json: differs(ONE_SPELLING, (c) => c.macro('bq_parse_json', c.arg(0), quoteText(wideNumbers(c)))),
  to_json: differs('numbers stay numbers; sorted keys', (c) => {
    const argument = c.nodes[0] ?? defect('TO_JSON without an argument');
    if (c.has(1) && c.literal(1) !== false)
      return c.refuse('with stringify_wide_numbers is not supported', 'CAST the number to STRING');
    return c.macro('bq_to_json', toJson(c.arg(0), argument.type, { c, spell: scalarToValue }, 0));
  }),
  json_type: macro('bq_json_type', 'names such as number'),
  bool: macro('bq_json_bool', 'an error unless it is a boolean'),
  int64: macro('bq_json_int64', 'an error unless it is a whole number'),
  float64: differs('an error unless it is a number', (c) =>
    wideNumbers(c) === 'round'
      ? c.macro('bq_json_float64', c.arg(0))
      : c.refuse("with wide_number_mode => 'exact' is not supported", 'Leave the mode out'),
  ),
  lax_string: macro('bq_json_lax_string', 'of numbers and booleans, too'),
  lax_bool: macro('bq_json_lax_bool', 'of numbers and text, too'),
  $subscript: differs(NULLS, (c) => {
    if (c.kind(0) !== 'JSON') return c.refuse(`on ${c.kind(0)} is not supported`, 'Use x[OFFSET(0)]');
    return c.macro(c.kind(1) === 'STRING' ? 'bq_json_member' : 'bq_json_item', ...c.args);
  }),
};

function wideNumbers(c: Call): WideNumbers {
  const mode = c.has(1) ? c.text(1) : 'exact';
  if (mode === 'exact' || mode === 'round') return mode;
  return c.refuse(`with wide_number_mode => ${mode}`, "Use 'exact' or 'round'");
}

function path(macros: { readonly STRING: string; readonly JSON: string }, how: string): Entry {
  return differs(how, (c) => {
    const kind = c.kind(0);
    if (kind !== 'STRING' && kind !== 'JSON')
      return c.refuse(`on ${kind} is not supported`, 'Keep JSON in a STRING or JSON column');
    const text = c.has(1) ? c.text(1) : '$';
    if (!/^\$(\.[A-Za-z_]\w*|\[\d+\])*$/.test(text))
      return c.refuse(`with the path ${text} is not supported`, 'Use $.name and [0] steps');
    return c.macro(macros[kind], c.arg(0), quoteText(text));
  });
}

/** How JSON is made of a value: for the call it is made, and how a scalar is spelled. */
interface Making {
  readonly c: Call;
  readonly spell: (sql: string, type: SqlType, c: Call) => string;
}

/** The SQL that spells `sql`, a value of `type`, as JSON. `depth` keeps the names of nested lambdas apart. */
function toJson(sql: string, type: SqlType, making: Making, depth: number): string {
  if (type.kind === 'STRUCT') return structToJson(sql, type, making, depth);
  if (type.kind === 'ARRAY') {
    const item = `e${depth}`;
    const items = `list_transform(${sql}, lambda ${item}: ${toJson(item, type.element, making, depth + 1)})`;
    return orNull(`'[' || array_to_string(${items}, ',') || ']'`);
  }
  return orNull(making.spell(sql, type, making.c));
}

function structToJson(
  sql: string,
  type: SqlType & { kind: 'STRUCT' },
  making: Making,
  depth: number,
): string {
  const members = fieldNames(type).map((name, i) => {
    const field = fieldAt(type, i);
    const key = quoteText(`${JSON.stringify(field.name)}:`);
    return `${key} || ${toJson(`(${sql}).${quoteName(name)}`, field.type, making, depth)}`;
  });
  return `CASE WHEN ${sql} IS NULL THEN 'null' ELSE '{' || ${members.join(` || ',' || `)} || '}' END`;
}

function orNull(sql: string): string {
  return `coalesce(${sql}, 'null')`;
}

/** Numbers that TO_JSON_STRING puts into text stay numbers. */
function scalarToValue(sql: string, type: SqlType, c: Call): string {
  if (type.kind === 'INT64') return `CAST(${sql} AS VARCHAR)`;
  if (type.kind === 'NUMERIC') return `bq_n2s(${sql})`;
  if (type.kind === 'FLOAT64') return `bq_json_to_json_float(${sql})`;
  return scalarToText(sql, type, c);
}

function scalarToText(sql: string, type: SqlType, c: Call): string {
  switch (type.kind) {
    case 'STRING':
      return `bq_json_quote(${sql})`;
    case 'INT64':
      return `bq_json_int(${sql})`;
    case 'FLOAT64':
      return `bq_json_float(${sql})`;
    case 'NUMERIC':
      return `bq_json_num(${sql})`;
    case 'BOOL':
    case 'JSON':
      return `CAST(${sql} AS VARCHAR)`;
    case 'DATE':
      return `'"' || CAST(${sql} AS VARCHAR) || '"'`;
    case 'BYTES':
      return `'"' || to_base64(${sql}) || '"'`;
    case 'TIMESTAMP':
      return `'"' || replace(replace(bq_ts2s(${sql}), ' ', 'T'), '+00', 'Z') || '"'`;
    case 'DATETIME':
      return `'"' || replace(bq_dt2s(${sql}), ' ', 'T') || '"'`;
    default:
      return c.refuse(`of ${type.kind} is not supported`, remedyFor(type.kind).replace(/\.$/, ''));
  }
}
