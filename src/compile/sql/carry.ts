import type { SqlText } from './bronze';
import { lines, name } from './text';

/** A column that two shapes of a table have. */
export interface SharedColumn {
  readonly name: string;
  /** The type that it has. */
  readonly from: string;
  /** The type that it is to have. */
  readonly to: string;
}

/** No row, but the columns as they are. */
export const shape = (table: string, columns: readonly Pick<SharedColumn, 'name'>[]): SqlText => ({
  sql: `SELECT\n${lines(columns.map((column) => name(column.name)))}\nFROM ${name(table)}\nLIMIT 0`,
  params: {},
});

/** `lost`: how many values of a column would be other ones, or none, if they had to come back from their new type. */
export function losses(table: string, { name: column, from, to }: SharedColumn): SqlText {
  const value = name(column);
  const back = `SAFE_CAST(SAFE_CAST(${value} AS ${to}) AS ${from})`;
  const sql = `SELECT COUNTIF(${value} IS NOT NULL AND IFNULL(${back} != ${value}, TRUE)) AS lost\nFROM ${name(table)}`;
  return { sql, params: {} };
}

/**
 * The rows of a table in their new types.
 * @param partition column whose value says where a row belongs; a row without a place is left behind
 */
export function carried(table: string, columns: readonly SharedColumn[], partition?: string): SqlText {
  const values = columns.map(({ name: column, from, to }) =>
    from === to ? name(column) : `CAST(${name(column)} AS ${to}) AS ${name(column)}`,
  );
  const placed = partition === undefined ? '' : `\nWHERE ${name(partition)} IS NOT NULL`;
  return { sql: `SELECT\n${lines(values)}\nFROM ${name(table)}${placed}`, params: {} };
}

/** `day`, `row_count`: where the rows of such a query belong. */
export const places = ({ sql }: SqlText, partition: string): SqlText => ({
  sql: `SELECT ${name(partition)} AS day, COUNT(*) AS row_count\nFROM (\n${sql}\n)\nGROUP BY 1`,
  params: {},
});
