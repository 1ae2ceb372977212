import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redeliveryLines } from '../../src/cli/redelivery-text';
import { compileProject } from '../../src/compile';
import { structureOf } from '../../src/core/structure';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import { runId } from '../../src/engine/run';
import { executeUnpin, planUnpin } from '../../src/engine/unpin';
import { type Withdrawal, WithdrawRefused, withdraw } from '../../src/engine/withdraw';
import { fileId } from '../../src/ingest/file-id';
import { ingestFile } from '../../src/ingest/ingest-file';
import type { SweepResult } from '../../src/ingest/sweep';
import type { Warehouse } from '../../src/ports/warehouse';
import { DIMENSION, deliver as deliverExtract, versions } from './dimension';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const HEADER = 'order_id,ordered_at,amount,updated_at';
const WRONG = ['o1,2026-10-01 10:00:00,10,', 'o2,2026-10-02 10:00:00,5000,', 'o4,2026-10-02 10:00:00,9,'];
const RIGHT = ['o8,2026-10-08 10:00:00,1,', 'o9,2026-10-09 10:00:00,1,'];

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(TINY);
});
afterEach(() => workshop.close());

async function deliver(name: string, lines: readonly string[]): Promise<SweepResult> {
  workshop.land(name, [HEADER, ...lines]);
  return workshop.sweep();
}

const change = (file: string, undo = false): Promise<Withdrawal> =>
  withdraw(workshop.context, { file, undo, reason: 'wrong month', who: 'ana@desk' });

const ordersIn = async (table: string): Promise<string> =>
  (await workshop.rows(`SELECT order_id FROM ${table} ORDER BY order_id`))
    .map(({ order_id }) => order_id)
    .join(' ');

/** What silver has, and what it has stopped. */
const silver = async (): Promise<readonly string[]> => [
  await ordersIn('silver.orders'),
  await ordersIn('quarantine.silver_orders'),
];

/** Days of silver.orders that a run has made. */
async function made(): Promise<string> {
  const { state, tasks } = await workshop.run();
  expect(state).toBe('SUCCESS');
  const own = tasks.filter(({ task }) => task.model === 'silver.orders');
  return own.flatMap(({ task }) => task.dates.map(({ date }) => date.slice(8))).join(' ');
}

