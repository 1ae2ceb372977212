import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeReplay, planReplay } from '../../src/engine/replay';
import type { Context } from '../../src/ports/context';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(120_000);

const PROJECT = join(REPOSITORY, 'test/fixtures/recovery');
const ROWS = [
  'order_id,ordered_at,product_id,amount,updated_at',
  'o1,2026-10-01 10:00:00,p1,10,',
  'o2,2026-10-02 10:00:00,p1,1500,',
  'o3,2026-10-02 11:00:00,p1,9000,',
  'o4,2026-10-03 10:00:00,p1,20,',
  'o5,2026-10-04 10:00:00,p1,abc,',
];

let workshop: Workshop;

beforeEach(async () => {
  workshop = await Workshop.open(PROJECT);
  workshop.land('orders/a.csv', ROWS);
  await workshop.sweep();
  await workshop.run();
});
afterEach(() => workshop.close());

/** The same warehouse, worked on by a project whose rule lets greater amounts pass. */
async function withRule(max: number): Promise<Context> {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-replay-'));
  cpSync(PROJECT, root, { recursive: true });
  const file = join(root, 'sql/silver/orders.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replace('max: 1000,', `max: ${max},`));
  const other = await Workshop.open(root);
  const { manifest } = other.context;
  await other.close();
  rmSync(root, { recursive: true, force: true });
  return { ...workshop.context, manifest };
}

const published = (): Promise<readonly object[]> =>
  workshop.rows('SELECT order_id FROM silver.orders ORDER BY order_id');

describe('a replay of the quarantine', () => {
  test('makes exactly the dates that have quarantined rows, and tells which have moved and why others stay', async () => {
    const context = await withRule(2000);
    const planned = await planReplay(context, 'silver.orders');
    expect(planned.before).toMatchObject({ rows: 3 });
    expect(planned.plan.tasks.flatMap(({ dates }) => dates.map(({ date }) => date))).toEqual([
      '2026-10-02',
      '2026-10-04',
    ]);
    const replayed = await executeReplay(context, planned);
    expect(replayed?.result.state).toBe('SUCCESS');
    expect(replayed?.after.rows).toBe(2);
    expect(Object.fromEntries(replayed?.after.reasons ?? [])).toMatchObject({ amount_is_small: 1 });
    expect(await published()).toEqual(['o1', 'o2', 'o4'].map((order_id) => ({ order_id })));
  });

  test('makes what reads the dates due', async () => {
    const context = await withRule(2000);
    await executeReplay(context, await planReplay(context, 'silver.orders'));
    Object.assign(workshop.context, { manifest: context.manifest });
    const { tasks } = await workshop.plan({ models: ['gold.revenue'] });
    expect(tasks.flatMap(({ dates }) => dates.map(({ date }) => date))).toContain('2026-10-02');
  });

  test('of dates without quarantined rows, or of a model without any, has nothing to do', async () => {
    const range = { start: '2026-10-01', end: '2026-10-02' };
    for (const planned of [
      await planReplay(workshop.context, 'silver.orders', range),
      await planReplay(workshop.context, 'gold.revenue'),
      await planReplay(workshop.context, 'silver.products'),
    ])
      expect(await executeReplay(workshop.context, planned)).toBeNull();
  });
});
