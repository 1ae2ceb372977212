import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDuckdb } from '../../src/adapters/duckdb';
import type { Warehouse } from '../../src/ports/warehouse';
import { Worker } from '../contract/process';
import { failureOf } from '../contract/warehouse/tools';
import { duck } from './duck';
import { type TemporaryFolder, temporaryFolder } from './folder';

let folder: TemporaryFolder;
let file: string;
let warehouse: Warehouse;

const ENDLESS =
  'INSERT INTO "d"."t" SELECT max((a.range * b.range) % 7) FROM range(1000000) a, range(1000000) b';

beforeEach(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.path, 'made/on/demand/warehouse.duckdb');
  warehouse = await openDuckdb({ path: file, threads: 2 });
  await warehouse.prepare({ tables: [{ name: 'd.t', columns: [{ name: 'n', type: 'INT64' }] }], views: [] });
});
afterEach(async () => {
  await warehouse.close();
  await folder.remove();
});

const rows = async (sql: string) => (await warehouse.query(duck(sql))).rows;

describe('A DuckDB file', () => {
  test('is opened once in a process', async () => {
    const error = await failureOf(openDuckdb({ path: file }));
    expect(error.kind).toBe('transient');
    expect(error.message).toContain(`${file} is held by this process (${process.pid})`);
  });

  test('is opened by one process at a time; the message names file and holder', async () => {
    await warehouse.close();
    const connection = { module: path.join(__dirname, 'duckdb.connect.ts'), config: file };
    const worker = await new Worker('warehouse/worker.ts', connection, 'long', 'd.t', 'hold').ready();
    const error = await failureOf(openDuckdb({ path: file }));
    await worker.kill();
    expect(error.kind).toBe('transient');
    expect(error.message).toMatch(new RegExp(`${file} is held by process \\d+; one process at a time`));
    warehouse = await openDuckdb({ path: file });
  });

  test('can be opened again after it was closed, also when closing was asked for twice', async () => {
    await Promise.all([warehouse.close(), warehouse.close()]);
    warehouse = await openDuckdb({ path: file });
    expect(await rows('SELECT * FROM "d"."t"')).toEqual([]);
  });

  test('that is none is refused, however often it is tried', async () => {
    const junk = path.join(folder.path, 'junk.duckdb');
    await writeFile(junk, 'x'.repeat(20_000));
    for (let i = 0; i < 2; i++) expect((await failureOf(openDuckdb({ path: junk }))).kind).toBe('invalid');
  });

  test('may be none at all: in memory', async () => {
    const [one, other] = [await openDuckdb({ path: ':memory:' }), await openDuckdb({ path: ':memory:' })];
    await one.prepare({ datasets: ['only_here'], tables: [], views: [] });
    const made = await failureOf(other.query(duck('SELECT 1 AS one FROM "only_here"."t"')));
    expect(made.kind).toBe('not_found');
    await Promise.all([one.close(), other.close()]);
  });
});

describe('Calls that overlap', () => {
  test('queries are answered while a transaction is open, from what was committed before', async () => {
    const running = failureOf(
      warehouse.execute('long', [duck('INSERT INTO "d"."t" VALUES (1)'), duck(ENDLESS)]),
    );
    await sleep(100);
    const counts = await Promise.all(
      Array.from({ length: 5 }, () => rows('SELECT count(*) AS n FROM "d"."t"')),
    );
    expect(counts.flat()).toEqual(Array(5).fill({ n: 0 }));
    await warehouse.cancel('long');
    expect((await running).kind).toBe('cancelled');
  });

  test('a job that waits for its turn is cancelled at once', async () => {
    const running = failureOf(warehouse.execute('long', [duck(ENDLESS)]));
    const waiting = failureOf(warehouse.execute('waiting', [duck('INSERT INTO "d"."t" VALUES (1)')]));
    await warehouse.cancel('waiting');
    expect((await waiting).kind).toBe('cancelled');
    await warehouse.cancel('long');
    await running;
    expect(await rows('SELECT * FROM "d"."t"')).toEqual([]);
  });

  test('closing waits for what was called before, and refuses what is called after', async () => {
    const job = warehouse.execute('insert', [duck('INSERT INTO "d"."t" SELECT range FROM range(100000)')]);
    const query = rows('SELECT count(*) AS n FROM range(1000000)');
    const closed = warehouse.close();
    expect((await failureOf(warehouse.execute('late', []))).message).toContain('closed');
    expect((await failureOf(warehouse.query(duck('SELECT 1 AS n')))).message).toContain('closed');
    await closed;
    expect((await job).affected).toEqual([100_000]);
    expect(await query).toEqual([{ n: 1_000_000 }]);
  });
});

