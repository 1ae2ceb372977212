import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import { runWhatIsDue } from '../../src/cli/commands/run';
import { openToRead } from '../../src/cli/open-to-read';
import { openToWork } from '../../src/cli/open-to-work';
import { answerAll } from '../../src/cli/sql-reader';
import { loadProject } from '../../src/cli/wire';
import { Journal } from '../../src/engine/journal';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import { runId } from '../../src/engine/run';
import { sweep } from '../../src/ingest/sweep';
import { duck, rowsIn } from '../adapters/duck';
import { REPOSITORY } from '../e2e/workshop';

const quiet = (): void => undefined;
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => stderr.mockRestore());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecluse-anew-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), folder, { recursive: true });
  mkdirSync(join(folder, 'landing/orders'), { recursive: true });
  const orders =
    'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\no2,2026-10-03 11:00:00,7.50,\n';
  writeFileSync(join(folder, 'landing/orders/a.csv'), orders);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, () => to);
  if (after === before) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, after);
}

/** @returns the state of the run, and the models that it worked on */
async function run(): Promise<string[]> {
  const context = await openToWork(folder, quiet);
  try {
    await sweep(context, runId(context));
    const { tasks, state } = await runWhatIsDue(context, { force: false });
    return [state, ...tasks.map(({ task }) => task.model)];
  } finally {
    await context.close();
  }
}

/** A command that has changed the tables, and ended before it could write that down. */
async function killed(): Promise<void> {
  const prepared = readFileSync(join(folder, '.ecluse/prepared.json'));
  await (await openToWork(folder, quiet)).close();
  writeFileSync(join(folder, '.ecluse/prepared.json'), prepared);
}

/** As the first run left it. */
async function rollBack(): Promise<string | undefined> {
  const context = await openToWork(folder, quiet);
  try {
    const [to = ''] = await new Journal(context.objects).runs();
    return (await executeRollback(context, await planRollback(context, 'gold.revenue', { to }), to))?.state;
  } finally {
    await context.close();
  }
}

/** As `ecluse sql` answers. */
async function asked(sql: string): Promise<{ current: boolean; rows: unknown }> {
  const context = await openToRead(await loadProject(folder), quiet);
  try {
    const [answer] = await answerAll(context, [{ sql, line: 1, column: 1 }]);
    return { current: context.current, rows: answer?.rows };
  } finally {
    await context.close();
  }
}

/** Revenue in order, each with its type in DuckDB, of a table or a view as it lies there. */
async function revenueOf(table = 'gold.revenue'): Promise<string[]> {
  const value = "concat(CAST(revenue AS DOUBLE), ' ', typeof(revenue))";
  const sql = `SELECT ${value} AS found FROM ${table} ORDER BY 1`;
  const rows = await rowsIn(join(folder, '.ecluse/warehouse.duckdb'), sql);
  return rows.map(({ found }) => String(found));
}

/** As somebody who works on the database without Écluse. */
async function byHand(sql: string): Promise<void> {
  const warehouse = await openDuckdb({ path: join(folder, '.ecluse/warehouse.duckdb') });
  await warehouse.execute('by_hand', [duck(sql)]).finally(() => warehouse.close());
}

const FILE = 'sql/gold/revenue.sql';
const REVENUE = 'SELECT revenue FROM `gold.revenue` ORDER BY revenue';
const KPI = 'gold.kpi_revenue';
const KPI_FILE = 'sql/gold/kpi_revenue.sql';
const asNumeric = ['5.0 DECIMAL(38,9)', '7.5 DECIMAL(38,9)'];
const asFloat = ['5.0 DOUBLE', '7.5 DOUBLE'];

const closeGate = () => edit(FILE, 'SUM(amount) FROM', '1 + SUM(amount) FROM');
const openGate = () => edit(FILE, '1 + SUM(amount) FROM', 'SUM(amount) FROM');
const asTable = () => {
  edit(FILE, '{ as: incremental, partition_by: business_date }', '{ as: table }');
  edit(FILE, /WHERE business_date >= @start_date AND business_date < @end_date/g, 'WHERE TRUE');
  edit(FILE, 'expected: SELECT business_date, ', 'expected: SELECT ');
  edit(FILE, ' WHERE TRUE GROUP BY business_date\n    actual', '\n    actual');
};
const retype = (type: string) => {
  edit(FILE, 'SUM(amount) AS', `CAST(SUM(amount) AS ${type}) AS`);
  edit(FILE, 'actual: SUM(revenue)', 'actual: CAST(SUM(revenue) AS NUMERIC)');
};
const allow = (file: string, allowance: string) => {
  mkdirSync(join(folder, 'migrations'), { recursive: true });
  writeFileSync(join(folder, 'migrations', file), `reason: r\nallows: [${allowance}]\n`);
};

