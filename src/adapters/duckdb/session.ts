import type { DuckDBConnection } from '@duckdb/node-api';

/** What every connection needs before it runs generated SQL. */
export async function prepareConnection(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
}
