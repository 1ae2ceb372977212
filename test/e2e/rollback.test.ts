import { join } from 'node:path';
import fc from 'fast-check';
import { republished, republishTable } from '../../src/cli/republish-rows';
import { addDays } from '../../src/core/dates';
import type { Plan } from '../../src/core/planning/plan';
import type { RollbackRequest } from '../../src/core/planning/rollback';
import type { DateRange } from '../../src/core/types';
import { Journal } from '../../src/engine/journal';
import { notedPinned } from '../../src/engine/pinned';
import { planRerun } from '../../src/engine/rerun';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import type { RunResult } from '../../src/engine/run';
import { executeUnpin, planUnpin } from '../../src/engine/unpin';
import type { Context } from '../../src/ports/context';
import { REPOSITORY, Workshop } from './workshop';

/** `ECLUSE_ROLLBACKS=50 npx jest test/e2e/rollback` for the long form. */
const ROLLBACKS = Number(process.env.ECLUSE_ROLLBACKS ?? 3);

jest.setTimeout(120_000 + ROLLBACKS * 60_000);

const PROJECT = join(REPOSITORY, 'test/fixtures/recovery');
const START = '2026-10-01';
const day = (index: number): string => addDays(START, index);

let workshop: Workshop;
let landed: number;

beforeEach(async () => {
  workshop = await Workshop.open(PROJECT);
  landed = 0;
});
afterEach(() => workshop.close());

/** An order on each of the days, one of three products; every fourth amount is too great. */
function landOrders(days: readonly number[]): void {
  const number = landed++;
  const rows = days.map((index) => {
    const amount = (index + number) % 4 === 3 ? 5000 : 10 * (index + 1) + number;
    return `o${index}-${number % 2},${day(index)} 10:00:00,p${index % 3},${amount},${day(index)} 1${number % 9}:00:00`;
  });
  workshop.land(`orders/${number}.csv`, ['order_id,ordered_at,product_id,amount,updated_at', ...rows]);
}

function landProducts(index: number): void {
  const number = landed++;
  const rows = [0, 1, 2].map((product) => `p${product},c${(product + number) % 4}`);
  workshop.land(`products/${day(index)}_${number}.csv`, ['product_id,category', ...rows]);
}

async function run(): Promise<string> {
  await workshop.sweep();
  const result = await workshop.run();
  expect(result.tasks.flatMap(({ reason }) => reason ?? [])).toEqual([]);
  return result.run;
}

async function rollback(
  model: string,
  request: RollbackRequest,
  context: Context = workshop.context,
): Promise<RunResult | null> {
  return executeRollback(context, await planRollback(context, model, request), request.to);
}

const unpin = async (model: string, range?: DateRange): Promise<RunResult | null> =>
  executeUnpin(workshop.context, await planUnpin(workshop.context, model, range));

/** Rows and quarantine of a model, with the runs that stopped them. */
async function rowsOf(model: string): Promise<readonly string[]> {
  const tables = [model, `quarantine.${model.replace('.', '_')}`];
  const rows = await Promise.all(tables.map((table) => workshop.rows(`SELECT * FROM ${table}`)));
  return rows.flatMap((each, table) => each.map((row) => `${table} ${JSON.stringify(row)}`)).sort();
}

const dueOf = ({ tasks }: Plan): string[] =>
  tasks.flatMap(({ model, dates }) => dates.map(({ date }) => `${model} ${date}`));

