import { quoteName } from '../../googlesql/types';
import { parsePath } from '../../ports/table-path';

/** `silver.visits` as a DuckDB reference, `"silver"."visits"`. */
export function tableReference(path: string): string {
  const { dataset, table } = parsePath(path);
  return `${quoteName(dataset)}.${quoteName(table)}`;
}
