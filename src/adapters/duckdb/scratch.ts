import { type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { parsePath } from '../../ports/table-path';
import { tableReference } from './tables';

/** Drops the tables that were made for the tasks. */
export async function dropScratch(connection: DuckDBConnection, tasks: readonly string[]): Promise<void> {
  for (const path of await tablesOfTasks(connection))
    if (tasks.some((task) => path.endsWith(`__${task}`)))
      await connection.run(`DROP TABLE ${tableReference(path)}`);
}

export async function isTable(connection: DuckDBConnection, path: string): Promise<boolean> {
  const { dataset, table } = parsePath(path);
  const sql = 'SELECT 1 FROM duckdb_tables() WHERE schema_name = $1 AND table_name = $2';
  return (await connection.run(sql, [dataset, table], [VARCHAR, VARCHAR])).rowCount > 0;
}

async function tablesOfTasks(connection: DuckDBConnection): Promise<string[]> {
  const sql = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE contains(table_name, '__')";
  return (await (await connection.run(sql)).getRows()).map(([path]) => String(path));
}
