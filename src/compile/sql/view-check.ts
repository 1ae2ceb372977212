import { checkColumn } from './audit';
import type { SqlText } from './bronze';
import type { CompiledCheck } from './checks';
import { WHOLE } from './stage';
import { lines, name, names } from './text';

/**
 * The checks of a view, as one row: `judged` rows and a column a check. A view holds nothing that could be held
 * back, so this is asked after what it reads has been published, and only warns.
 */
export function viewCheck(view: string, checks: readonly CompiledCheck[]): SqlText | undefined {
  const results = checks.map((compiled, index) => `${resultOf(view, compiled)} AS ${checkColumn(index)}`);
  if (results.length === 0) return undefined;
  const sql = `SELECT
${lines(['COUNT(*) AS judged', ...results])}
FROM (SELECT *, DATE '${WHOLE}' AS _day FROM ${name(view)}) AS placed`;
  return { sql, params: {} };
}

function resultOf(view: string, { fails, observed, uniqueColumns }: CompiledCheck): string {
  if (fails) return `COUNTIF(${fails})`;
  if (uniqueColumns) return repeated(view, uniqueColumns);
  return `CAST(${observed ?? 'NULL'} AS FLOAT64)`;
}

function repeated(view: string, columns: readonly string[]): string {
  const known = columns.map((column) => `${name(column)} IS NOT NULL`).join(' AND ');
  return `(SELECT IFNULL(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM ${name(view)} WHERE ${known} GROUP BY ${names(columns)} HAVING COUNT(*) > 1))`;
}
