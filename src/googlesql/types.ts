/** GoogleSQL types as a structure: parsed from and printed to type text, and mapped to DuckDB's. */
import { unsupported } from './refusal';

export const SCALAR_KINDS = [
  'BOOL',
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'STRING',
  'BYTES',
  'DATE',
  'TIME',
  'DATETIME',
  'TIMESTAMP',
  'JSON',
  'INTERVAL',
  'GEOGRAPHY',
  /** Arguments such as date parts; never the type of a column. */
  'ENUM',
] as const;

export type ScalarKind = (typeof SCALAR_KINDS)[number];
export type TypeKind = ScalarKind | 'ARRAY' | 'STRUCT';

export interface StructField {
  /** Empty for a field without a name, as in `(1, 2)`. */
  readonly name: string;
  readonly type: SqlType;
}

export type SqlType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'ARRAY'; readonly element: SqlType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly StructField[] };

export type StructType = SqlType & { readonly kind: 'STRUCT' };

const ALIASES: Readonly<Record<string, ScalarKind>> = {
  BOOLEAN: 'BOOL',
  INT: 'INT64',
  INTEGER: 'INT64',
  SMALLINT: 'INT64',
  BIGINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  DECIMAL: 'NUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
};

const DUCKDB: Readonly<Partial<Record<ScalarKind, string>>> = {
  BOOL: 'BOOLEAN',
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  STRING: 'VARCHAR',
  BYTES: 'BLOB',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMPTZ',
  JSON: 'JSON',
};

/** What to use in the place of a type, or to make of its values, where they are refused. */
const REMEDIES: Readonly<Partial<Record<TypeKind, string>>> = {
  BIGNUMERIC: 'Use NUMERIC (38 digits, 9 of them after the point) or STRING.',
  INTERVAL: 'Use DATE_ADD, DATE_SUB or DATE_DIFF (TIMESTAMP_…, DATETIME_…) with a date part.',
  GEOGRAPHY: 'Keep longitude and latitude as two FLOAT64 columns.',
  JSON: 'Use JSON_VALUE, JSON_QUERY or TO_JSON_STRING of it.',
  BYTES: 'Use TO_HEX of it, or CAST it to STRING if it is UTF-8.',
  TIME: 'Use a DATETIME.',
  ARRAY: 'Use its elements: SELECT … FROM UNNEST(x), or TO_JSON_STRING of it.',
  STRUCT: 'Use its fields, or TO_JSON_STRING of it.',
};

/** Where a value of this type is refused: what to make of it. */
export function remedyFor(kind: TypeKind | undefined): string {
  return (kind && REMEDIES[kind]) ?? 'CAST it to STRING, INT64 or FLOAT64.';
}

/** The DuckDB type that holds every value of `type`. @throws {Unsupported} when there is none. */
export function duckType(type: SqlType): string {
  if (type.kind === 'ARRAY') return `${duckType(type.element)}[]`;
  if (type.kind === 'STRUCT') {
    const fields = fieldNames(type).map((name, i) => `${quoteName(name)} ${duckType(fieldAt(type, i).type)}`);
    return `STRUCT(${fields.join(', ')})`;
  }
  return DUCKDB[type.kind] ?? unsupported(`The type ${type.kind} is not supported.`, remedyFor(type.kind));
}

/** Names of the fields of a STRUCT in DuckDB, where each must have one of its own: `_1`, `_2` where there is none. */
export function fieldNames(type: StructType): readonly string[] {
  const names = type.fields.map((field, i) => field.name || `_${i + 1}`);
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (distinct.size < names.length)
    unsupported(`${printType(type)} has two fields of one name.`, 'Give each field its own name.');
  if (names.length === 0)
    unsupported('A STRUCT without fields is not supported.', 'Give it at least one field.');
  return names;
}

export function fieldAt(type: StructType, index: number): StructField {
  const field = type.fields[index];
  if (!field) throw new RangeError(`${printType(type)} has no field ${index}`);
  return field;
}

export function printType(type: SqlType): string {
  if (type.kind === 'ARRAY') return `ARRAY<${printType(type.element)}>`;
  if (type.kind !== 'STRUCT') return type.kind;
  const fields = type.fields.map(({ name, type: of }) => (name ? `${name} ${printType(of)}` : printType(of)));
  return `STRUCT<${fields.join(', ')}>`;
}

/** Parses type text such as `ARRAY<STRUCT<sku STRING, qty INT64>>`. @throws {Unsupported} when it is none. */
export function parseType(text: string): SqlType {
  const tokens = text.match(/`[^`]+`|[\p{L}_][\p{L}\p{N}_]*|[<>,]|\S/gu) ?? [];
  const reader = { tokens, next: 0, text };
  const type = readType(reader);
  return reader.next === tokens.length ? type : notAType(text);
}

interface TokenReader {
  readonly tokens: readonly string[];
  readonly text: string;
  next: number;
}

function readType(reader: TokenReader): SqlType {
  const word = (reader.tokens[reader.next++] ?? '').toUpperCase();
  if (word === 'ARRAY') return readArray(reader);
  if (word === 'STRUCT') return readStruct(reader);
  const kind = ALIASES[word] ?? SCALAR_KINDS.find((known) => known === word && known !== 'ENUM');
  return kind ? { kind } : notAType(reader.text);
}

function readArray(reader: TokenReader): SqlType {
  expect(reader, '<');
  const element = readType(reader);
  expect(reader, '>');
  return { kind: 'ARRAY', element };
}

function readStruct(reader: TokenReader): SqlType {
  expect(reader, '<');
  const fields: StructField[] = [];
  do fields.push(readField(reader));
  while (accept(reader, ','));
  expect(reader, '>');
  return { kind: 'STRUCT', fields };
}

function readField(reader: TokenReader): StructField {
  const following = reader.tokens[reader.next + 1] ?? '';
  const named = !/^[<>,]$/.test(following) && following !== '';
  const name = named ? (reader.tokens[reader.next++] ?? '').replaceAll('`', '') : '';
  return { name, type: readType(reader) };
}

function accept(reader: TokenReader, token: string): boolean {
  if (reader.tokens[reader.next] !== token) return false;
  reader.next++;
  return true;
}

function expect(reader: TokenReader, token: string): void {
  if (!accept(reader, token)) notAType(reader.text);
}

function notAType(text: string): never {
  return unsupported(
    `"${text}" is not a GoogleSQL type.`,
    `Use one of ${SCALAR_KINDS.filter((kind) => kind !== 'ENUM').join(', ')}, ARRAY<…> or STRUCT<name …>.`,
  );
}

/** The one way in which a name becomes a DuckDB identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