describe('A query', () => {
  test('only reads', async () => {
    for (const sql of [
      'DELETE FROM "d"."t"',
      'CREATE TABLE "d"."x" (n INT)',
      'CHECKPOINT',
      'SET threads = 1',
    ]) {
      expect((await failureOf(warehouse.query(duck(sql)))).kind).toBe('invalid');
    }
  });

  test('is one statement', async () => {
    for (const texts of [['SELECT 1 AS n; DROP TABLE "d"."t"'], ['SELECT 1 AS n', 'SELECT 2 AS n'], []]) {
      expect((await failureOf(warehouse.query(duck(...texts)))).kind).toBe('invalid');
    }
    expect(await rows('SELECT * FROM "d"."t"')).toEqual([]);
  });

  test('has columns of GoogleSQL types, each with a name of its own', async () => {
    expect((await failureOf(rows('SELECT 1::HUGEINT AS big'))).message).toContain(
      'Column big has the DuckDB type HUGEINT',
    );
    expect((await failureOf(rows('SELECT 1 AS a, 2 AS a'))).message).toContain('two columns named a');
    expect((await failureOf(rows("SELECT DATE '10000-01-01' AS d"))).message).toContain('outside 0001-01-01');
  });

  test('runs the macros and functions of generated SQL on every connection', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => rows("SELECT bq_lower('ÀB') AS x")));
    expect(answers.flat()).toEqual(Array(6).fill({ x: 'àb' }));
  });
});

describe('A statement that became several', () => {
  test('counts the rows of all its parts', async () => {
    const parts = duck(
      'CREATE TEMP TABLE staged AS SELECT range AS n FROM range(7)',
      'INSERT INTO "d"."t" SELECT n FROM staged',
      'DELETE FROM "d"."t" WHERE n < 2',
      'DROP TABLE staged',
    );
    expect((await warehouse.execute('parts', [parts])).affected).toEqual([9]);
  });
});

describe('A prepared structure', () => {
  test('is found as it is while a transaction is open, and made again when a table of it is gone', async () => {
    const structure = { tables: [{ name: 'd.s', columns: [{ name: 'n', type: 'INT64' }] }], views: [] };
    await warehouse.prepare(structure);
    const working = failureOf(warehouse.execute('long', [duck(ENDLESS)]));
    await warehouse.prepare(structure);
    await warehouse.cancel('long');
    expect((await working).kind).toBe('cancelled');
    await warehouse.execute('drop', [duck('DROP TABLE "d"."s"')]);
    await warehouse.prepare(structure);
    expect(await rows('SELECT * FROM "d"."s"')).toEqual([]);
  });

  test('does not replace a view by a table', async () => {
    const view = { googlesql: '', duckdb: ['CREATE OR REPLACE VIEW "d"."v" AS SELECT 1 AS n'], params: {} };
    await warehouse.prepare({ tables: [], views: [view] });
    const table = { name: 'd.v', columns: [{ name: 'n', type: 'INT64' }] };
    expect((await failureOf(warehouse.prepare({ tables: [table], views: [] }))).message).toContain(
      'd.v is a view',
    );
  });

  test('has tables of two-part names and GoogleSQL types', async () => {
    const prepare = (name: string, type: string) =>
      failureOf(warehouse.prepare({ tables: [{ name, columns: [{ name: 'n', type }] }], views: [] }));
    expect((await prepare('alone', 'INT64')).message).toContain('"alone" is no table name');
    expect((await prepare('d.x.y', 'INT64')).kind).toBe('invalid');
    expect((await prepare('d.typed', 'VARCHAR(3)')).message).toContain('d.typed.n');
  });
});

describe('An external table', () => {
  const columns = [
    { name: 'run', type: 'STRING' },
    { name: 'at', type: 'TIMESTAMP' },
    { name: 'counts', type: 'STRUCT<staged INT64>' },
  ];

  test('has the lines that there are below its address when it is read, of any path, and none before', async () => {
    const address = path.join(folder.path, "it's [a] *path?", 'events');
    await warehouse.prepare({ tables: [], external: [{ name: 'd.events', columns, address }], views: [] });
    const all =
      'SELECT run, "at"::VARCHAR AS "at", counts.staged::INT AS staged FROM "d"."events" ORDER BY run';
    expect(await rows(all)).toEqual([]);
    await mkdir(path.join(address, 'r1/tasks'), { recursive: true });
    await writeFile(path.join(address, 'r1/1.json'), '{"run":"a","at":"2026-10-25T01:30:00.5Z"}');
    await writeFile(
      path.join(address, 'r1/tasks/1.json'),
      '{"run":"b","at":"2026-10-25T01:30:00Z","counts":{"staged":2,"more":1},"more":[]}',
    );
    expect(await rows(all)).toEqual([
      { run: 'a', at: '2026-10-25 01:30:00.5+00', staged: null },
      { run: 'b', at: '2026-10-25 01:30:00+00', staged: 2 },
    ]);
  });
});
