import type { Cell, Row } from '../../core/types';
import { printType, type SqlType } from '../../googlesql/types';
import type { QueryResult } from '../../ports/warehouse';
import type { Field, Raw, RawRow } from './resources';
import { datetimeText, timestampText, timeText } from './times';

const LEGACY: Readonly<Record<string, string>> = { INTEGER: 'INT64', FLOAT: 'FLOAT64', BOOLEAN: 'BOOL' };

/** The type of a field of a schema, as GoogleSQL spells it. */
export function typeOf(field: Field): SqlType {
  const single = singleType(field);
  return field.mode === 'REPEATED' ? { kind: 'ARRAY', element: single } : single;
}

function singleType({ type, fields = [] }: Field): SqlType {
  if (type === 'RECORD' || type === 'STRUCT')
    return { kind: 'STRUCT', fields: fields.map((field) => ({ name: field.name, type: typeOf(field) })) };
  return { kind: (LEGACY[type] ?? type) as Exclude<SqlType['kind'], 'ARRAY' | 'STRUCT'> };
}

export function toQueryResult(fields: readonly Field[], rows: readonly RawRow[]): QueryResult {
  const columns = fields.map((field) => ({ name: field.name, type: printType(typeOf(field)) }));
  return { columns, rows: rows.map((row) => rowOf(fields, row)) };
}

function rowOf(fields: readonly Field[], { f }: RawRow): Row {
  return Object.fromEntries(fields.map((field, i) => [field.name, cellOf(field, f[i]?.v ?? null)]));
}

function cellOf(field: Field, raw: Raw): Cell {
  if (field.mode === 'REPEATED') {
    if (!Array.isArray(raw)) return raw === null ? null : unexpected(field);
    return raw.map(({ v }) => cellOf({ ...field, mode: 'NULLABLE' }, v));
  }
  if (raw === null) return null;
  if (typeof raw === 'string') return scalarCell(field.type, raw);
  return 'f' in raw ? rowOf(field.fields ?? [], raw) : unexpected(field);
}

const LAST_EXACT_INTEGER = 2n ** 53n;

/** See `Cell` for the encoding. */
function scalarCell(type: string, text: string): Cell {
  switch (LEGACY[type] ?? type) {
    case 'BOOL':
      return text === 'true';
    case 'INT64':
      return integer(text);
    case 'FLOAT64':
      return float(text);
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
    case 'TIMESTAMP':
      return timestampText(text);
    case 'DATETIME':
      return datetimeText(text);
    case 'TIME':
      return timeText(text);
    default:
      return text;
  }
}

function integer(text: string): Cell {
  const value = BigInt(text);
  return value <= LAST_EXACT_INTEGER && value >= -LAST_EXACT_INTEGER ? Number(value) : text;
}

const NOT_FINITE: Readonly<Record<string, string>> = { INF: 'Infinity', '-INF': '-Infinity' };

function float(text: string): Cell {
  const value = Number(NOT_FINITE[text.toUpperCase()] ?? text);
  return Number.isFinite(value) ? value : String(value);
}

function unexpected({ name, type }: Field): never {
  throw new TypeError(`BigQuery answered a value of ${name} that is no ${type}.`);
}
