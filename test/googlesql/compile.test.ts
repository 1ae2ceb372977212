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
});
