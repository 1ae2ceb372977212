import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '../../src/core/dates';
import type { RunResult } from '../../src/engine/run';
import { DIMENSION, deliver } from './dimension';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

/** Dates made by a run, by model. */
const madeBy = ({ state, tasks }: RunResult): Record<string, readonly string[]> => {
  expect(state).toBe('SUCCESS');
  const models = [...new Set(tasks.map(({ task }) => task.model))];
  return Object.fromEntries(
    models.map((model) => [
      model,
      tasks
        .filter(({ task }) => task.model === model)
        .flatMap(({ task }) => task.dates.map(({ date }) => date)),
    ]),
  );
};

const days = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index));

describe('what reads a history', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open(DIMENSION);
    const sales = days('2026-10-20', 10).map((day, index) => `s${index},${day} 10:00:00,T1`);
    workshop.land('sales/a.csv', ['sale_id,sold_at,thing_id', ...sales]);
    for (const [at, price] of [
      ['2026-10-20', 1],
      ['2026-10-24', 2],
      ['2026-10-27', 3],
    ] as const)
      deliver(workshop, { at, things: [{ id: 'T1', label: 'a', price }] });
    await workshop.sweep();
    await workshop.run();
  });
  afterAll(() => workshop.close());

  const come = async (at: string, price: number): Promise<Record<string, readonly string[]>> => {
    deliver(workshop, { at, things: [{ id: 'T1', label: 'a', price }] });
    await workshop.sweep();
    return madeBy(await workshop.run());
  };
  const prices = async (): Promise<string> =>
    (await workshop.rows('SELECT price::INTEGER AS price FROM gold.sold ORDER BY sale_id'))
      .map(({ price }) => String(price))
      .join('');

  test('finds each key as it was when it happened', async () => {
    expect(await prices()).toBe('1111222333');
  });

  test('is made again from the last extract on, when it is corrected, and nowhere else', async () => {
    expect(await come('2026-10-27', 4)).toEqual({
      'silver.things': ['2026-10-27'],
      'gold.sold': days('2026-10-27', 3),
    });
    expect(await prices()).toBe('1111222444');
  });

  test('is made again from an extract on that comes late, and not before it', async () => {
    expect(await come('2026-10-26', 8)).toEqual({
      'silver.things': ['2026-10-26'],
      'gold.sold': days('2026-10-26', 4),
    });
    expect(await prices()).toBe('1111228444');
  });

  test('is made again where later extracts lack a key that an old one is corrected for', async () => {
    const T2 = { id: 'T2', label: 'b', price: 1 };
    deliver(workshop, { at: '2026-10-24', things: [{ id: 'T1', label: 'a', price: 2 }, T2] });
    workshop.land('sales/b.csv', ['sale_id,sold_at,thing_id', 's10,2026-10-28 10:00:00,T2']);
    await workshop.sweep();
    expect(madeBy(await workshop.run())['gold.sold']).toEqual(days('2026-10-24', 6));
    deliver(workshop, {
      at: '2026-10-24',
      things: [
        { id: 'T1', label: 'a', price: 2 },
        { ...T2, price: 6 },
      ],
    });
    await workshop.sweep();
    expect(madeBy(await workshop.run())['gold.sold']).toEqual(days('2026-10-24', 6));
    expect(
      await workshop.rows("SELECT price::INTEGER AS price, is_deleted FROM gold.sold WHERE sale_id = 's10'"),
    ).toEqual([{ price: 6, is_deleted: true }]);
  });

  test('can ask how everything was at one moment', async () => {
    const at = (instant: string): Promise<readonly object[]> =>
      workshop.rows(
        `SELECT thing_id, price::INTEGER AS price FROM silver.things
         WHERE TIMESTAMPTZ '${instant}' >= valid_from AND TIMESTAMPTZ '${instant}' < valid_to AND NOT is_deleted`,
      );
    expect(await at('2026-10-26 21:59:59+00')).toEqual([{ thing_id: 'T1', price: 8 }]);
    // Midnight in Paris, in winter time by now.
    expect(await at('2026-10-26 22:59:59+00')).toEqual([{ thing_id: 'T1', price: 8 }]);
    expect(await at('2026-10-26 23:00:00+00')).toEqual([{ thing_id: 'T1', price: 4 }]);
  });
});

describe('days of 23 and of 25 hours', () => {
  let project: string;
  let workshop: Workshop;
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'ecluse-days-'));
    cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
    const file = join(project, 'sql/gold/revenue.sql');
    const text = readFileSync(file, 'utf8').replace(
      'reconcile:',
      'lookback_days: { silver.orders: 2 }\nreconcile:',
    );
    writeFileSync(file, text);
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));
  beforeEach(async () => {
    workshop = await Workshop.open(project);
  });
  afterEach(() => workshop.close());

  async function come(name: string, orders: readonly string[]): Promise<Record<string, readonly string[]>> {
    const lines = orders.map((instant) => `${instant.replace(/\D/g, '')},${instant},1,`);
    landOrders(workshop, lines, `${name}.csv`);
    await workshop.sweep();
    return madeBy(await workshop.run());
  }

  /** Instants at noon of each day, and the last and the first second around the end of the day in question. */
  test.each([
    ['23 hours', '2026-03-29', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
    ['25 hours', '2026-10-25', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
  ])(
    'of %s: each order is in its local day, and a late one makes due what can see it',
    async (_what, day, last, next) => {
      await come(
        'a',
        days(addDays(day, -5), 12).map((date) => `${date}T10:00:00Z`),
      );
      // The key is decided within 2 days, and what reads it looks 2 days back.
      const due = { 'silver.orders': days(addDays(day, -2), 5), 'gold.revenue': days(addDays(day, -2), 7) };
      expect(await come('late', [last])).toEqual(due);
      expect(await come('later', [next])).toEqual({
        'silver.orders': days(addDays(day, -1), 5),
        'gold.revenue': days(addDays(day, -1), 7),
      });
      const counts = await workshop.rows(
        `SELECT business_date, orders FROM gold.revenue WHERE orders > 1 ORDER BY business_date`,
      );
      expect(counts).toEqual([
        { business_date: day, orders: 2 },
        { business_date: addDays(day, 1), orders: 2 },
      ]);
    },
  );
});
