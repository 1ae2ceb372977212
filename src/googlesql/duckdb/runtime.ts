/** What a DuckDB connection needs before it can run generated SQL. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { macroStatements } from './macros';
import { registerScalars } from './scalar';

/**
 * Rewrites "the first row of each group" into an aggregate that, in DuckDB 1.5, may pick another row where the order
 * has NULLs: silently wrong.
 */
const WRONG_OPTIMIZER = 'top_n_window_elimination';

/** Sets the time zone to UTC and loads the macro library and the JavaScript functions. Safe to call again. */
export async function prepareSession(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET disabled_optimizers = '${WRONG_OPTIMIZER}'`);
  registerScalars(connection);
  await connection.run(macroStatements().join(';\n'));
}
