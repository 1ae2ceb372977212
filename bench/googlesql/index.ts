/** Generated SQL against hand-written DuckDB SQL: same machine, same run, the better of several times each. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Catalog, startGoogleSql } from '../../src/googlesql';
import { prepareSession } from '../../src/googlesql/duckdb/runtime';
import { CASES, type Case } from './cases';

const ROWS = 1_000_000;
const TIMES = 5;

const CATALOG: Catalog = {
  tables: [
    {
      name: 'silver.sales',
      columns: [
        { name: 'tx_id', type: 'STRING' },
        { name: 'store_id', type: 'STRING' },
        { name: 'event_ts', type: 'TIMESTAMP' },
        { name: 'local_dt', type: 'DATETIME' },
        { name: 'qty', type: 'INT64' },
        { name: 'amount', type: 'NUMERIC' },
        { name: 'payload', type: 'STRING' },
        { name: 'raw_amount', type: 'STRING' },
        { name: 'raw_ts', type: 'STRING' },
        { name: 'raw_qty', type: 'STRING' },
      ],
    },
    {
      name: 'ref.store',
      columns: [
        { name: 'store_id', type: 'STRING' },
        { name: 'region', type: 'STRING' },
      ],
    },
  ],
};

const DATA = [
  'CREATE SCHEMA silver',
  'CREATE SCHEMA ref',
  `CREATE TABLE silver.sales AS
     SELECT 't' || i AS tx_id, 'S' || i % 100 AS store_id,
       make_timestamptz(1767225600000000 + i * 31000000) AS event_ts,
       make_timestamp(1767225600000000 + i * 31000000) AS local_dt,
       i % 9 AS qty, CAST((i % 100000) / 100 AS DECIMAL(38,9)) AS amount,
       '{"channel":"web","customer":{"id":"C' || i % 5000 || '","tier":"gold"},"items":[{"sku":"A1","qty":2}],"n":' || i || '}' AS payload,
       CAST((i % 100000) / 100 AS VARCHAR) AS raw_amount,
       strftime(make_timestamp(1767225600000000 + i * 31000000), '%Y-%m-%d %H:%M:%S') AS raw_ts,
       CAST(i % 9 AS VARCHAR) AS raw_qty
     FROM range(${ROWS}) AS t(i)`,
  `CREATE TABLE ref.store AS SELECT 'S' || i AS store_id, 'R' || i % 7 AS region FROM range(100) AS t(i)`,
];

/** Prints a line for each case, or for those named. */
export async function run(...names: readonly string[]): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const googleSql = await startGoogleSql();
  await prepareSession(connection);
  for (const sql of DATA) await connection.run(sql);
  console.log(`${ROWS} rows, best of ${TIMES}, ms`);
  for (const item of CASES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const { duckdb } = await googleSql.compile(item.googlesql, { catalog: CATALOG });
    report(item, await race(connection, duckdb[0] ?? '', item.byHand));
  }
  await googleSql.close();
  connection.closeSync();
}

interface Race {
  readonly generated: number;
  readonly byHand: number;
}

/** In turns, so that a busy moment of the machine hits both. */
async function race(connection: DuckDBConnection, generated: string, byHand: string): Promise<Race> {
  const best = { generated: Number.POSITIVE_INFINITY, byHand: Number.POSITIVE_INFINITY };
  for (let i = 0; i < TIMES; i++) {
    best.byHand = Math.min(best.byHand, await time(connection, byHand));
    best.generated = Math.min(best.generated, await time(connection, generated));
  }
  return best;
}

async function time(connection: DuckDBConnection, sql: string): Promise<number> {
  const start = performance.now();
  await connection.runAndReadAll(sql);
  return performance.now() - start;
}

function report({ name, limit }: Case, { generated, byHand }: Race): void {
  const ratio = generated / byHand;
  const verdict = ratio <= limit ? '' : '  over the limit';
  const numbers = [generated, byHand].map((ms) => ms.toFixed(1).padStart(8)).join(' ');
  console.log(`${name.padEnd(24)}${numbers}   ${ratio.toFixed(2)}× (limit ${limit}×)${verdict}`);
}
