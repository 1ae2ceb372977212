import type { Value } from '../../core/types';
import { printType, type SqlType } from '../../googlesql/types';
import type { ParameterType, ParameterValue } from './resources';

/** A GoogleSQL type as the API spells it. */
export function parameterType(type: SqlType): ParameterType {
  if (type.kind === 'ARRAY') return { type: 'ARRAY', arrayType: parameterType(type.element) };
  if (type.kind !== 'STRUCT') return { type: type.kind };
  const structTypes = type.fields.map((field) => ({ name: field.name, type: parameterType(field.type) }));
  return { type: 'STRUCT', structTypes };
}

/** @throws {TypeError} when the value is none of the type */
export function parameterValue(value: Value, type: SqlType): ParameterValue {
  if (value === null) return {};
  if (type.kind === 'ARRAY') return arrayValue(value, type);
  if (type.kind === 'STRUCT') return structValue(value, type);
  return { value: scalarText(value, type) };
}

function arrayValue(value: Value, type: SqlType & { kind: 'ARRAY' }): ParameterValue {
  if (!Array.isArray(value)) return mismatch(value, type);
  return { arrayValues: value.map((item: Value) => parameterValue(item, type.element)) };
}

function structValue(value: Value, type: SqlType & { kind: 'STRUCT' }): ParameterValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(value, type);
  const named = value as { readonly [field: string]: Value };
  const fields = type.fields.map((field) => [
    field.name,
    parameterValue(named[field.name] ?? null, field.type),
  ]);
  return { structValues: Object.fromEntries(fields) };
}

const INTEGER = /^-?\d{1,19}$/;
const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function scalarText(value: Value, type: SqlType): string {
  switch (type.kind) {
    case 'BOOL':
      return typeof value === 'boolean' ? String(value) : mismatch(value, type);
    case 'INT64':
      return textLike(value, type, INTEGER);
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return textLike(value, type, DECIMAL);
    case 'FLOAT64':
      return floatText(value, type);
    default:
      return typeof value === 'string' ? value : mismatch(value, type);
  }
}

function textLike(value: Value, type: SqlType, form: RegExp): string {
  const isExact = typeof value !== 'number' || type.kind !== 'INT64' || Number.isSafeInteger(value);
  const text = typeof value === 'object' || typeof value === 'boolean' ? '' : String(value);
  return isExact && form.test(text) ? text : mismatch(value, type);
}

function floatText(value: Value, type: SqlType): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const isNumber = typeof number === 'number' && (!Number.isNaN(number) || typeof value === 'number');
  if (!isNumber && value !== 'NaN') return mismatch(value, type);
  return Object.is(number, -0) ? '-0' : String(number);
}

function mismatch(value: Value, type: SqlType): never {
  const shown = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item));
  throw new TypeError(`${shown} is no ${printType(type)}`);
}