describe('a file that is withdrawn', () => {
  beforeEach(async () => {
    await deliver('orders/wrong.csv', WRONG);
    await deliver('orders/right.csv', RIGHT);
    await workshop.run();
  });

  test('is read no more, good rows and bad ones, stays in bronze, and comes back as it was', async () => {
    const before = await workshop.export();
    expect(await silver()).toEqual(['o1 o4 o8 o9', 'o2']);
    await change('orders/wrong.csv');
    expect(await made()).toBe('01 02');
    expect(await silver()).toEqual(['o8 o9', '']);
    expect(await ordersIn('bronze.orders__raw')).toBe('o1 o2 o4 o8 o9');
    expect(await made()).toBe('');
    await change('orders/wrong.csv', true);
    expect(await made()).toBe('01 02');
    expect(await workshop.export()).toEqual(before);
    expect(await silver()).toEqual(['o1 o4 o8 o9', 'o2']);
  });

  test('is recorded each time with who, when and why, once however often and by how many it is asked', async () => {
    await Promise.all([change('orders/wrong.csv'), change('orders/wrong.csv')]);
    for (const undo of [false, true, true, false]) await change('orders/wrong.csv', undo);
    const common = { object: 'orders/wrong.csv', reason: 'wrong month', who: 'ana@desk', is_dated: true };
    expect(
      await workshop.rows(
        'SELECT DISTINCT object, seq, withdrawn, reason, who, recorded_at IS NOT NULL AS is_dated FROM ops.withdrawals ORDER BY seq',
      ),
    ).toEqual([
      { ...common, seq: 1, withdrawn: true },
      { ...common, seq: 2, withdrawn: false },
      { ...common, seq: 3, withdrawn: true },
    ]);
  });

  test('and brought back while a task was at work makes its dates due: what was staged may lack it', async () => {
    await change('orders/wrong.csv');
    await change('orders/wrong.csv', true);
    expect(await made()).toBe('01 02');
  });

  test('between staging and the account is no gap of the query: the task stages again', async () => {
    const { warehouse } = workshop.context;
    const execute = warehouse.execute.bind(warehouse);
    let staged = 0;
    const withdrawing: Warehouse['execute'] = async (job, ...rest) => {
      const result = await execute(job, ...rest);
      if (job.startsWith('stage_') && job.includes('silver_orders') && staged++ === 0)
        await change('orders/wrong.csv');
      return result;
    };
    Object.assign(warehouse, { execute: withdrawing });
    const { state, tasks } = await workshop.run({ force: true, models: ['silver.orders'] });
    expect(tasks.flatMap(({ reason }) => reason ?? [])).toEqual([]);
    expect(state).toBe('SUCCESS');
    expect(await silver()).toEqual(['o8 o9', '']);
  });

  test('is not brought in by the next sweep, but what is delivered under its name counts', async () => {
    await change('orders/wrong.csv');
    expect((await workshop.sweep()).files).toEqual([]);
    await deliver('orders/wrong.csv', ['o1,2026-10-01 10:00:00,11,']);
    expect(await made()).toBe('01 02');
    expect(await silver()).toEqual(['o1 o8 o9', '']);
  });

  test('is told when its object comes again, with when and why, and whether the bytes are the same', async () => {
    await change('orders/wrong.csv');
    const landing = join(workshop.landing, 'orders/wrong.csv');
    chmodSync(landing, 0o600);
    const again = await workshop.sweep();
    const { id } = again.files[0] ?? {};
    const today = new Date().toISOString().slice(0, 10);
    expect(redeliveryLines(again.files)).toEqual([
      `delivered again orders/wrong.csv: was withdrawn on ${today} because "wrong month". The same bytes have come again and count; withdraw it again with ecluse withdraw ${id} --reason "…".`,
    ]);
    await change('orders/wrong.csv');
    const corrected = await deliver('orders/wrong.csv', ['o1,2026-10-01 10:00:00,11,']);
    expect(corrected.files).toMatchObject([{ withdrawn: { reason: 'wrong month', isSame: false } }]);
    expect((await deliver('orders/wrong.csv', RIGHT)).files[0]).not.toHaveProperty('withdrawn');
  });

  test('has to be there: what was refused, or never came, is named with what to do', async () => {
    await expect(change('orders/none.csv')).rejects.toThrow(/No file orders\/none.csv has been brought in/);
    workshop.land('orders/empty.csv', 'nothing\n');
    await workshop.sweep();
    await expect(change('orders/empty.csv')).rejects.toBeInstanceOf(WithdrawRefused);
  });

  test('leaves what a rollback has pinned as it is, until it is let go', async () => {
    const { context } = workshop;
    const { run: to } = await workshop.run({ force: true });
    await deliver('orders/more.csv', ['o3,2026-10-01 12:00:00,7,', 'o5,2026-10-02 12:00:00,7,']);
    await workshop.run();
    await executeRollback(context, await planRollback(context, 'silver.orders', { to }), to);
    await change('orders/wrong.csv');
    expect(await made()).toBe('');
    expect(await silver()).toEqual(['o1 o4 o8 o9', 'o2']);
    await executeUnpin(context, await planUnpin(context, 'silver.orders'));
    expect(await made()).toBe('01 02');
    expect(await silver()).toEqual(['o3 o5 o8 o9', '']);
  });
});

describe('a day of which the last file is withdrawn', () => {
  const checks = (run: string) =>
    workshop.rows(
      `SELECT partition_date AS day, observed, judged, outcome FROM ops.checks
       WHERE run = '${run}' AND check_name = 'row_count' ORDER BY day`,
    );
  /** Days on which nothing has come are between those on which something has. */
  const deliverDays = async (): Promise<void> => {
    await deliver('orders/first.csv', ['o1,2026-10-01 10:00:00,10,']);
    await deliver('orders/last.csv', ['o4,2026-10-04 10:00:00,9,']);
  };

  test('is judged as the empty day that it would be, and not published where rows are expected', async () => {
    await reopen('sql/silver/orders.sql', 'checks:\n', 'checks:\n  - row_count: { min: 1 }\n');
    await deliverDays();
    const { run } = await workshop.run();
    const passed = { observed: 1, judged: 1, outcome: 'passed' };
    expect(await checks(run)).toEqual([
      { day: '2026-10-01', ...passed },
      { day: '2026-10-04', ...passed },
    ]);
    await change('orders/last.csv');
    const { tasks } = await workshop.run();
    expect(tasks[0]?.reason).toBe('row_count on 2026-10-04: found 0, expected at least 1.');
    expect(await silver()).toEqual(['o1 o4', '']);
  });

  test('is published empty where none are expected, and what the day came to is recorded', async () => {
    await reopen('sql/silver/orders.sql', 'checks:\n', 'checks:\n  - row_count: { max: 9 }\n');
    await deliverDays();
    await workshop.run();
    await change('orders/last.csv');
    const { run, state } = await workshop.run();
    expect(state).toBe('SUCCESS');
    expect(await silver()).toEqual(['o1', '']);
    expect(await checks(run)).toEqual([{ day: '2026-10-04', observed: 0, judged: 0, outcome: 'passed' }]);
  });
});