describe('a table whose columns have other types', () => {
  test('has its rows in them until the gate lets new ones through, and keeps what rollbacks need', async () => {
    expect(await run()).toEqual(['SUCCESS', 'silver.orders', 'gold.revenue']);
    edit(FILE, 'SUM(amount) AS', 'SUM(amount) + 100 AS');
    edit(FILE, 'SUM(amount) FROM', 'SUM(amount) + 100 FROM');
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    edit(FILE, 'SUM(amount) + 100 AS', 'SUM(amount) AS');
    retype('FLOAT64');
    const old = { current: false, rows: [{ revenue: '105' }, { revenue: '107.5' }] };
    expect(await asked(REVENUE)).toEqual(old);
    stderr.mockClear();
    expect(await run()).toEqual(['FAILED', 'gold.revenue']);
    expect(stderr.mock.calls.slice(0, 2)).toEqual([
      ['In another shape, with the rows of before until the next publication: gold.revenue.\n'],
      ['Others need a migration for this, which ecluse diff prints: gold.revenue.\n'],
    ]);
    expect(await asked(REVENUE)).toEqual({ current: true, rows: [{ revenue: 105 }, { revenue: 107.5 }] });
    expect(await revenueOf(KPI)).toEqual(['105.0 DOUBLE', '107.5 DOUBLE']);
    edit(FILE, 'SUM(amount) + 100 FROM', 'SUM(amount) FROM');
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    expect([await revenueOf(), await revenueOf(KPI)]).toEqual([asFloat, asFloat]);
    edit(FILE, 'AS FLOAT64', 'AS NUMERIC');
    expect(await rollBack()).toBe('SUCCESS');
    expect(await revenueOf()).toEqual(asNumeric);
  });

  test('and all that reads it ends right when the command is killed after that and started again', async () => {
    await run();
    edit('sql/silver/orders.sql', '  amount,', '  CAST(amount AS FLOAT64) AS amount,');
    closeGate();
    await killed();
    expect(await run()).toEqual(['FAILED', 'silver.orders', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asFloat);
    openGate();
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asFloat);
  });

  test('is left alone by file and line while values would change, until the migration that diff asks for', async () => {
    await run();
    retype('INT64');
    edit(FILE, 'partition_by: business_date }', 'partition_by: business_date }\nstart: 2026-10-02');
    const refusal = await openToWork(folder, quiet).catch((error: Error) => error);
    for (const part of [
      'sql/gold/revenue.sql:4: gold.revenue cannot stay as it is',
      'it would be empty until its next publication has passed the gate',
      '1 value of revenue (NUMERIC) would not stay the same as INT64',
      '2026-10-01 would never come back',
      '- { table: gold.revenue, change: change_type, column: revenue }',
    ])
      expect(String(refusal)).toContain(part);
    expect(await revenueOf()).toEqual(asNumeric);
    allow('0001-whole.yaml', '{ table: gold.revenue, change: change_type, column: revenue }');
    closeGate();
    expect((await run())[0]).toBe('FAILED');
    expect(await revenueOf()).toEqual([]);
    openGate();
    edit(FILE, 'SUM(amount) FROM', '0.5 + SUM(amount) FROM');
    expect((await run())[0]).toBe('SUCCESS');
    expect(await revenueOf()).toEqual(['8.0 BIGINT']);
  });
});

test('a table that comes back into the project in other types has its rows in them, and so has a column', async () => {
  await run();
  const [table, kpi] = [FILE, KPI_FILE].map((file) => readFileSync(join(folder, file), 'utf8'));
  for (const file of [FILE, KPI_FILE]) rmSync(join(folder, file));
  expect(await run()).toEqual(['SUCCESS']);
  writeFileSync(join(folder, FILE), table ?? '');
  writeFileSync(join(folder, KPI_FILE), kpi?.replace(', orders', '') ?? '');
  edit(FILE, ', COUNT(*) AS orders', '');
  closeGate();
  expect(await run()).toEqual(['FAILED', 'gold.revenue']);
  edit(FILE, ' AS revenue', ' AS revenue, CAST(COUNT(*) AS STRING) AS orders');
  retype('FLOAT64');
  expect(await run()).toEqual(['FAILED', 'gold.revenue']);
  expect(await revenueOf()).toEqual(asFloat);
  expect((await asked('SELECT orders FROM `gold.revenue`')).rows).toEqual([{ orders: '1' }, { orders: '1' }]);
});

