import type { Statement } from '../core/types';
import { type GoogleSql, SqlRefusal, startGoogleSql, type TableSchema } from '../googlesql';
import type { SqlText } from './sql/bronze';

export { carried, losses, places, type SharedColumn, shape } from './sql/carry';

/** A statement over one table as it is, or `null` where GoogleSQL has no such cast. */
export type CompileOver = (table: TableSchema, text: SqlText) => Promise<Statement | null>;

/** Starts the analyzer, which ends with the work. */
export async function compilingOver<T>(work: (compile: CompileOver) => Promise<T>): Promise<T> {
  const googlesql = await startGoogleSql();
  try {
    return await work((table, text) => statementOver(googlesql, table, text));
  } finally {
    await googlesql.close();
  }
}

async function statementOver(
  googlesql: GoogleSql,
  table: TableSchema,
  { sql, params }: SqlText,
): Promise<Statement | null> {
  try {
    const { duckdb } = await googlesql.compile(sql, { params, catalog: { tables: [table] } });
    return { googlesql: sql, duckdb, params };
  } catch (error) {
    if (error instanceof SqlRefusal) return null;
    throw error;
  }
}
