import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { prepareSession } from '../../src/googlesql/duckdb/runtime';

const YEARS = ['0000', '1582', '1899', '1900', '1999', '2024', '2099', '2100', '9999', '24'];
const DAYS = ['01-01', '02-28', '02-29', '02-30', '04-31', '12-31', '13-01', '00-10', '1-1', '06-00'];
const SEPARATORS = [' ', 'T', 't', '  '];
const TIMES = ['00:00:00', '23:59:59', '24:00:00', '12:60:00', '12:00:60', '7:5:3', '08:15'];
const FRACTIONS = ['', '.', '.1', '.000001', '.999999', '.1234567'];
const ZONES =
  `|Z|z|+00|-00|+02:00|-0530|+13:59|+14|-14:00|+15|+1|-3:30|+05:60|+00:00:00| UTC| Europe/Paris| `.split('|');

let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await prepareSession(connection);
});

afterAll(() => connection.closeSync());

const list = (texts: readonly string[]): string =>
  `(SELECT unnest([${texts.map((text) => `'${text}'`)}]) AS t)`;

/** Every combination of the parts, except leap seconds: those the general way refuses loudly. */
const TEXTS = `
  SELECT y.t || '-' || d.t || s.t || c.t || f.t || z.t AS x
  FROM ${list(YEARS)} AS y, ${list(DAYS)} AS d, ${list(SEPARATORS)} AS s, ${list(TIMES)} AS c, ${list(FRACTIONS)} AS f,
    ${list(ZONES)} AS z
  WHERE NOT contains(c.t, ':60')`;

test('the usual form of a timestamp is read as the general one reads it', async () => {
  const result = await connection.run(`
    SELECT count(*), count(bq_s2ts(x)),
      min(x) FILTER (bq_s2ts(x) IS DISTINCT FROM bq_ts_from_parts(bq_ts_parts(x)))
    FROM (${TEXTS}) WHERE bq_usual_ts(x)`);
  const [[usual, read, different] = []] = await result.getRows();
  expect(Number(usual)).toBeGreaterThan(1000);
  expect(Number(read)).toBeGreaterThan(1000);
  expect(different).toBeNull();
});

test.each(['2026-01-01 12:60:00Z', '2026-01-01 12:00:60Z'])(
  'the usual form leaves %s to the general one',
  async (text) => {
    const result = await connection.run(`SELECT bq_usual_ts('${text}')`);
    expect(await result.getRows()).toEqual([[false]]);
  },
);
