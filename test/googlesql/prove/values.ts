/** Values of both sides in one form, and when two of them are the same. */
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { decimalText, type PlainValue, plainNumber } from '../../../src/googlesql/analyzer/values';

export type { PlainValue };

/** In the form of the analyzer's values: see `analyzer/values.ts`. A value of another type becomes text that differs. */
export function plain(value: DuckDBValue): PlainValue {
  if (value === null) return null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value !== 'object') return value;
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) return Object.values(value.entries).map(plain);
  return scalar(value);
}

function scalar(value: object): PlainValue {
  if (value instanceof DuckDBDecimalValue) return decimalText(value.value, value.scale);
  if (value instanceof DuckDBDateValue) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof DuckDBTimestampTZValue) return `${civil(value.micros)}+00`;
  if (value instanceof DuckDBTimestampValue) return civil(value.micros);
  if (value instanceof DuckDBTimeValue) return civil(value.micros).slice(11);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64');
  return `${value.constructor.name}: ${String(value)}`;
}

function civil(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return fraction === 0n ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}

const TOLERANCE = 1e-12;

export function sameValue(a: PlainValue, b: PlainValue): boolean {
  if (Array.isArray(a) || Array.isArray(b)) return sameList(a, b);
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b);
  return a === b;
}

function sameList(a: PlainValue, b: PlainValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, i) => sameValue(item, b[i] as PlainValue));
}

function sameNumber(a: number, b: number): boolean {
  if (a === b) return true;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

export type PlainRow = readonly PlainValue[];

/** `undefined` when the rows are the same; else what differs first. */
export function difference(
  expected: readonly PlainRow[],
  actual: readonly PlainRow[],
  ordered: boolean,
): string | undefined {
  if (expected.length !== actual.length) return `${expected.length} rows expected, ${actual.length} found`;
  const [left, right] = ordered ? [expected, actual] : [sorted(expected), sorted(actual)];
  const row = left.findIndex((cells, i) => !sameList(cells, right[i] ?? []));
  if (row < 0) return undefined;
  return `row ${row}: expected ${JSON.stringify(left[row])}, found ${JSON.stringify(right[row])}`;
}

function sorted(rows: readonly PlainRow[]): readonly PlainRow[] {
  const keyed = rows.map((row) => ({ row, key: JSON.stringify(row, rounded) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}
