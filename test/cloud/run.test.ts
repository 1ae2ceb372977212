import { join } from 'node:path';
import { addDays } from '../../src/core/dates';
import type { RunResult } from '../../src/engine/run';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { splitScript } from './bigquery/statements';
import { CloudWorkshop } from './workshop';

jest.setTimeout(120_000);

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const HEADER = 'order_id,ordered_at,amount,updated_at';

const csv = (...lines: readonly string[]): string => `${[HEADER, ...lines].join('\n')}\n`;

/** Two deliveries: good rows, rows that break rules, repeated keys, a row that moves to another day. */
const DELIVERIES = [
  csv(
    'o1,2026-10-01 10:00:00,5,2026-10-01 10:00:00',
    'o2,2026-10-01 11:00:00,abc,',
    'o3,2026-10-01 12:00:00,2000,',
    'o7,2026-10-01 13:00:00,8,',
    'o4,2026-10-02 12:00:00,6.25,2026-10-02 12:00:00',
    'o4,2026-10-02 12:00:00,6.25,2026-10-02 12:00:00',
    'o5,"2026-10-25 02:30:00",7,',
    'broken,line',
  ),
  csv('o4,2026-10-03 09:00:00,7.5,2026-10-03 10:00:00', 'o6,2026-10-02 08:00:00,1,'),
];

const failures = ({ tasks }: RunResult) =>
  tasks.filter(({ state }) => state !== 'SUCCESS').map(({ reason }) => reason);

/** What a run makes of the deliveries, each swept and run by itself. */
async function deliverAll(workshop: Workshop | CloudWorkshop): Promise<Record<string, readonly string[]>> {
  for (const [i, content] of DELIVERIES.entries()) {
    await workshop.context.objects.write('landing', `orders/${i}.csv`, content);
    await workshop.sweep();
    expect(failures(await workshop.run())).toEqual([]);
  }
  return workshop.export();
}

describe('the engine on the cloud', () => {
  test('comes to the rows of the laptop, also when one request in twenty fails', async () => {
    const laptop = await Workshop.open(TINY);
    const cloud = await CloudWorkshop.open(TINY);
    cloud.cloud.faults.share(0.05, 7);
    expect(await deliverAll(cloud)).toEqual(await deliverAll(laptop));
    expect(cloud.cloud.faults.injected).toBeGreaterThan(5);
    await cloud.close();
    await laptop.close();
  });
});

describe('the statements of a run over 1,000 days', () => {
  const DAYS = 1000;
  let workshop: CloudWorkshop;
  let short: readonly string[];
  let long: readonly string[];
  let tasks: number;

  /** The statements of a run over so many days more, one line of file a day. */
  async function statementsOver(from: string, days: number): Promise<{ sql: string[]; tasks: number }> {
    const lines = Array.from(
      { length: days },
      (_, i) => `${from}-${i},${addDays(from, i)} 10:00:00,${i % 50},`,
    );
    await workshop.context.objects.write('landing', `orders/${from}.csv`, csv(...lines));
    await workshop.sweep();
    const before = workshop.cloud.bigquery.requests.length;
    const result = await workshop.run();
    expect(failures(result)).toEqual([]);
    const jobs = workshop.cloud.bigquery.requests.slice(before);
    const sql = jobs.flatMap(({ configuration }) => splitScript(configuration.query?.query ?? ''));
    return { sql, tasks: result.tasks.length };
  }

  beforeAll(async () => {
    workshop = await CloudWorkshop.open(TINY);
    short = (await statementsOver('2026-09-01', 2)).sql;
    const many = await statementsOver('2023-06-01', DAYS);
    long = many.sql;
    tasks = many.tasks;
  });
  afterAll(() => workshop.close());

  test('are as many for each task as over two days', () => {
    const perTask = (all: readonly string[], count: number) =>
      all.filter((sql) => sql.includes('scratch.') || sql.includes('`silver.orders` WHERE')).length / count;
    expect(tasks).toBeLessThanOrEqual(10);
    expect(perTask(long, tasks)).toBeLessThanOrEqual(perTask(short, 2));
  });

  test('bound every partitioned table that they read or delete from by literal dates', () => {
    const { tables, sources } = workshop.context.manifest;
    const partitioned = tables.flatMap(({ name, partitionBy }) =>
      partitionBy ? [{ name, column: partitionBy }] : [],
    );
    const views = sources.map(({ name }) => ({ name: `bronze.${name}`, column: '_event_date' }));
    const checked = [...partitioned, ...views].flatMap((table) =>
      long.filter((sql) => reads(sql, table.name)).map((sql) => ({ ...table, sql })),
    );
    expect(new Set(checked.map(({ name }) => name)).size).toBeGreaterThanOrEqual(5);
    expect(
      checked.filter(({ sql, column }) => !isBounded(sql, column)).map(({ name, sql }) => `${name}: ${sql}`),
    ).toEqual([]);
  });

  /** Reading, or deleting from, what is not only the target of an INSERT. */
  function reads(sql: string, table: string): boolean {
    return new RegExp(`(?:FROM|JOIN)\\s+\`${table}\``).test(sql);
  }

  const isBounded = (sql: string, column: string): boolean =>
    new RegExp(`\\b${column}\`?\\s*(?:>=|=|IN \\()\\s*DATE '\\d{4}-\\d{2}-\\d{2}'`).test(sql);
});
