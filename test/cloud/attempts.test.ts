import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planRun } from '../../src/core/planning/plan';
import { checkViews } from '../../src/engine/check-views';
import { pinnedIn } from '../../src/engine/pinned';
import { refreshReferences } from '../../src/engine/refresh-references';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import { executeRun, type RunResult } from '../../src/engine/run';
import { executeUnpin, planUnpin } from '../../src/engine/unpin';
import { readState } from '../../src/engine/warehouse-state';
import type { Context } from '../../src/ports/context';
import { WarehouseError } from '../../src/ports/warehouse';
import { executing } from '../e2e/executing';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { CloudWorkshop } from './workshop';

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const ORDERS =
  'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\no2,2026-10-01 11:00:00,7,\n';

/** The same world, where the first attempt at each publication commits, but nobody hears of it in time. */
const givingUp = (context: Context, given: string[]): Context =>
  executing(context, async (job, execute) => {
    const result = await execute();
    if (!/^(publish|restore|unpin)_.*_1$/.test(job)) return result;
    given.push(job);
    throw new WarehouseError('transient', 'BigQuery cannot be reached');
  });

async function runOf(context: Context): Promise<RunResult> {
  const plan = planRun(context.manifest, await readState(context), {});
  return executeRun(context, plan, { pipeline: 'all', trigger: 'manual' });
}

describe.each<[string, () => Promise<Workshop | CloudWorkshop>]>([
  ['DuckDB', () => Workshop.open(TINY)],
  ['BigQuery', () => CloudWorkshop.open(TINY)],
])('on %s', (_name, open) => {
  test('an attempt takes what an earlier one published after it had been given up for its own success', async () => {
    const workshop = await open();
    try {
      await workshop.context.objects.write('landing', 'orders/a.csv', ORDERS);
      await workshop.sweep();
      const given: string[] = [];
      const { state, tasks } = await runOf(givingUp(workshop.context, given));
      expect(given).toHaveLength(tasks.length);
      expect([state, ...tasks.map((task) => task.reason)]).toEqual(['SUCCESS', undefined, undefined]);
      const tables = await workshop.export();
      expect(tables['silver.orders']).toHaveLength(2);
      expect((await runOf(workshop.context)).tasks).toEqual([]);
    } finally {
      await workshop.close();
    }
  });

  test('so does one that rolls back, or unpins', async () => {
    const workshop = await open();
    const { context } = workshop;
    try {
      await context.objects.write('landing', 'orders/a.csv', ORDERS);
      await workshop.sweep();
      const { run: to } = await runOf(context);
      await context.objects.write('landing', 'orders/b.csv', ORDERS.replaceAll(',5,', ',6,'));
      await workshop.sweep();
      await runOf(context);
      const given: string[] = [];
      const late = givingUp(context, given);
      const back = await executeRollback(late, await planRollback(late, 'silver.orders', { to }), to);
      expect([back?.state, pinnedIn(await readState(context)).length]).toEqual(['SUCCESS', 1]);
      const free = await executeUnpin(late, await planUnpin(late, 'silver.orders'));
      expect([free?.state, pinnedIn(await readState(context))]).toEqual(['SUCCESS', []]);
      expect(given).toHaveLength(2);
    } finally {
      await workshop.close();
    }
  });
});

describe('a job that failed once is tried again under another id', () => {
  let folder: string;
  let workshop: CloudWorkshop;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ecluse-attempts-'));
    cpSync(TINY, folder, { recursive: true });
    mkdirSync(join(folder, 'reference'));
    writeFileSync(join(folder, 'reference/regions.csv'), 'region,name\n1,North\n');
    workshop = await CloudWorkshop.open(folder);
  });
  afterAll(async () => {
    await workshop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The next jobs: so many work, then one fails as the service fails now and then. */
  function failAfter(working: number): void {
    const jobs = { method: 'POST', path: /\/jobs/ };
    if (working > 0) workshop.cloud.faults.next({ do: 'delay', ms: 0 }, jobs, working);
    workshop.cloud.faults.next({ do: 'fail_job', reason: 'backendError', message: 'Retry the job' }, jobs);
  }

  async function forgetReference(run: string): Promise<void> {
    const googlesql = "DELETE FROM `ops.partitions` WHERE table_name = 'ref.regions'";
    const statement = { googlesql, duckdb: [], params: {} };
    await workshop.context.warehouse.execute(`forget_${run}`, [{ statement, values: {} }]);
  }

  test.each([2, 3])('of a reference table, by the same run: after %i jobs', async (working) => {
    const run = `r${working}`;
    failAfter(working);
    await expect(refreshReferences(workshop.context, run)).rejects.toMatchObject({ kind: 'transient' });
    expect(await refreshReferences(workshop.context, run)).toEqual(['ref.regions']);
    await forgetReference(run);
  });

  test('of a reference table, by two runs at once: one of them replaces it', async () => {
    const both = await Promise.all(['a', 'b'].map((run) => refreshReferences(workshop.context, run)));
    expect(both.flat()).toEqual(['ref.regions']);
    expect(await workshop.rows('SELECT region FROM `ref.regions`')).toHaveLength(1);
    await forgetReference('both');
  });

  test('of a reference table, by another run, while a job may be at work: it goes on with that job', async () => {
    const before = workshop.cloud.bigquery.requests.length;
    const line = { method: 'GET', path: /\/(?:jobs|queries)\/load_/ };
    workshop.cloud.faults.next({ do: 'refuse', status: 503, reason: 'backendError' }, line, 100);
    await expect(refreshReferences(workshop.context, 'gone')).rejects.toMatchObject({ kind: 'pending' });
    workshop.cloud.faults.clear();
    expect(await refreshReferences(workshop.context, 'next')).toEqual(['ref.regions']);
    const loads = workshop.cloud.bigquery.requests
      .slice(before)
      .filter(({ configuration }) => 'load' in configuration);
    expect(loads).toHaveLength(1);
  });

  test('of the checks of a view, by the same run', async () => {
    const published = new Set(workshop.context.manifest.models.map(({ name }) => name));
    failAfter(1);
    const check = () => checkViews(workshop.context, { run: 'r' }, published);
    await expect(check()).rejects.toMatchObject({ kind: 'transient' });
    await expect(check()).resolves.toEqual(expect.any(Array));
  });
});
