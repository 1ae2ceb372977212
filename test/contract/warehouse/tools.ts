import type { BoundStatement, Row, Statement, Values } from '../../../src/core/types';
import { type Warehouse, WarehouseError } from '../../../src/ports/warehouse';
import type { Session } from '../warehouse';

export type Open = () => Warehouse;

/** A pair of statements that mean the same. */
export function pair(
  googlesql: string,
  duckdb: string,
  params: Readonly<Record<string, string>> = {},
): Statement {
  return { googlesql, duckdb: [duckdb], params };
}

export function bound(googlesql: string, duckdb: string): BoundStatement {
  return { statement: pair(googlesql, duckdb), values: {} };
}

export const withValues = (statement: Statement, values: Values): BoundStatement => ({ statement, values });

/** Inserts the integers from 1 to `count`. */
export const insertUpTo = (table: string, count: number): BoundStatement =>
  bound(
    `INSERT INTO \`contract.${table}\` (n) SELECT n FROM UNNEST(GENERATE_ARRAY(1, ${count})) AS n`,
    `INSERT INTO "contract"."${table}" (n) SELECT range FROM range(1, ${count + 1})`,
  );

export const failingAssert = (): BoundStatement =>
  bound(
    "ASSERT FALSE AS 'versions moved from 3 to 4'",
    "SELECT error('assertion failed: versions moved from 3 to 4')",
  );

/** A table of one INT64 column, `n`. */
export async function createTable(session: Pick<Session, 'make'>, table: string): Promise<void> {
  const columns = [{ name: 'n', type: 'INT64' }];
  await session.make({ tables: [{ name: `contract.${table}`, columns }], views: [] });
}

export async function rowsOf(warehouse: Warehouse, table: string): Promise<readonly Row[]> {
  const [dataset, name] = table.split('.');
  return (await warehouse.query(bound(`SELECT * FROM \`${table}\``, `SELECT * FROM "${dataset}"."${name}"`)))
    .rows;
}

export async function countOf(warehouse: Warehouse, table: string): Promise<unknown> {
  const count = bound(
    `SELECT COUNT(*) AS rows_found FROM \`contract.${table}\``,
    `SELECT count(*) AS rows_found FROM "contract"."${table}"`,
  );
  return (await warehouse.query(count)).rows[0]?.rows_found;
}

/** The error with which a promise is rejected; fails when it is not a WarehouseError. */
export async function failureOf(work: Promise<unknown>): Promise<WarehouseError> {
  const error = await work.then(
    () => new Error('expected a WarehouseError, but the call succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof WarehouseError) return error;
  throw error;
}
