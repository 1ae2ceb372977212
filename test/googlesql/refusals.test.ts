import { type GoogleSql, SqlRefusal, startGoogleSql } from '../../src/googlesql';
import { type AnalyzerClient, connectAnalyzer } from '../../src/googlesql/analyzer/client';
import { languageOptions } from '../../src/googlesql/analyzer/options';
import { SCALAR_FAMILIES, SET_FAMILIES } from '../../src/googlesql/duckdb/functions';
import { refusedFunction } from '../../src/googlesql/duckdb/functions/refused';

/** Every way of being refused that a statement can meet; each expression stands in a SELECT. */
const EXPRESSIONS = [
  'RAND()',
  'CURRENT_DATE()',
  'ST_GEOGPOINT(1, 2)',
  "JSON_EXTRACT_STRING_ARRAY('{}', '$.a')",
  'LAX_INT64(PARSE_JSON(s))',
  "JSON_OBJECT('a', 1)",
  'TO_JSON(i, stringify_wide_numbers => TRUE)',
  "FLOAT64(PARSE_JSON(s), wide_number_mode => 'exact')",
  'JSON_VALUE(s, s)',
  'JSON_VALUE(s, \'$["a"]\')',
  'TO_JSON_STRING(t, TRUE)',
  "TO_JSON_STRING(TIME '10:00:00')",
  'CAST(b AS STRING)',
  'CAST(s AS TIME)',
  'CAST(s AS BIGNUMERIC)',
  "CAST(d AS STRING FORMAT 'YYYY')",
  'CAST(s AS STRING(3))',
  'CAST(a AS ARRAY<INT64>)',
  'CAST(r AS STRUCT<z INT64, y STRING>)',
  'INTERVAL 1 DAY',
  'd - d',
  'r IN (SELECT r FROM `silver.t`)',
  "DATE(t, '+02:00')",
  'a IN (SELECT a FROM `silver.t`)',
  'LOG(f, 2.0)',
  "ROUND(n, 2, 'ROUND_HALF_EVEN')",
  'ROUND(n, i)',
  'TRUNC(f, 1)',
  'REGEXP_CONTAINS(s, s)',
  "REGEXP_EXTRACT(s, r'(a)(b)')",
  "REGEXP_EXTRACT(s, r'(a)?')",
  "REGEXP_EXTRACT(s, r'a', 2)",
  "REGEXP_INSTR(s, r'a', 2)",
  "REGEXP_REPLACE(s, r'a', r'\\1')",
  "REGEXP_CONTAINS(b, b'x')",
  'LOWER(b)',
  "INITCAP(s, '-')",
  "INSTR(s, 'a', 2)",
  'NORMALIZE(s, NFD)',
  "FORMAT('%t', d)",
  "FORMAT_DATE('%c', d)",
  "PARSE_DATE('%A', s)",
  "PARSE_DATE('%Y%z', s)",
  "PARSE_TIMESTAMP('%E3S %Y', s)",
  "TIMESTAMP(s, 'Europe/Paris')",
  'TIMESTAMP_ADD(t, INTERVAL 1 HOUR) - INTERVAL 1 HOUR',
  'LAST_DAY(d, ISOYEAR)',
  'PERCENTILE_DISC(i, 0.5 RESPECT NULLS) OVER ()',
  "EDIT_DISTANCE(s, 'x')",
  'TIMESTAMP_BUCKET(t, INTERVAL 15 MINUTE)',
  "COLLATE(s, 'und:ci')",
  'd + INTERVAL 1 DAY',
  't - t',
  "CONTAINS_SUBSTR(t, 'x')",
  'RANGE(d, d)',
  'ARRAY_AGG(s)',
  "STRING_AGG(s, ',')",
  "STRING_AGG(s, ',' ORDER BY s LIMIT 2)",
  "STRING_AGG(b, b',' ORDER BY b)",
  'COUNTIF(DISTINCT i = 1)',
  'STDDEV_POP(DISTINCT f)',
  'MIN(r)',
  'MAX(s HAVING MAX i)',
  'CORR(f, f)',
  'PERCENTILE_CONT(n, 0.5) OVER ()',
  's LIKE s',
  "b LIKE b'x'",
  'i << 1',
  'ARRAY_SLICE(a, 0, 1)',
  "CONTAINS_SUBSTR(s, 'x')",
  'JSON_KEYS(s)',
  'SINH(f)',
  'SHA512(s)',
  "TIME_ADD(TIME '10:00:00', INTERVAL 1 HOUR)",
];