describe('a rollback', () => {
  test('makes a partition be as it was, row for row, and the quarantine with it', async () => {
    landOrders([0, 1, 2, 3]);
    const first = await run();
    const before = await rowsOf('silver.orders');
    landOrders([1, 2, 3]);
    await run();
    expect(await rowsOf('silver.orders')).not.toEqual(before);
    const result = await rollback('silver.orders', { to: first });
    expect(result?.state).toBe('SUCCESS');
    expect(await rowsOf('silver.orders')).toEqual(before);
  });

  test('tells of each partition which rows have come back, or that it went away', async () => {
    landOrders([0, 1]);
    const first = await run();
    landOrders([1, 3]);
    await run();
    const result = await rollback('silver.orders', { to: first });
    const told = (outcome: RunResult | null): unknown =>
      outcome && republishTable(republished(outcome)).rows.map((row) => Object.values(row));
    expect(told(result)).toEqual([
      ['silver.orders', day(0), 'restored', first, 1, 0],
      ['silver.orders', day(1), 'restored', first, 1, 0],
      ['silver.orders', day(3), 'taken away', null, 0, 0],
    ]);
    expect(told(await unpin('silver.orders'))).toEqual([
      ['silver.orders', day(0), 'unpinned', first, 1],
      ['silver.orders', day(1), 'unpinned', first, 1],
      ['silver.orders', day(3), 'unpinned', null, 0],
    ]);
    expect(told(await rollback('gold.totals', { to: first }))).toEqual([
      ['gold.totals', null, 'restored', first, 1, 0],
    ]);
  });

  test('takes away what had not been published then', async () => {
    landOrders([0, 1]);
    const first = await run();
    landOrders([4, 5]);
    await run();
    await rollback('silver.orders', { to: first });
    expect(await workshop.rows('SELECT max(business_date) AS last FROM silver.orders')).toEqual([
      { last: day(1) },
    ]);
    expect(dueOf(await workshop.plan()).filter((due) => due.startsWith('silver'))).toEqual([]);
    await unpin('silver.orders');
    expect(dueOf(await workshop.plan())).toEqual(
      expect.arrayContaining([`silver.orders ${day(4)}`, `silver.orders ${day(5)}`]),
    );
  });

  test('pins: nothing makes the partitions due until they are unpinned, but what reads them is', async () => {
    landOrders([0, 1, 2]);
    const first = await run();
    landOrders([1]);
    await run();
    await rollback('silver.orders', { to: first });
    const due = dueOf(await workshop.plan());
    expect(due.filter((each) => each.startsWith('silver'))).toEqual([]);
    expect(due).toContain(`gold.revenue ${day(1)}`);
    landOrders([0, 1, 2]);
    await workshop.sweep();
    for (const force of [false, true]) {
      const made = dueOf(await workshop.plan({ force, models: ['silver.orders'] }));
      expect(made).not.toContain(`silver.orders ${day(1)}`);
    }
    expect(await notedPinned(workshop.context)).toMatchObject([{ model: 'silver.orders' }]);
    await unpin('silver.orders');
    expect(dueOf(await workshop.plan())).toContain(`silver.orders ${day(1)}`);
    expect(await notedPinned(workshop.context)).toEqual([]);
  });

  test('of some dates leaves the others, and so does letting some go', async () => {
    landOrders([0, 1, 2, 3]);
    const first = await run();
    const old = await workshop.rows('SELECT * FROM gold.revenue ORDER BY ALL');
    landOrders([0, 1, 2, 3]);
    await run();
    const fresh = await workshop.rows('SELECT * FROM gold.revenue ORDER BY ALL');
    await rollback('gold.revenue', { to: first, range: { start: day(1), end: day(3) } });
    expect(await workshop.rows('SELECT * FROM gold.revenue ORDER BY ALL')).toEqual([
      fresh[0],
      old[1],
      old[2],
      fresh[3],
    ]);
    await unpin('gold.revenue', { start: day(2), end: day(3) });
    expect(dueOf(await workshop.plan()).filter((due) => due.startsWith('gold.revenue'))).toEqual([
      `gold.revenue ${day(2)}`,
    ]);
  });

  test('can be undone, and repeating it changes nothing', async () => {
    landOrders([0, 1]);
    const first = await run();
    landOrders([0, 1, 2]);
    const second = await run();
    const fresh = await rowsOf('gold.revenue');
    expect(await rollback('gold.revenue', { to: first })).not.toBeNull();
    expect(await rollback('gold.revenue', { to: first })).toBeNull();
    await rollback('gold.revenue', { to: second });
    expect(await rowsOf('gold.revenue')).toEqual(fresh);
  });

  test('is a run in the journal, of which there is no rerun, and which reruns do not undo', async () => {
    landOrders([0, 1]);
    const first = await run();
    landOrders([0]);
    const second = await run();
    const result = await rollback('gold.totals', { to: first });
    const journal = new Journal(workshop.context.objects);
    expect(await journal.status(result?.run ?? '')).toMatchObject({
      state: 'SUCCESS',
      record: { trigger: 'rollback', rollbackTo: first },
      tasks: [{ state: 'SUCCESS', task: 'gold_totals' }],
    });
    await expect(planRerun(workshop.context, result?.run ?? '', false)).rejects.toThrow('ecluse rollback');
    await expect(planRerun(workshop.context, second, false)).rejects.toThrow('ecluse unpin gold.totals');
  });

  test('names what it cannot do: unknown runs, others’ runs, dates of what has none', async () => {
    landOrders([0]);
    const first = await run();
    landProducts(0);
    const second = await run();
    await expect(rollback('silver.orders', { to: 'none' })).rejects.toThrow('There is no run none');
    await expect(rollback('silver.products', { to: first })).rejects.toThrow(
      `Run ${first} has published nothing of silver.products. The last runs that have are ${second}.`,
    );
    const range = { start: day(0), end: day(1) };
    await expect(rollback('gold.totals', { to: first, range })).rejects.toThrow('as a whole');
  });

  test('names the partitions that are not retained any more, and changes nothing', async () => {
    landOrders([0, 1]);
    const first = await run();
    landOrders([1]);
    await run();
    const fresh = await rowsOf('silver.orders');
    const { clock } = workshop.context;
    const later = { ...clock, now: () => new Date(clock.now().getTime() + 8 * 86_400_000) };
    await expect(
      rollback('silver.orders', { to: first }, { ...workshop.context, clock: later }),
    ).rejects.toThrow(
      new RegExp(`not retained any more: .*${day(1)} of run ${first}.*kept for 7 days \\(retain_days`),
    );
    expect(await rowsOf('silver.orders')).toEqual(fresh);
  });

  test('is not possible where nothing is to be kept: then nothing is', async () => {
    const { manifest } = workshop.context;
    const none = { ...manifest, project: { ...manifest.project, retainDays: 0 } };
    Object.assign(workshop.context, { manifest: none });
    landOrders([0, 1]);
    const first = await run();
    landOrders([1]);
    await run();
    await expect(rollback('silver.orders', { to: first })).rejects.toThrow('kept for 0 days');
    expect(await workshop.rows('SELECT count(*) AS n FROM retained.silver_orders')).toEqual([{ n: 0 }]);
  });

  test('keeps nothing of what is published for the first time, and lets go what is too old', async () => {
    landOrders([0, 1]);
    await run();
    const kept = (): Promise<readonly object[]> =>
      workshop.rows("SELECT _day, _kind FROM retained.gold_revenue WHERE _kind = 'partition' ORDER BY ALL");
    expect(await kept()).toEqual([]);
    landOrders([1]);
    await run();
    expect(await kept()).toEqual([
      { _day: day(0), _kind: 'partition' },
      { _day: day(1), _kind: 'partition' },
    ]);
    await workshop.rows('SELECT 1');
    await workshop.context.warehouse.execute('age', [
      {
        statement: {
          googlesql: '',
          duckdb: ["UPDATE retained.gold_revenue SET _retired_on = DATE '2020-01-01'"],
          params: {},
        },
        values: {},
      },
    ]);
    landOrders([0]);
    await run();
    expect((await kept()).length).toBeLessThanOrEqual(2);
    expect(
      await workshop.rows("SELECT count(*) AS n FROM retained.gold_revenue WHERE _retired_on < '2021-01-01'"),
    ).toEqual([{ n: 0 }]);
  });
});

