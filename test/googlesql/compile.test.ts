import { DuckDBInstance } from '@duckdb/node-api';
import { type Catalog, type GoogleSql, SqlRefusal, startGoogleSql } from '../../src/googlesql';
import { prepareSession } from '../../src/googlesql/duckdb/runtime';

const CATALOG: Catalog = {
  tables: [
    {
      name: 'silver.sales',
      columns: [
        { name: 'Id', type: 'STRING' },
        { name: 'store_id', type: 'STRING' },
        { name: 'amount', type: 'NUMERIC' },
        { name: 'business_date', type: 'DATE' },
        { name: '_source', type: 'STRUCT<file STRING, line INT64>' },
        { name: '_violations', type: 'ARRAY<STRING>' },
      ],
    },
    { name: 'scratch.silver__x__{task}', columns: [{ name: 'id', type: 'STRING' }] },
  ],
};

describe('compiling a statement', () => {
  let googleSql: GoogleSql;
  beforeAll(async () => {
    googleSql = await startGoogleSql();
  });
  afterAll(() => googleSql.close());

  const compile = (sql: string, params: Record<string, string> = {}) =>
    googleSql.compile(sql, { catalog: CATALOG, params });

  async function refused(sql: string): Promise<SqlRefusal> {
    const error = await compile(sql).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(SqlRefusal);
    return error as SqlRefusal;
  }

  async function run(sql: string, params: Record<string, string> = {}): Promise<unknown[]> {
    const { duckdb } = await compile(sql, params);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await prepareSession(connection);
    let rows: unknown[] = [];
    for (const statement of duckdb) rows = (await connection.runAndReadAll(statement)).getRowObjectsJson();
    return rows;
  }

  test('a column keeps the name it has in the table', async () => {
    const { columns } = await compile('SELECT * FROM `silver.sales`');
    expect(columns.map(({ name }) => name)).toEqual(CATALOG.tables[0]?.columns.map(({ name }) => name));
  });

  test('output types are GoogleSQL type text', async () => {
    const { columns } = await compile(
      'SELECT SUM(amount) AS total, ARRAY_AGG(_source ORDER BY Id) AS s FROM `silver.sales`',
    );
    expect(columns).toEqual([
      { name: 'total', type: 'NUMERIC' },
      { name: 's', type: 'ARRAY<STRUCT<file STRING, line INT64>>' },
    ]);
  });

  test('a list of dates is left for the caller to put in, and refused elsewhere', async () => {
    const params = { dates: 'DATES' };
    const { duckdb } = await compile('DELETE FROM `silver.sales` WHERE business_date IN (@dates)', params);
    expect(duckdb).toEqual(['DELETE FROM "silver"."sales" AS t WHERE (t."business_date" IN ($dates))']);
    await expect(compile('SELECT @dates', params)).rejects.toThrow('Use it only as: column IN (@dates).');
  });

  test('a task suffix stays as it is inside the quoted identifier', async () => {
    const { duckdb, tables } = await compile('SELECT id FROM `scratch.silver__x__{task}`');
    expect(duckdb[0]).toContain('"scratch"."silver__x__{task}"');
    expect(tables).toEqual(['scratch.silver__x__{task}']);
  });

  test('lineage follows a column through subqueries, windows and structs', async () => {
    const { lineage } = await compile(
      'WITH d AS (SELECT store_id, SUM(amount) AS a FROM `silver.sales` GROUP BY 1) ' +
        'SELECT s.Id, SUM(d.a) OVER (ORDER BY s.Id) AS running, s._source.line FROM d JOIN `silver.sales` s USING (store_id)',
    );
    expect(lineage).toEqual({
      Id: ['silver.sales.Id'],
      running: ['silver.sales.amount'],
      line: ['silver.sales._source'],
    });
  });

  test('an assertion that does not hold fails with its message', async () => {
    await expect(
      run("ASSERT (SELECT COUNT(*) FROM UNNEST([1, 2])) = 3 AS 'two are not three'"),
    ).rejects.toThrow('assertion failed: two are not three');
    await expect(run("ASSERT 1 = 1 AS 'never'")).resolves.toHaveLength(1);
  });

  test('an unknown column is pointed at, and the nearest name is offered', async () => {
    const refusal = await refused('SELECT Id,\n  amont\nFROM `silver.sales`');
    expect(refusal).toMatchObject({ kind: 'invalid', position: { line: 2, column: 3 } });
    expect(refusal.message).toContain('Did you mean amount?');
  });

  test('a function outside of the subset is named with its place and what to write instead', async () => {
    const refusal = await refused('SELECT Id,\n  RAND() AS r\nFROM `silver.sales`');
    expect(refusal).toMatchObject({ kind: 'unsupported', position: { line: 2, column: 3 } });
    expect(refusal.remedy).toBe('Use FARM_FINGERPRINT of a key.');
  });

  test.each([
    ['division', '6.0', (inner: string) => `SAFE_DIVIDE(${inner}, 1.5)`],
    ['addition', '1.0', (inner: string) => `(${inner} + 0.5)`],
    ['text', "'abc'", (inner: string) => `SUBSTR(LPAD(${inner}, 9, '*'), 1)`],
    [
      'days',
      "DATE '2026-03-29'",
      (inner: string) => `DATE_ADD(DATE_TRUNC(${inner}, MONTH), INTERVAL 1 MONTH)`,
    ],
  ])('%s nested twenty deep is computed in no time', async (_, start, wrap) => {
    const nested = Array.from({ length: 20 }).reduce<string>(wrap, start);
    const { duckdb } = await compile(`SELECT ${nested} AS x FROM UNNEST([1])`);
    expect(duckdb.join().length).toBeLessThan(20_000);
    await expect(run(`SELECT ${nested} AS x FROM UNNEST([1])`)).resolves.toHaveLength(1);
  });

  test('a SQL function is put in where it is called, and its columns do not meet those around it', async () => {
    const functions = [
      'CREATE FUNCTION above(x INT64) AS ((SELECT COUNT(*) FROM UNNEST([1, 2, 3]) AS x1 WHERE x1 > x))',
    ];
    const { duckdb, columns } = await googleSql.compile(
      'SELECT x, above(above(x)) AS n FROM UNNEST([0, 1, 2]) AS x ORDER BY x',
      { catalog: { tables: [], functions } },
    );
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await prepareSession(connection);
    const rows = (await connection.runAndReadAll(duckdb[0] ?? '')).getRowsJson();
    expect(columns.map(({ type }) => type)).toEqual(['INT64', 'INT64']);
    expect(rows).toEqual([
      ['0', '0'],
      ['1', '1'],
      ['2', '2'],
    ]);
  });

  test('a function that reads a table is refused: its reads would not show', async () => {
    const functions = ['CREATE FUNCTION f() AS ((SELECT COUNT(*) FROM `silver.sales`))'];
    const compiled = googleSql.compile('SELECT f() AS n', { catalog: { tables: CATALOG.tables, functions } });
    await expect(compiled).rejects.toThrow('The function f reads a table. Pass what it needs as arguments.');
  });

  test('ANY_VALUE fails where the group does not make it unique', async () => {
    await expect(run('SELECT ANY_VALUE(x) AS x FROM UNNEST([1, 1]) AS x')).resolves.toEqual([{ x: '1' }]);
    await expect(run('SELECT ANY_VALUE(x) AS x FROM UNNEST([1, 2]) AS x')).rejects.toThrow(
      'ANY_VALUE of different values',
    );
  });
});