const STATEMENTS = [
  'SELECT * FROM `silver.t` TABLESAMPLE SYSTEM (10 PERCENT)',
  "SELECT * FROM `silver.t` FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01'",
  'SELECT COUNT(*) AS n FROM (SELECT s FROM `silver.t` LIMIT 3)',
  'SELECT s FROM `silver.t` ORDER BY r',
  'SELECT a, COUNT(*) AS n FROM `silver.t` GROUP BY a',
  'SELECT a FROM `silver.t` UNION DISTINCT SELECT a FROM `silver.t`',
  'CREATE TEMP TABLE x AS SELECT 1 AS a',
  'CREATE TABLE `silver.x` (a STRING(3))',
  "CREATE TABLE `silver.x` (a STRING DEFAULT 'x')",
  'CREATE TABLE `silver.x` LIKE `silver.t`',
  'CREATE TABLE `silver.x` AS SELECT s FROM `silver.t` LIMIT 3',
  'DROP SCHEMA silver',
  'DELETE FROM `silver.t` WHERE i = 1 THEN RETURN s',
  'UPDATE `silver.t` SET r.x = 1 WHERE TRUE',
  "INSERT OR IGNORE INTO `silver.t` (s) VALUES ('x')",
  'BEGIN TRANSACTION',
  'DECLARE x INT64',
  'CALL work()',
  'SELECT * FROM `silver.t` GROUP BY ALL',
  'SELECT (SELECT 1) AS x, COUNT(*) AS n FROM `silver.t` GROUP BY ALL',
  'SELECT s FROM `silver.t` |> WHERE i > 1',
  'FROM `silver.t` |> SELECT s',
  "EXPORT DATA OPTIONS (uri = 'x') AS SELECT 1 AS a",
  'ALTER TABLE `silver.t` ADD COLUMN z INT64',
];

/** These BigQuery refuses too. */
const REFUSED_BY_BIGQUERY = new Set([
  'SELECT a IN (SELECT a FROM `silver.t`) AS x FROM `silver.t`',
  'SELECT MIN(r) AS x FROM `silver.t`',
  'SELECT s FROM `silver.t` ORDER BY r',
  'SELECT a FROM `silver.t` UNION DISTINCT SELECT a FROM `silver.t`',
]);

const CATALOG = {
  tables: [
    {
      name: 'silver.t',
      columns: Object.entries({
        i: 'INT64',
        f: 'FLOAT64',
        n: 'NUMERIC',
        s: 'STRING',
        b: 'BYTES',
        d: 'DATE',
        t: 'TIMESTAMP',
        a: 'ARRAY<STRING>',
        r: 'STRUCT<x INT64, y STRING>',
      }).map(([name, type]) => ({ name, type })),
    },
  ],
};

describe('a refusal', () => {
  let googleSql: GoogleSql;
  beforeAll(async () => {
    googleSql = await startGoogleSql();
  });
  afterAll(() => googleSql.close());

  const statements = [
    ...EXPRESSIONS.map((expression) => `SELECT ${expression} AS x FROM \`silver.t\``),
    ...STATEMENTS,
  ];
  test.each(statements)('says what to write instead: %s', async (sql) => {
    const error = await googleSql.compile(sql, { catalog: CATALOG }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(SqlRefusal);
    const { kind, reason, remedy } = error as SqlRefusal;
    expect(kind).toBe(REFUSED_BY_BIGQUERY.has(sql) ? 'invalid' : 'unsupported');
    expect(reason).toMatch(/\.$/);
    expect(remedy).toMatch(/^[A-Z].*[^.]\.$/s);
  });
});

interface Builtins {
  readonly function: readonly { readonly namePath: readonly string[] }[];
}

describe('the functions of the analyzer', () => {
  let client: AnalyzerClient;
  beforeAll(async () => {
    client = await connectAnalyzer();
  });
  afterAll(() => client.close());

  test('are each supported, or refused with a remedy of their own', async () => {
    const families = [...Object.values(SCALAR_FAMILIES), ...Object.values(SET_FAMILIES)];
    const supported = new Set(families.flatMap((entries) => Object.keys(entries)));
    const reply = await client.call<Builtins>('GetBuiltinFunctions', {
      languageOptions: await languageOptions(client),
    });
    const names = reply.function.map(({ namePath }) => namePath.join('.'));
    const forgotten = names.filter((name) => !supported.has(name) && !refusedFunction(name));
    expect(names.length).toBeGreaterThan(300);
    // GROUPING is lowered with its GROUP BY.
    expect(forgotten).toEqual(['grouping']);
  });
});
