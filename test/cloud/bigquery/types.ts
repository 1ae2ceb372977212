import type { Cell, Value, Values } from '../../../src/core/types';
import { fieldAt, parseType, type SqlType } from '../../../src/googlesql/types';

/** The REST API's forms of types, parameters and values. https://cloud.google.com/bigquery/docs/reference/rest */

export interface FieldSchema {
  readonly name: string;
  readonly type: string;
  readonly mode: 'NULLABLE' | 'REPEATED';
  readonly fields?: readonly FieldSchema[];
}

const LEGACY: Readonly<Record<string, string>> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
  STRUCT: 'RECORD',
};

export const schemaOf = (
  columns: readonly { readonly name: string; readonly type: string }[],
): FieldSchema[] => columns.map(({ name, type }) => fieldSchema(name, parseType(type)));

function fieldSchema(name: string, type: SqlType): FieldSchema {
  const repeated = type.kind === 'ARRAY';
  const single = repeated ? type.element : type;
  const nested =
    single.kind === 'STRUCT'
      ? { fields: single.fields.map((field) => fieldSchema(field.name, field.type)) }
      : {};
  const mode = repeated ? 'REPEATED' : 'NULLABLE';
  return { name, type: LEGACY[single.kind] ?? single.kind, mode, ...nested };
}

export type Raw = string | null | { readonly v: Raw }[] | { readonly f: { readonly v: Raw }[] };

/** A cell as the API writes it. BigQuery has no NULL arrays in results: they are empty. */
export function rawValue(cell: Cell | undefined, type: SqlType): Raw {
  if (type.kind === 'ARRAY') {
    const items = Array.isArray(cell) ? (cell as readonly Cell[]) : [];
    return items.map((item) => ({ v: rawValue(item, type.element) }));
  }
  if (cell === null || cell === undefined) return null;
  if (type.kind === 'STRUCT') {
    const fields = cell as { readonly [name: string]: Cell };
    return { f: type.fields.map((field) => ({ v: rawValue(fields[field.name], field.type) })) };
  }
  return scalarText(String(cell), type.kind);
}

function scalarText(text: string, kind: string): string {
  if (kind === 'DATETIME') return text.replace(' ', 'T');
  return kind === 'TIMESTAMP' ? microsOf(text) : text;
}

/** `formatOptions.useInt64Timestamp`: microseconds since 1970. */
function microsOf(text: string): string {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  const whole = BigInt(Date.parse(`${seconds.replace(' ', 'T')}Z`)) * 1000n;
  return String(whole + BigInt(fraction.padEnd(6, '0')));
}

interface ParameterType {
  readonly type: string;
  readonly arrayType?: ParameterType;
  readonly structTypes?: readonly { readonly name: string; readonly type: ParameterType }[];
}

interface ParameterValue {
  readonly value?: string | null;
  readonly arrayValues?: readonly ParameterValue[];
  readonly structValues?: Readonly<Record<string, ParameterValue>>;
}

export interface QueryParameter {
  readonly name: string;
  readonly parameterType: ParameterType;
  readonly parameterValue: ParameterValue;
}

export interface Parameters {
  readonly params: Readonly<Record<string, string>>;
  readonly values: Values;
}

export function readParameters(list: readonly QueryParameter[] = []): Parameters {
  const params = list.map(({ name, parameterType }) => [name, typeText(parameterType)] as const);
  const values = list.map(({ name, parameterType, parameterValue }) => [
    name,
    givenValue(parameterValue, parseType(typeText(parameterType))),
  ]);
  return { params: Object.fromEntries(params), values: Object.fromEntries(values) };
}

function typeText({ type, arrayType, structTypes = [] }: ParameterType): string {
  if (arrayType) return `ARRAY<${typeText(arrayType)}>`;
  if (type !== 'STRUCT') return type;
  return `STRUCT<${structTypes.map((field) => `${field.name} ${typeText(field.type)}`).join(', ')}>`;
}

function givenValue({ value, arrayValues, structValues }: ParameterValue, type: SqlType): Value {
  if (type.kind === 'ARRAY') return arrayValues?.map((item) => givenValue(item, type.element)) ?? null;
  if (type.kind === 'STRUCT') {
    if (!structValues) return null;
    const names = type.fields.map((_, i) => fieldAt(type, i));
    return Object.fromEntries(
      names.map((field) => [field.name, givenValue(structValues[field.name] ?? {}, field.type)]),
    );
  }
  if (value === undefined || value === null) return null;
  return type.kind === 'BOOL' ? value === 'true' : value;
}
