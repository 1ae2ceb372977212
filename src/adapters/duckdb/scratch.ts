import { type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { parsePath } from '../../ports/table-path';
import { tableReference } from './tables';

/** Drops the tables that were made for the tasks. @returns them, as SQL names them */
export async function dropScratch(
  connection: DuckDBConnection,
  tasks: readonly string[],
): Promise<readonly string[]> {
  const paths = await tablesOfTasks(connection);
  const made = paths.filter((path) => tasks.some((task) => path.endsWith(`__${task}`))).map(tableReference);
  for (const table of made) await connection.run(`DROP TABLE ${table}`);
  return made;
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
