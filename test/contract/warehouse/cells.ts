import type { Cell } from '../../../src/core/types';
import type { Claim } from '../claims';
import { bound, failureOf, type Open } from './tools';

type Case = readonly [type: string, googlesql: string, duckdb: string, cell: Cell];

/** One expression a line, in both dialects, and the cell it must become. */
const CASES: readonly Case[] = [
  ['BOOL', 'TRUE', 'true', true],
  ['BOOL', 'FALSE', 'false', false],
  ['INT64', '-7', 'CAST(-7 AS BIGINT)', -7],
  ['INT64', '9007199254740992', 'CAST(9007199254740992 AS BIGINT)', 2 ** 53],
  ['INT64', '9007199254740993', 'CAST(9007199254740993 AS BIGINT)', '9007199254740993'],
  ['INT64', '9223372036854775807', 'CAST(9223372036854775807 AS BIGINT)', '9223372036854775807'],
  ['INT64', '-9223372036854775808', 'CAST(-9223372036854775808 AS BIGINT)', '-9223372036854775808'],
  ['FLOAT64', '0.1', 'CAST(0.1 AS DOUBLE)', 0.1],
  ['FLOAT64', '1e308', 'CAST(1e308 AS DOUBLE)', 1e308],
  ['FLOAT64', "CAST('nan' AS FLOAT64)", "CAST('nan' AS DOUBLE)", 'NaN'],
  ['FLOAT64', "CAST('inf' AS FLOAT64)", "CAST('inf' AS DOUBLE)", 'Infinity'],
  ['FLOAT64', "CAST('-inf' AS FLOAT64)", "CAST('-inf' AS DOUBLE)", '-Infinity'],
  ['NUMERIC', "NUMERIC '1.50'", "CAST('1.50' AS DECIMAL(38,9))", '1.5'],
  ['NUMERIC', "NUMERIC '-100'", "CAST('-100' AS DECIMAL(38,9))", '-100'],
  ['NUMERIC', "NUMERIC '0'", "CAST('0' AS DECIMAL(38,9))", '0'],
  ['NUMERIC', "NUMERIC '-0.000000001'", "CAST('-0.000000001' AS DECIMAL(38,9))", '-0.000000001'],
  [
    'NUMERIC',
    "NUMERIC '99999999999999999999999999999.999999999'",
    "CAST('99999999999999999999999999999.999999999' AS DECIMAL(38,9))",
    '99999999999999999999999999999.999999999',
  ],
  ['STRING', "'naïve 😀'", "'naïve 😀'", 'naïve 😀'],
  ['STRING', "''", "''", ''],
  ['BYTES', "b'\\x00a\\xff'", "'\\x00a\\xFF'::BLOB", 'AGH/'],
  ['DATE', "DATE '0001-01-01'", "DATE '0001-01-01'", '0001-01-01'],
  ['DATE', "DATE '9999-12-31'", "DATE '9999-12-31'", '9999-12-31'],
  ['TIME', "TIME '02:03:04'", "TIME '02:03:04'", '02:03:04'],
  ['TIME', "TIME '23:59:59.999999'", "TIME '23:59:59.999999'", '23:59:59.999999'],
  ['DATETIME', "DATETIME '2026-03-29 02:30:00'", "TIMESTAMP '2026-03-29 02:30:00'", '2026-03-29 02:30:00'],
  [
    'TIMESTAMP',
    "TIMESTAMP '2026-03-29 02:30:00.5+00'",
    "TIMESTAMPTZ '2026-03-29 02:30:00.5+00'",
    '2026-03-29 02:30:00.500000+00',
  ],
  [
    'TIMESTAMP',
    "TIMESTAMP '1969-12-31 23:59:59.999999+00'",
    "TIMESTAMPTZ '1969-12-31 23:59:59.999999+00'",
    '1969-12-31 23:59:59.999999+00',
  ],
  [
    'TIMESTAMP',
    "TIMESTAMP '0001-01-01 00:00:00+00'",
    "TIMESTAMPTZ '0001-01-01 00:00:00+00'",
    '0001-01-01 00:00:00+00',
  ],
  [
    'TIMESTAMP',
    "TIMESTAMP '9999-12-31 23:59:59.999999+00'",
    "TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'",
    '9999-12-31 23:59:59.999999+00',
  ],
  ['JSON', 'JSON \'{"a":[1,null]}\'', 'CAST(\'{"a":[1,null]}\' AS JSON)', '{"a":[1,null]}'],
  ['ARRAY<INT64>', '[3, 1, 2]', 'CAST([3, 1, 2] AS BIGINT[])', [3, 1, 2]],
  ['ARRAY<STRING>', 'ARRAY<STRING>[]', 'CAST([] AS VARCHAR[])', []],
  [
    'STRUCT<sku STRING, qty INT64>',
    "STRUCT('a' AS sku, CAST(NULL AS INT64) AS qty)",
    "struct_pack(sku := 'a', qty := CAST(NULL AS BIGINT))",
    { sku: 'a', qty: null },
  ],
  [
    'ARRAY<STRUCT<day DATE, tags ARRAY<STRING>>>',
    "[STRUCT(DATE '2026-10-01' AS day, ['x', 'y'] AS tags)]",
    "[struct_pack(day := DATE '2026-10-01', tags := ['x', 'y'])]",
    [{ day: '2026-10-01', tags: ['x', 'y'] }],
  ],
];

