import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlAnswer } from '../../src/cli/sql-reader';
import { type Ended, ProjectFolder } from '../e2e/command';

jest.setTimeout(60_000);

const REFUSED: readonly [what: string, sql: string, message: RegExp][] = [
  [
    'a value outside of what is proven',
    "SELECT CAST(x AS FLOAT64) AS number FROM UNNEST(['0x1A']) AS x",
    /outside of the supported GoogleSQL subset: FLOAT64 from hexadecimal text/,
  ],
  [
    'what DuckDB cannot even bind',
    "SELECT JSON_VALUE(IFNULL(x, ERROR('none')), '$.a') AS a FROM UNNEST(['{}']) AS x",
    /TRY can not be used in combination with a volatile function/,
  ],
  ['two columns of one name', 'SELECT 1 AS a, 2 AS A', /Two columns of the result are called A\./],
  [
    'a set operation by name',
    'SELECT 1 AS a, 2 AS b UNION ALL BY NAME SELECT 3 AS b, 4 AS a',
    /Set operations by name are not supported\. List the columns in the same order in each SELECT\./,
  ],
];

const THREE =
  'SELECT 1 AS one, \'a,b\' AS text;\nSELECT nope;\nSELECT PARSE_JSON(\'{"b": 1.50, "a": null}\') AS j, CAST(NULL AS INT64) AS n;';

describe('ecluse sql', () => {
  let project: ProjectFolder;
  beforeAll(() => {
    project = new ProjectFolder(join(__dirname, '../fixtures/tiny'));
  });
  afterAll(() => project.close());

  const answers = ({ out }: Ended): SqlAnswer[] => JSON.parse(out) as SqlAnswer[];
  const ofFile = (text: string, format: string): Promise<Ended> => {
    writeFileSync(join(project.path, 'queries.sql'), text);
    return project.ecluse('sql', '--format', format, '--file', 'queries.sql');
  };

  test('refuses what it cannot answer as BigQuery would, says why, and ends with 2', async () => {
    const ended = await ofFile(REFUSED.map(([, sql]) => sql).join(';\n'), 'json');
    const found = answers(ended).map(({ status, rows, message }, i) => [
      REFUSED[i]?.[0],
      status,
      rows,
      message,
    ]);
    expect(found).toEqual(
      REFUSED.map(([what, , message]) => [what, 'refused', [], expect.stringMatching(message)]),
    );
    expect(ended.code).toBe(2);
  });

  test('calls a value of which BigQuery fails as well an error', async () => {
    const [answer] = answers(await ofFile("SELECT CAST(x AS INT64) AS n FROM UNNEST(['x']) AS x", 'json'));
    expect([answer?.status, answer?.message]).toEqual([
      'error',
      expect.stringContaining('Bad cast to INT64'),
    ]);
  });

  test('prints CSV with a header for each answer, and failures on stderr', async () => {
    const { code, out, err } = await ofFile(THREE, 'csv');
    expect(out).toBe('one,text\n1,"a,b"\n\nj,n\n"{""a"":null,""b"":1.5}",\n');
    expect(err).toContain('error: 2:8: Unrecognized name: nope.');
    expect(code).toBe(2);
  });

  test('prints a table for each answer, with an empty line between two', async () => {
    const { out } = await ofFile(THREE, 'table');
    expect(out).toBe(
      [
        'one  text',
        '───  ────',
        '  1  a,b',
        '',
        'j                   n',
        '──────────────────  ─',
        '{"a":null,"b":1.5}',
        '',
      ].join('\n'),
    );
  });

  test('answers from the journal what happened in runs, also while there was none yet', async () => {
    const query = 'SELECT * FROM `ops.events` WHERE task IS NOT NULL AND state = "SUCCESS" ORDER BY `at`';
    const ask = async () => answers(await project.ecluse('sql', '--format', 'json', query))[0];
    expect(await ask()).toMatchObject({ status: 'ok', rows: [] });
    project.land('a.csv', 'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\n');
    await project.ecluse('run');
    const answer = await ask();
    expect(answer?.rows).toMatchObject([
      { attempt: 1, message: null, counts: { staged: 1, passed: 1, quarantined: 0, duplicates: 0 } },
      { run: (await project.lastRun())?.record.run },
    ]);
    expect(answer?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'run STRING',
      'task STRING',
      'state STRING',
      'attempt INT64',
      'at TIMESTAMP',
      'message STRING',
      'counts STRUCT<staged INT64, passed INT64, quarantined INT64, duplicates INT64>',
    ]);
  });
});
