import type { BoundStatement, Values } from '../../src/core/types';
import type { Structure, Warehouse } from '../../src/ports/warehouse';

export const CREATE_ORDERS: Structure = {
  datasets: ['shop', 'scratch'],
  tables: [
    {
      name: 'shop.orders',
      columns: [
        { name: 'source', type: 'STRING' },
        { name: 'n', type: 'INT64' },
      ],
    },
  ],
  views: [],
};

export const statement = (
  googlesql: string,
  params: Readonly<Record<string, string>> = {},
  values: Values = {},
): BoundStatement => ({ statement: { googlesql, duckdb: [], params }, values });

/** Orders 1 to `count` of a source. */
export const insertUpTo = (source: string, count: number): BoundStatement =>
  statement(
    'INSERT INTO `shop.orders` (source, n) SELECT @source, n FROM UNNEST(GENERATE_ARRAY(1, @count)) AS n',
    { source: 'STRING', count: 'INT64' },
    { source, count },
  );

export const failingAssert = (): BoundStatement => statement("ASSERT FALSE AS 'versions moved'");

export async function ordersOf(warehouse: Warehouse, source: string): Promise<unknown[]> {
  const sql = 'SELECT n FROM `shop.orders` WHERE source = @source ORDER BY n';
  const { rows } = await warehouse.query(statement(sql, { source: 'STRING' }, { source }));
  return rows.map(({ n }) => n);
}
