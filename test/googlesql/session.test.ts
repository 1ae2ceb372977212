import { DuckDBInstance } from '@duckdb/node-api';
import { prepareSession } from '../../src/googlesql/duckdb/runtime';

const NEWEST = `
  SELECT seq, version FROM (
    SELECT *, row_number() OVER (PARTITION BY part ORDER BY seq DESC NULLS LAST) AS place
    FROM (SELECT *, coalesce(pinned, false) AS held FROM (VALUES
      ('a', NULL, 'old', false), ('a', 12, 'new', NULL), ('a', -1, 'older', true)
    ) AS rows(part, seq, version, pinned))
  ) WHERE place = 1`;

test('the first row of a group is the first one also where some have no place in the order', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await prepareSession(connection);
  expect((await connection.runAndReadAll(NEWEST)).getRowObjectsJson()).toEqual([{ seq: 12, version: 'new' }]);
  connection.closeSync();
});
