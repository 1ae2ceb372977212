/** What a DuckDB connection needs before it can run generated SQL. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { macroStatements } from './macros';
import { registerScalars } from './scalar';

/** Sets the time zone to UTC and loads the macro library and the JavaScript functions. Safe to call again. */
export async function prepareSession(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  registerScalars(connection);
  await connection.run(macroStatements().join(';\n'));
}
