/** JSON, kept as text: BigQuery's reading of it (numbers as written, first of equal keys, NULL where malformed). */
import { defect } from '../../refusal';
import { fieldAt, fieldNames, quoteName, remedyFor, type SqlType } from '../../types';
import { quoteText } from '../literal';
import type { Call } from './call';
import { differs, type Entries, type Entry } from './entry';

export const JSON_FUNCTIONS: Entries = {
  json_value: path('bq_json_value', 'numbers as written; NULL on malformed text; DuckDB fails'),
  json_extract_scalar: path('bq_json_value', 'as JSON_VALUE'),
  json_extract: path('bq_json_query', 'as JSON_QUERY'),
  json_query_array: path('bq_json_query_array', 'NULL unless it is an array'),
  json_extract_array: path('bq_json_query_array', 'as JSON_QUERY_ARRAY'),
  json_query: path('bq_json_query', 'numbers as written; NULL on malformed text'),
  json_value_array: path('bq_json_value_array', 'NULL unless all elements are scalars'),
  to_json_string: differs('GoogleSQL spells dates, NUMERIC and big INT64 as strings', (c) => {
    const argument = c.nodes[0];
    if (c.has(1)) return c.refuse('with a pretty flag is not supported', 'Leave the flag out: one line');
    return argument ? toJson(c.arg(0), argument.type, c, 0) : defect('TO_JSON_STRING without an argument');
  }),
};

function path(macroName: string, how: string): Entry {
  return differs(how, (c) => {
    if (c.kind(0) !== 'STRING')
      return c.refuse(`on ${c.kind(0)} is not supported`, 'Keep JSON in a STRING column');
    const text = c.has(1) ? c.text(1) : '$';
    if (!/^\$(\.[A-Za-z_]\w*|\[\d+\])*$/.test(text))
      return c.refuse(`with the path ${text} is not supported`, 'Use $.name and [0] steps');
    return c.macro(macroName, c.arg(0), quoteText(text));
  });
}

/** The SQL that spells `sql`, a value of `type`, as JSON. `depth` keeps the names of nested lambdas apart. */
function toJson(sql: string, type: SqlType, c: Call, depth: number): string {
  if (type.kind === 'STRUCT') return structToJson(sql, type, c, depth);
  if (type.kind === 'ARRAY') {
    const item = `e${depth}`;
    const items = `list_transform(${sql}, lambda ${item}: ${toJson(item, type.element, c, depth + 1)})`;
    return orNull(`'[' || array_to_string(${items}, ',') || ']'`);
  }
  return orNull(scalarToJson(sql, type, c));
}

function structToJson(sql: string, type: SqlType & { kind: 'STRUCT' }, c: Call, depth: number): string {
  const members = fieldNames(type).map((name, i) => {
    const field = fieldAt(type, i);
    const key = quoteText(`${JSON.stringify(field.name)}:`);
    return `${key} || ${toJson(`(${sql}).${quoteName(name)}`, field.type, c, depth)}`;
  });
  return `CASE WHEN ${sql} IS NULL THEN 'null' ELSE '{' || ${members.join(` || ',' || `)} || '}' END`;
}

function orNull(sql: string): string {
  return `coalesce(${sql}, 'null')`;
}

function scalarToJson(sql: string, type: SqlType, c: Call): string {
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
