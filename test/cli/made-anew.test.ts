import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWhatIsDue } from '../../src/cli/commands/run';
import { openToRead } from '../../src/cli/open-to-read';
import { openToWork } from '../../src/cli/open-to-work';
import { answerAll } from '../../src/cli/sql-reader';
import { loadProject } from '../../src/cli/wire';
import { runId } from '../../src/engine/run';
import { sweep } from '../../src/ingest/sweep';
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

async function read(sql: string): Promise<{ current: boolean; rows: unknown; type?: string | undefined }> {
  const context = await openToRead(await loadProject(folder), quiet);
  try {
    const [answer] = await answerAll(context, [{ sql, line: 1, column: 1 }]);
    return { current: context.current, rows: answer?.rows, type: answer?.columns[0]?.type };
  } finally {
    await context.close();
  }
}

const REVENUE = 'SELECT revenue FROM `gold.revenue` ORDER BY revenue';

describe('a table that cannot stay as it is', () => {
  test('because of a type is made anew by the next work, and read as it was until then', async () => {
    expect(await run()).toEqual(['SUCCESS', 'silver.orders', 'gold.revenue']);
    edit('sql/gold/revenue.sql', 'SUM(amount) AS', 'CAST(SUM(amount) AS FLOAT64) AS');
    edit(
      'sql/gold/revenue.sql',
      'actual: IFNULL(SUM(revenue), 0)',
      'actual: CAST(IFNULL(SUM(revenue), 0) AS NUMERIC)',
    );
    const before = { current: false, rows: [{ revenue: '5' }, { revenue: '7.5' }], type: 'NUMERIC' };
    expect(await read(REVENUE)).toEqual(before);
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    const after = { current: true, rows: [{ revenue: 5 }, { revenue: 7.5 }], type: 'FLOAT64' };
    expect(await read(REVENUE)).toEqual(after);
  });

  test('because it becomes a view and a table again is filled again, though its definition was published before', async () => {
    await run();
    const table = readFileSync(join(folder, 'sql/gold/revenue.sql'), 'utf8');
    const view =
      '/*---\ndescription: The same.\nmaterialize: { as: view }\n---*/\nSELECT business_date, SUM(amount) AS revenue, COUNT(*) AS orders FROM `silver.orders` GROUP BY business_date\n';
    writeFileSync(join(folder, 'sql/gold/revenue.sql'), view);
    expect(await run()).toEqual(['SUCCESS']);
    expect((await read(REVENUE)).rows).toEqual([{ revenue: '5' }, { revenue: '7.5' }]);
    writeFileSync(join(folder, 'sql/gold/revenue.sql'), table);
    expect(await run()).toEqual(['SUCCESS', 'gold.revenue']);
    expect((await read(REVENUE)).rows).toEqual([{ revenue: '5' }, { revenue: '7.5' }]);
  });

  test('is refused by file and line while it would lose days, until a migration allows it', async () => {
    await run();
    edit(
      'sql/gold/revenue.sql',
      'as: incremental, partition_by: business_date }',
      'as: incremental, partition_by: business_date }\nstart: 2026-10-02',
    );
    edit('sql/gold/revenue.sql', 'COUNT(*) AS orders', 'CAST(COUNT(*) AS STRING) AS orders');
    await expect(openToWork(folder, quiet)).rejects.toThrow(
      /sql\/gold\/revenue\.sql:4: gold\.revenue has to be made anew .* would lose 2026-10-01: .*\n.*migrations\//,
    );
    expect((await read('SELECT business_date FROM `gold.revenue`')).rows).toHaveLength(2);
    mkdirSync(join(folder, 'migrations'));
    const allows = '{ table: gold.revenue, change: change_type, column: orders }';
    writeFileSync(join(folder, 'migrations/0001-text.yaml'), `reason: r\nallows: [${allows}]\n`);
    expect((await run())[0]).toBe('SUCCESS');
    expect((await read('SELECT orders FROM `gold.revenue`')).rows).toEqual([{ orders: '1' }]);
  });
});
