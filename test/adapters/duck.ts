import { openDuckdb } from '../../src/adapters/duckdb';
import type { BoundStatement, Row } from '../../src/core/types';

/** DuckDB SQL as a statement, for looking at a warehouse from outside. */
export const duck = (...duckdb: readonly string[]): BoundStatement => ({
  statement: { googlesql: '', duckdb, params: {} },
  values: {},
});

/** The rows of a query on a warehouse that nobody else has open. @param path of its file */
export async function rowsIn(path: string, sql: string): Promise<readonly Row[]> {
  const warehouse = await openDuckdb({ path });
  try {
    return (await warehouse.query(duck(sql))).rows;
  } finally {
    await warehouse.close();
  }
}
