/** Typed values as DuckDB literals: the one place where a value becomes SQL text. */
import { duckType, fieldAt, fieldNames, printType, quoteName, type SqlType } from '../types';

/**
 * INT64 as number, bigint or digits; NUMERIC as digits or number; DATE, DATETIME, TIME and TIMESTAMP as text (a
 * TIMESTAMP without zone is UTC); BYTES as base64; ARRAY as array; STRUCT as object by field name, or as array by
 * position.
 */
export type LiteralValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | readonly LiteralValue[]
  | { readonly [field: string]: LiteralValue };

/** @throws {TypeError} when the value is none of the type. */
export function duckLiteral(value: LiteralValue, type: SqlType): string {
  if (value === null) return `CAST(NULL AS ${duckType(type)})`;
  if (type.kind === 'ARRAY') return arrayLiteral(value, type);
  if (type.kind === 'STRUCT') return structLiteral(value, type);
  return scalarLiteral(value, type);
}

export function quoteText(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

function arrayLiteral(value: LiteralValue, type: SqlType & { kind: 'ARRAY' }): string {
  if (!Array.isArray(value)) return mismatch(value, type);
  const items = value.map((item) => duckLiteral(item, type.element));
  return `CAST([${items.join(', ')}] AS ${duckType(type)})`;
}

function structLiteral(value: LiteralValue, type: SqlType & { kind: 'STRUCT' }): string {
  if (typeof value !== 'object' || value === null) return mismatch(value, type);
  const named = value as { readonly [field: string]: LiteralValue };
  const fields = fieldNames(type).map((name, i) => {
    const item = Array.isArray(value) ? value[i] : named[name];
    return `${quoteName(name)} := ${duckLiteral(item ?? null, fieldAt(type, i).type)}`;
  });
  return `struct_pack(${fields.join(', ')})`;
}

function scalarLiteral(value: LiteralValue, type: SqlType): string {
  switch (type.kind) {
    case 'BOOL':
      return typeof value === 'boolean' ? String(value) : mismatch(value, type);
    case 'INT64':
      return isInteger(value) ? `CAST(${value} AS BIGINT)` : mismatch(value, type);
    case 'FLOAT64':
      return floatLiteral(value, type);
    case 'NUMERIC':
      return isDecimal(value) ? `CAST('${value}' AS DECIMAL(38,9))` : mismatch(value, type);
    case 'STRING':
    case 'JSON':
      return typeof value === 'string' ? textLiteral(value, type) : mismatch(value, type);
    case 'BYTES':
      return typeof value === 'string'
        ? `unhex('${Buffer.from(value, 'base64').toString('hex')}')`
        : mismatch(value, type);
    default:
      return typeof value === 'string'
        ? `CAST(${quoteText(value)} AS ${duckType(type)})`
        : mismatch(value, type);
  }
}

function textLiteral(value: string, type: SqlType): string {
  return type.kind === 'JSON' ? `CAST(${quoteText(value)} AS JSON)` : quoteText(value);
}

function floatLiteral(value: LiteralValue, type: SqlType): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number') return mismatch(value, type);
  if (Number.isFinite(number)) return Object.is(number, -0) ? '-0e0' : number.toExponential();
  return `CAST('${Number.isNaN(number) ? 'nan' : number > 0 ? 'inf' : '-inf'}' AS DOUBLE)`;
}

function isInteger(value: LiteralValue): value is string | number | bigint {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'bigint' || (typeof value === 'string' && /^-?\d{1,19}$/.test(value));
}

function isDecimal(value: LiteralValue): value is string | number | bigint {
  if (typeof value === 'number') return Number.isFinite(value);
  return (
    typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value))
  );
}

function mismatch(value: LiteralValue, type: SqlType): never {
  const shown = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item));
  throw new TypeError(`${shown} is no ${printType(type)}`);
}
