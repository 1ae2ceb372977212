import type { DuckDBMaterializedResult } from '@duckdb/node-api';
import { printType } from '../../googlesql/types';
import { type QueryResult, WarehouseError } from '../../ports/warehouse';
import { cellType, orNull } from './cells';

export async function toQueryResult(result: DuckDBMaterializedResult): Promise<QueryResult> {
  const names = result.columnNames();
  refuseRepeated(names);
  const types = result.columnTypes().map((type, i) => cellType(type, names[i] ?? ''));
  const columns = types.map(({ sql }, i) => ({ name: names[i] ?? '', type: printType(sql) }));
  const rows = (await result.getRows()).map((row) =>
    Object.fromEntries(types.map(({ encode }, i) => [names[i], orNull(row[i], encode)])),
  );
  return { columns, rows };
}

/** A row has one cell a name. */
function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw new WarehouseError('invalid', `The query has two columns named ${repeated}; give each its own name.`);
}