/** Rows leave a warehouse as `Cell` says. */
export function claimCells(claim: Claim, warehouse: Open): void {
  for (const [type, googlesql, duckdb, cell] of CASES) {
    claim(`${googlesql} leaves as ${JSON.stringify(cell)}, a ${type}`, async () => {
      const result = await warehouse().query(bound(`SELECT ${googlesql} AS v`, `SELECT ${duckdb} AS v`));
      expect(result).toEqual({ columns: [{ name: 'v', type }], rows: [{ v: cell }] });
    });
  }

  claim('NULL leaves as null, whatever its type', async () => {
    const types = [
      ['INT64', 'BIGINT'],
      ['NUMERIC', 'DECIMAL(38,9)'],
      ['TIMESTAMP', 'TIMESTAMPTZ'],
      ['JSON', 'JSON'],
      ['STRUCT<a INT64>', 'STRUCT(a BIGINT)'],
    ] as const;
    const select = (type: (kinds: readonly [string, string]) => string) =>
      `SELECT ${types.map((kinds, i) => `CAST(NULL AS ${type(kinds)}) AS c${i}`).join(', ')}`;
    const result = await warehouse().query(
      bound(
        select(([google]) => google),
        select(([, duck]) => duck),
      ),
    );
    expect(result.columns.map(({ type }) => type)).toEqual(types.map(([type]) => type));
    expect(result.rows).toEqual([{ c0: null, c1: null, c2: null, c3: null, c4: null }]);
  });

  claim('a query without rows has columns all the same', async () => {
    const none = bound(
      "SELECT 1 AS one, 'x' AS two LIMIT 0",
      "SELECT CAST(1 AS BIGINT) AS one, 'x' AS two LIMIT 0",
    );
    expect(await warehouse().query(none)).toEqual({
      columns: [
        { name: 'one', type: 'INT64' },
        { name: 'two', type: 'STRING' },
      ],
      rows: [],
    });
  });

  claim('a query that reads what is not there fails as not_found, naming it', async () => {
    const error = await failureOf(
      warehouse().query(
        bound('SELECT 1 AS one FROM `contract.missing`', 'SELECT 1 AS one FROM "contract"."missing"'),
      ),
    );
    expect(error.kind).toBe('not_found');
    expect(error.message).toContain('missing');
  });

  claim('a query that can never succeed fails as invalid, naming the value and not the SQL', async () => {
    const error = await failureOf(
      warehouse().query(bound("SELECT CAST('12x' AS INT64) AS n", "SELECT CAST('12x' AS BIGINT) AS n")),
    );
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain('12x');
    expect(error.message).not.toContain('SELECT');
  });
}