describe('an extract that is withdrawn', () => {
  const thing = (price: number) => [{ id: 'T1', label: 'a', price }];
  test.each(['2026-10-01', '2026-10-02', '2026-10-03'])(
    'leaves the history as if it had never come, and back again (%s)',
    async (wrong) => {
      const published: unknown[] = [];
      for (const skipped of [wrong, undefined]) {
        await workshop.close();
        workshop = await Workshop.open(DIMENSION);
        for (const [index, at] of ['2026-10-01', '2026-10-02', '2026-10-03'].entries())
          if (at !== skipped) deliverExtract(workshop, { at, things: thing(index + 1) });
        await workshop.sweep();
        await workshop.run();
        published.push(await versions(workshop));
      }
      await change(`things/${wrong}/all.csv`);
      await workshop.run();
      expect(await versions(workshop)).toEqual(published[0]);
      expect((await workshop.plan()).tasks).toEqual([]);
      await change(`things/${wrong}/all.csv`, true);
      await workshop.run();
      expect(await versions(workshop)).toEqual(published[1]);
    },
  );
});

describe('a history whose extracts are withdrawn one after the other', () => {
  const DAYS = ['2026-10-01', '2026-10-05'] as const;
  const come = async (at: string, price: number): Promise<void> => {
    deliverExtract(workshop, { at, things: [{ id: 'A', label: 'a', price }] });
    await workshop.sweep();
  };
  const sold = async (): Promise<readonly unknown[]> =>
    (await workshop.rows('SELECT price::INTEGER AS price FROM gold.sold')).map(({ price }) => price);
  const settle = async (): Promise<void> => {
    expect((await workshop.run()).state).toBe('SUCCESS');
    expect((await workshop.plan()).tasks).toEqual([]);
  };

  beforeEach(async () => {
    await workshop.close();
    workshop = await Workshop.open(DIMENSION);
    workshop.land('sales/a.csv', ['sale_id,sold_at,thing_id', 's1,2026-09-20 10:00:00,A']);
    for (const [index, day] of DAYS.entries()) await come(day, index + 1);
    await settle();
  });

  test('is empty without any, for its readers too, and anew what an extract makes that comes then', async () => {
    expect(await sold()).toEqual([1]);
    await change(`things/${DAYS[0]}/all.csv`);
    await settle();
    expect([(await versions(workshop)).length, await sold()]).toEqual([1, [2]]);
    await change(`things/${DAYS[1]}/all.csv`);
    await settle();
    expect([await versions(workshop), await sold()]).toEqual([[], [null]]);
    await come(DAYS[1], 3);
    await settle();
    const published = await versions(workshop);
    expect(published.map(({ price, from }) => [price, from])).toEqual([[3, '0001-01-01T00-09']]);
    expect(await sold()).toEqual([3]);
    await workshop.run({ force: true });
    expect(await versions(workshop)).toEqual(published);
  });

  test('tells sales before its first extract what that one says, also when the one before is withdrawn', async () => {
    await change(`things/${DAYS[0]}/all.csv`);
    await settle();
    await come(DAYS[1], 4);
    await settle();
    expect(await sold()).toEqual([4]);
  });

  test('is not made of one that was withdrawn before any run', async () => {
    await come('2026-10-07', 9);
    await change('things/2026-10-07/all.csv');
    expect((await workshop.plan()).tasks).toEqual([]);
  });
});

