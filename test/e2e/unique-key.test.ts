import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays } from '../../src/core/dates';
import { executeBackfill, planBackfill } from '../../src/engine/backfill';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(120_000);

const START = '2026-10-01';
const DAYS = 9;
const WITHIN = 2;

/** A record of an order on a day of the window, changed so many minutes after the window began. */
interface Order {
  readonly id: number;
  readonly day: number;
  readonly amount: number;
  readonly changed: number | null;
}

let project: string;
/** The tiny project, which stops rows without ever stopping a day. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'ecluse-unique-key-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
  const file = join(project, 'sql/silver/orders.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replace('max_rejected: 0.5', 'max_rejected: 1'));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const instant = (minutes: number): string =>
  new Date(Date.parse(`${START}T00:00:00Z`) + minutes * 60_000).toISOString().slice(0, 19);

async function land(workshop: Workshop, orders: readonly Order[]): Promise<void> {
  const rows = orders.map(
    ({ id, day, amount, changed }) =>
      `o${id},${addDays(START, day)} 10:00:00,${amount},${changed === null ? '' : instant(changed)}`,
  );
  landOrders(workshop, rows, `${orders.length}.csv`);
  await workshop.sweep();
}

async function published(workshop: Workshop): Promise<readonly string[]> {
  const rows = await workshop.rows(
    'SELECT order_id, business_date, amount::DOUBLE AS amount FROM silver.orders',
  );
  return rows.map((row) => Object.values(row).join(' ')).sort();
}

const passes = ({ amount }: Order): boolean => amount <= 1000;

/** Later changes are better, no change is worst; then the later day, then the greater amount. */
const better = (a: Order, b: Order): boolean => {
  const [first = 0] = [(a.changed ?? -1) - (b.changed ?? -1), a.day - b.day, a.amount - b.amount].filter(
    (difference) => difference !== 0,
  );
  return first > 0;
};

/** What the rule says, two rows at a time. */
function expected(orders: readonly Order[]): readonly string[] {
  const passing = orders.filter(passes);
  const kept = passing.filter(
    (order) =>
      !passing.some(
        (other) => other.id === order.id && Math.abs(other.day - order.day) <= WITHIN && better(other, order),
      ),
  );
  const texts = kept.map(({ id, day, amount }) => `o${id} ${addDays(START, day)} ${amount}`);
  return [...new Set(texts)].sort();
}

const order: fc.Arbitrary<Order> = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 0, max: DAYS - 1 }),
  amount: fc.constantFrom(5, 6, 7, 2000),
  changed: fc.option(fc.integer({ min: 0, max: 4 })),
});

async function backfill({ context }: Workshop, chunkDays: number): Promise<void> {
  const range = { start: START, end: addDays(START, DAYS) };
  const result = await executeBackfill(
    context,
    await planBackfill(context, { range, chunkDays, models: ['silver.orders'] }),
    1,
  );
  expect(result?.state ?? 'SUCCESS').toBe('SUCCESS');
}

describe('a unique key that is decided across days', () => {
  test('keeps the rows without a better one nearby, in whatever chunks the days are made', async () => {
    const orders = fc.array(order, { minLength: 20, maxLength: 60 });
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: DAYS }), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(orders, sizes, async (records, chunks) => {
        const workshop = await Workshop.open(project);
        try {
          await land(workshop, records);
          for (const chunkDays of chunks) {
            await backfill(workshop, chunkDays);
            expect(await published(workshop)).toEqual(expected(records));
          }
        } finally {
          await workshop.close();
        }
      }),
      { numRuns: 2 },
    );
  });

  test('is judged again when a row nearby would be judged otherwise', async () => {
    const workshop = await Workshop.open(project);
    try {
      const [input] =
        workshop.context.manifest.models.find(({ name }) => name === 'silver.orders')?.inputs ?? [];
      expect(input).toMatchObject({ table: 'bronze.orders', withinDays: WITHIN });
      await land(workshop, [
        { id: 1, day: 0, amount: 5, changed: 1 },
        { id: 1, day: 5, amount: 6, changed: 2 },
      ]);
      await workshop.run();
      await land(workshop, [{ id: 1, day: 2, amount: 7, changed: 3 }]);
      const { tasks } = await workshop.run();
      expect(tasks[0]?.task.dates.map(({ date }) => date)).toEqual([START, addDays(START, 2)]);
      expect(await published(workshop)).toEqual([`o1 ${addDays(START, 2)} 7`, `o1 ${addDays(START, 5)} 6`]);
    } finally {
      await workshop.close();
    }
  });
});
