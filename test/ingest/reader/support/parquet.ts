import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDuckDb } from './duckdb';

/** A Parquet file with the rows of a query, as DuckDB writes it. @param options of COPY: `COMPRESSION zstd` */
export async function parquetOf(query: string, options: readonly string[] = []): Promise<Buffer> {
  const [file] = await parquetFiles([{ query, options }]);
  if (!file) throw new Error('No file was written');
  return file;
}

export async function parquetFiles(
  files: readonly { query: string; options: readonly string[] }[],
): Promise<Buffer[]> {
  return await withDuckDb(async (db, folder) => {
    const written: Buffer[] = [];
    for (const { query, options } of files) {
      const path = join(folder, 'rows.parquet');
      await db.run(`COPY (${query}) TO '${path}' (${['FORMAT parquet', ...options].join(', ')})`);
      written.push(await readFile(path));
    }
    return written;
  });
}