describe('whatever was published in whatever runs', () => {
  const deliveries = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('orders' as const),
        days: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1 }),
      }),
      fc.record({ kind: fc.constant('products' as const), day: fc.nat({ max: 6 }) }),
    ),
    { minLength: 2, maxLength: 5 },
  );
  const MODELS = ['silver.orders', 'silver.products', 'gold.revenue', 'gold.totals'];

  test('a rollback to any run gives the tables of that run, and after letting go, a run gives those of today', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.constantFrom(...MODELS), fc.nat(), async (list, model, pick) => {
        await workshop.close();
        workshop = await Workshop.open(PROJECT);
        const after = new Map<string, readonly string[]>();
        for (const delivery of list) {
          if (delivery.kind === 'orders') landOrders(delivery.days);
          else landProducts(delivery.day);
          after.set(await run(), await rowsOf(model));
        }
        const today = await workshop.export();
        const published = await workshop.rows(
          `SELECT DISTINCT run FROM ops.partitions WHERE table_name = '${model}' ORDER BY run`,
        );
        fc.pre(published.length > 0);
        const to = String(published[pick % published.length]?.run);
        await rollback(model, { to });
        expect(await rowsOf(model)).toEqual(after.get(to));
        await workshop.run();
        expect(await rowsOf(model)).toEqual(after.get(to));
        expect((await workshop.plan()).tasks).toEqual([]);
        await unpin(model);
        await workshop.run();
        expect(await workshop.export()).toEqual(today);
        expect((await workshop.plan()).tasks).toEqual([]);
      }),
      { numRuns: ROLLBACKS, endOnFailure: true },
    );
  });
});