describe('an object that is delivered again', () => {
  const CORRECTED = ['o1,2026-10-06 10:00:00,12,', 'o2,2026-10-06 11:00:00,13,'];

  test('replaces what it said before: rows, quarantine, and the days to which nothing comes any more', async () => {
    await deliver('orders/a.csv', WRONG);
    await deliver('orders/b.csv', RIGHT);
    await workshop.run();
    const { files } = await deliver('orders/a.csv', CORRECTED);
    expect(files).toMatchObject([{ redelivery: { effect: 'replaces', records: 3 } }]);
    expect(await made()).toBe('01 02 06 08');
    expect(await silver()).toEqual(['o1 o2 o8 o9', '']);
    expect(await workshop.rows('SELECT * FROM bronze.orders__raw')).toHaveLength(7);
    expect(await made()).toBe('');
    const redelivered = await workshop.export();
    await workshop.close();
    workshop = await Workshop.open(TINY);
    await deliver('orders/a.csv', CORRECTED);
    await deliver('orders/b.csv', RIGHT);
    await workshop.run();
    expect(redelivered).toEqual(await workshop.export());
  });

  test('lets the one before it count again when it is withdrawn by its id, and none by its name', async () => {
    await deliver('orders/a.csv', WRONG);
    await deliver('orders/b.csv', RIGHT);
    const [second] = (await deliver('orders/a.csv', CORRECTED)).files;
    await workshop.run();
    const states = async (file: string): Promise<readonly string[]> =>
      (await change(file)).deliveries.map(({ state }) => state);
    expect(await states(second?.id ?? '')).toEqual(['counts', 'withdrawn']);
    expect(await made()).toBe('01 02 06 08');
    expect(await silver()).toEqual(['o1 o4 o8 o9', 'o2']);
    expect(await states('orders/a.csv')).toEqual(['withdrawn', 'withdrawn']);
    await workshop.run();
    expect(await silver()).toEqual(['o8 o9', '']);
  });

  test('counts by its generation: one that comes after a newer one never does', async () => {
    const [newer] = (await deliver('orders/a.csv', CORRECTED)).files;
    const { objects, manifest } = workshop.context;
    const older = {
      bucket: 'landing',
      name: 'orders/a.csv',
      generation: '7',
      size: 9,
      created: new Date(),
    } as const;
    // Its copy was made before the newer one came; only now it is brought in.
    await objects.write('archive', `orders/${fileId(older)}`, [HEADER, ...WRONG, ''].join('\n'));
    const [source] = manifest.sources;
    if (!source) throw new Error('no source');
    const ingested = await ingestFile(workshop.context, source, older, runId(workshop.context));
    expect(ingested).toMatchObject({ status: 'loaded', redelivery: { effect: 'late' } });
    expect(newer).not.toHaveProperty('redelivery');
    await workshop.run();
    expect(await silver()).toEqual(['o1 o2', '']);
  });

  test('adds to what it said before where the contract says so; another rule makes due what came again', async () => {
    await deliver('orders/a.csv', WRONG);
    await deliver('orders/b.csv', RIGHT);
    await workshop.run();
    await withContract('adds');
    expect(await made()).toBe('');
    const { files } = await deliver('orders/a.csv', ['o3,2026-10-06 10:00:00,12,']);
    expect(files).toMatchObject([{ redelivery: { effect: 'adds', records: 3 } }]);
    await workshop.run();
    expect(await silver()).toEqual(['o1 o3 o4 o8 o9', 'o2']);
    await withContract('replaces');
    expect(await made()).toBe('01 02');
    expect(await silver()).toEqual(['o3 o8 o9', '']);
  });
});

/** A new workshop for the project with another text in one of its files. */
async function reopen(file: string, from: string, to: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-withdrawn-'));
  cpSync(TINY, root, { recursive: true });
  const path = join(root, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  await workshop.close();
  workshop = await Workshop.open(root);
  rmSync(root, { recursive: true, force: true });
}

/** The same warehouse, worked on by a project whose contract has this rule. */
async function withContract(rule: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-redelivered-'));
  cpSync(TINY, root, { recursive: true });
  const file = join(root, 'contracts/orders.yaml');
  const delivery = `  - { property: delivery, value: { mode: append, redelivered: ${rule} } }\n`;
  writeFileSync(file, readFileSync(file, 'utf8') + delivery);
  const { manifest } = await compileProject(root, join(root, 'manifest.json'));
  await workshop.context.warehouse.prepare(structureOf(manifest));
  Object.assign(workshop.context, { manifest });
  rmSync(root, { recursive: true, force: true });
}