test('a column that leaves the project together with another change of its table stays where it is', async () => {
  await run();
  edit(FILE, ', COUNT(*) AS orders', '');
  edit(KPI_FILE, ', orders', '');
  retype('FLOAT64');
  await (await openToWork(folder, quiet)).close();
  const found = await rowsIn(join(folder, '.ecluse/warehouse.duckdb'), 'SELECT orders FROM gold.revenue');
  expect(found).toEqual([{ orders: 1 }, { orders: 1 }]);
  edit(FILE, 'AS FLOAT64', 'AS INT64');
  allow('0001-whole.yaml', '{ table: gold.revenue, change: change_type, column: revenue }');
  await killed();
  expect((await run())[0]).toBe('FAILED');
  const kept = await rowsIn(join(folder, '.ecluse/warehouse.duckdb'), 'SELECT orders FROM gold.revenue');
  expect(kept).toEqual([]);
});

test('a reference table has the rows of its file, whatever their types were before', async () => {
  mkdirSync(join(folder, 'reference'));
  const codes = (...lines: string[]) => writeFileSync(join(folder, 'reference/codes.csv'), lines.join('\n'));
  codes('code', 'A1', '');
  await run();
  codes('code', '7', '');
  await (await openToWork(folder, quiet)).close();
  expect((await asked('SELECT code FROM `ref.codes`')).rows).toEqual([{ code: 7 }]);
});

describe('a table that is made in another way', () => {
  const VIEW =
    '/*---\ndescription: The same.\nmaterialize: { as: view }\n---*/\nSELECT business_date, SUM(amount) AS revenue, COUNT(*) AS orders FROM `silver.orders` GROUP BY business_date\n';

  test('needs a migration, and has its rows until the gate lets new ones through', async () => {
    await run();
    const days = readFileSync(join(folder, FILE), 'utf8');
    asTable();
    closeGate();
    await expect(openToWork(folder, quiet)).rejects.toThrow(/rollbacks would be gone(.*\n)*.*change_mode/);
    allow('0001-table.yaml', '{ table: gold.revenue, change: change_mode }');
    expect(await run()).toEqual(['FAILED', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asNumeric);
    openGate();
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    writeFileSync(join(folder, FILE), days);
    closeGate();
    allow('0002-days.yaml', '{ table: gold.revenue, change: change_mode }');
    await killed();
    expect(await run()).toEqual(['FAILED', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asNumeric);
    openGate();
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asNumeric);
  });

  test('stays as it is, with what is known of it, when something else stands in the way', async () => {
    await run();
    const table = readFileSync(join(folder, FILE), 'utf8');
    asTable();
    allow('0001-table.yaml', '{ table: gold.revenue, change: change_mode }');
    writeFileSync(join(folder, 'sql/gold/aside.sql'), VIEW);
    await byHand('CREATE TABLE gold.aside (n BIGINT)');
    await expect(openToWork(folder, quiet)).rejects.toThrow('aside');
    writeFileSync(join(folder, FILE), table);
    for (const file of ['sql/gold/aside.sql', 'migrations/0001-table.yaml']) rmSync(join(folder, file));
    expect(await run()).toEqual(['SUCCESS']);
    expect(await revenueOf()).toEqual(asNumeric);
  });

  test('and was a view has the rows that the view showed until the gate lets others through', async () => {
    const table = readFileSync(join(folder, FILE), 'utf8');
    writeFileSync(join(folder, FILE), VIEW);
    expect(await run()).toEqual(['SUCCESS', 'silver.orders']);
    writeFileSync(join(folder, FILE), table);
    closeGate();
    expect(await run()).toEqual(['FAILED', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asNumeric);
    openGate();
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    allow('0001-view.yaml', '{ table: gold.revenue, change: change_mode }');
    writeFileSync(join(folder, FILE), VIEW);
    expect(await run()).toEqual(['SUCCESS']);
    expect(await revenueOf()).toEqual(asNumeric);
    writeFileSync(join(folder, FILE), table);
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    expect(await revenueOf()).toEqual(asNumeric);
  });
});
