import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { Scalar } from '../dirt/emission';
import type { LandingFile } from './landing-file';

const TYPES: Readonly<Record<string, ColumnSource['type']>> = {
  delivered_at: 'TIMESTAMP',
  quantity: 'INT32',
  unit_cost: 'DOUBLE',
};

/** Strings, but for the columns above; every column may hold NULL. Timestamps are instants, in milliseconds. */
export function parquetBytes(file: LandingFile): Uint8Array {
  const columnData = file.columns.map((name) => {
    const type = TYPES[name] ?? 'STRING';
    const values = file.lines.map((line) => (line.fate === 'malformed' ? null : (line.fields[name] ?? null)));
    return { name, type, nullable: true, data: type === 'TIMESTAMP' ? values.map(instant) : values };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'translog' }));
}

function instant(value: Scalar): Date | null {
  return value === null ? null : new Date(String(value));
}
