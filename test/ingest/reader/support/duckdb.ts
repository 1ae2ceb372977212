import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Field } from './clean-form';

/** Runs `work` with a database in memory and a folder that is removed afterwards. */
export async function withDuckDb<T>(work: (db: DuckDBConnection, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ecluse-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  try {
    return await work(db, folder);
  } finally {
    db.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** Loads a clean file with zero tolerance. @param width fields of a record, `_extra` and `_line` included */
export async function loadClean(
  db: DuckDBConnection,
  folder: string,
  clean: Buffer,
  width: number,
): Promise<Field[][]> {
  const path = join(folder, 'clean.csv');
  await writeFile(path, clean);
  const columns = Array.from({ length: width }, (_, i) => `c${i}: 'VARCHAR'`).join(', ');
  // As bytes: the client drops a byte order mark at the beginning of a text.
  const bytes = Array.from({ length: width }, (_, i) => `hex(encode(c${i}))`).join(', ');
  const reader = await db.runAndReadAll(`
    SELECT ${bytes} FROM read_csv('${path}', header = false, auto_detect = false, strict_mode = true, columns = {${columns}},
      delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n',
      max_line_size = 33554432)`);
  const rows = reader.getRowsJS() as Field[][];
  return rows.map((row) =>
    row.map((hex) => (hex === null ? null : Buffer.from(hex, 'hex').toString('utf8'))),
  );
}
