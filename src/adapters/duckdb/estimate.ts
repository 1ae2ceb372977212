import type { DuckDBConnection } from '@duckdb/node-api';
import type { Estimate } from '../../ports/warehouse';

interface PlanNode {
  readonly children?: readonly PlanNode[];
  readonly extra_info?: Readonly<Record<string, unknown>>;
}

/** What the optimizer believes the scans of stored tables will yield. DuckDB cannot tell bytes. */
export async function estimateRows(
  connection: DuckDBConnection,
  statements: readonly string[],
): Promise<Estimate> {
  const [sql, ...rest] = statements;
  // Later statements may read what earlier ones would have created.
  if (sql === undefined || rest.length > 0) return { bytes: null, rows: null };
  const [row] = await (await connection.run(`EXPLAIN (FORMAT json) ${sql}`)).getRows();
  const plans: readonly PlanNode[] = JSON.parse(String(row?.[1]));
  return { bytes: null, rows: plans.reduce((sum, plan) => sum + rowsRead(plan), 0) };
}

function rowsRead({ children = [], extra_info: info = {} }: PlanNode): number {
  const own = 'Table' in info && children.length === 0 ? Number(info['Estimated Cardinality'] ?? 0) : 0;
  return children.reduce((sum, child) => sum + rowsRead(child), own);
}
