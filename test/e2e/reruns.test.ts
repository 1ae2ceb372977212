import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays } from '../../src/core/dates';
import { bindTo } from '../../src/core/statement';
import { type BackfillRequest, executeBackfill, planBackfill } from '../../src/engine/backfill';
import { requestCancel } from '../../src/engine/cancel';
import { bytesOf } from '../../src/engine/estimate-task';
import { Journal } from '../../src/engine/journal';
import { planRerun, RerunRefused } from '../../src/engine/rerun';
import { executeRun, type RunResult } from '../../src/engine/run';
import type { Context } from '../../src/ports/context';
import { WarehouseError } from '../../src/ports/warehouse';
import { withBefore } from './before';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(120_000);

const START = '2026-10-01';
const DAYS = 8;
const RANGE = { start: START, end: addDays(START, DAYS) };

let project: string;
let workshop: Workshop;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'ecluse-reruns-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
  const file = join(project, 'sql/gold/revenue.sql');
  const check = 'checks:\n  - row_count: { min_ratio: 0.8, severity: warn }\n---*/';
  writeFileSync(file, readFileSync(file, 'utf8').replace('---*/', check));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

beforeEach(async () => {
  workshop = await Workshop.open(project);
  land('a.csv', DAYS);
  await workshop.sweep();
});
afterEach(() => workshop.close());

function land(name: string, days: number, amount = 5): void {
  const rows = Array.from(
    { length: days },
    (_, day) => `o${day},${addDays(START, day)} 10:00:00,${amount + day},`,
  );
  landOrders(workshop, rows, name);
}

/** The world of the workshop, where something happens before each job. */
const interposed = (action: (job: string) => Promise<void>): Context => withBefore(workshop.context, action);

const failingAt = (part: string): Context =>
  interposed(async (job) => {
    if (job.startsWith('stage_') && job.includes(part)) throw new WarehouseError('invalid', 'it is broken');
  });

const journal = (): Journal => new Journal(workshop.context.objects);
const modelsOf = ({ tasks }: RunResult): string[] => tasks.map(({ task, state }) => `${task.model} ${state}`);
const publications = (): Promise<readonly object[]> =>
  workshop.rows(
    'SELECT table_name, partition_date, max(seq) AS seq FROM ops.partitions GROUP BY ALL ORDER BY ALL',
  );

async function rerun(id: string, failedOnly: boolean): Promise<RunResult> {
  const { plan } = await planRerun(workshop.context, id, failedOnly);
  return executeRun(workshop.context, plan, { pipeline: 'all', trigger: 'rerun', rerunOf: id });
}

async function runOn(context: Context): Promise<RunResult> {
  return executeRun(context, await workshop.plan(), { pipeline: 'all', trigger: 'manual' });
}

async function backfill(
  request: Partial<BackfillRequest> = {},
  context: Context = workshop.context,
  concurrency = 1,
): Promise<{ readonly done: number; readonly result: RunResult | null }> {
  const planned = await planBackfill(context, { range: RANGE, chunkDays: 2, ...request });
  return { done: planned.done, result: await executeBackfill(context, planned, concurrency) };
}

describe('a rerun', () => {
  test('of what failed does the tasks that failed and those that were skipped for it', async () => {
    const failed = await runOn(failingAt('gold_revenue'));
    expect(modelsOf(failed)).toEqual(['silver.orders SUCCESS', 'gold.revenue FAILED']);
    const again = await rerun(failed.run, true);
    expect(modelsOf(again)).toEqual(['gold.revenue SUCCESS']);
    expect((await journal().record(again.run))?.rerunOf).toBe(failed.run);
    expect((await workshop.plan()).tasks).toEqual([]);
  });

  test('does all windows of the run again, on what has arrived since, and no others', async () => {
    const first = await runOn(workshop.context);
    land('b.csv', DAYS + 3, 50);
    await workshop.sweep();
    const again = await rerun(first.run, false);
    expect(again.tasks.map(({ task }) => [task.id, task.window])).toEqual(
      first.tasks.map(({ task }) => [task.id, task.window]),
    );
    expect(again.state).toBe('SUCCESS');
    const due = (await workshop.plan()).tasks.flatMap((task) => task.dates.map(({ date }) => date));
    expect([...new Set(due)].sort()[0]).toBe(addDays(START, DAYS));
  });

  test('of a run with nothing that failed has no tasks', async () => {
    const { run } = await runOn(workshop.context);
    expect((await planRerun(workshop.context, run, true)).plan.tasks).toEqual([]);
  });

  test('is refused for a run that is not there, or has not ended', async () => {
    await expect(planRerun(workshop.context, 'none', false)).rejects.toThrow(RerunRefused);
    const refusals: unknown[] = [];
    const working = interposed(async () => {
      const [id = ''] = await journal().runs();
      refusals.push(await planRerun(workshop.context, id, false).catch((error: unknown) => error));
    });
    await runOn(working);
    expect(refusals[0]).toMatchObject({ kind: 'open', message: expect.stringContaining('is RUNNING') });
  });
});

describe('a backfill', () => {
  test('makes every date of its range again, also what is up to date, in chunks', async () => {
    await runOn(workshop.context);
    const published = await workshop.export();
    const { result } = await backfill({ range: { start: addDays(START, 2), end: addDays(START, 6) } });
    expect(
      result?.tasks.map(({ task }) => `${task.model} ${task.window.start} ${task.dates.length}`),
    ).toEqual([
      'silver.orders 2026-10-03 2',
      'silver.orders 2026-10-05 2',
      'gold.revenue 2026-10-03 2',
      'gold.revenue 2026-10-05 2',
    ]);
    expect(await workshop.export()).toEqual(published);
    expect((await workshop.plan()).tasks).toEqual([]);
  });

  test('gives the tables of one run, in whatever chunks it is cut, and however many work at once', async () => {
    await runOn(workshop.context);
    const whole = await workshop.export();
    const bounds = fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 1, max: DAYS }));
    const cuts = fc.record({
      chunkDays: fc.integer({ min: 1, max: DAYS + 2 }),
      bounds,
      lanes: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(cuts, async ({ chunkDays, lanes, bounds: [from, length] }) => {
        const range = { start: addDays(START, from), end: addDays(START, from + length) };
        const { result } = await backfill({ chunkDays, range }, workshop.context, lanes);
        expect(result?.state).toBe('SUCCESS');
        expect(await workshop.export()).toEqual(whole);
      }),
      { numRuns: 5 },
    );
  });

  test('that was stopped continues: what it has finished is not repeated', async () => {
    await runOn(workshop.context);
    const cancelling = interposed(async (job) => {
      if (!job.startsWith('stage_') || !job.includes('orders_2026_10_05')) return;
      await requestCancel(workshop.context, (await journal().runs()).at(-1) ?? '');
    });
    expect((await backfill({}, cancelling)).result?.state).toBe('CANCELLED');
    const { done, result } = await backfill();
    expect(done).toBe(4);
    expect(result?.state).toBe('SUCCESS');
    expect(new Set((await publications()).map((row) => JSON.stringify(Object.values(row).at(-1))))).toEqual(
      new Set(['2']),
    );
  });

  test('that was stopped repeats what became due again meanwhile', async () => {
    await runOn(workshop.context);
    await backfill({}, failingAt('orders_2026_10_05'));
    land('b.csv', 1, 70);
    await workshop.sweep();
    const { result } = await backfill();
    expect(result?.tasks[0]?.task.dates.map(({ date, reason }) => `${date} ${reason}`)).toContain(
      '2026-10-01 inputs changed',
    );
  });

  test('that has come to its end begins anew', async () => {
    await backfill();
    expect((await backfill()).done).toBe(0);
  });

  test('over other dates or models is another one', async () => {
    await backfill({}, failingAt('gold_revenue'));
    expect((await backfill({ models: ['silver.orders'] })).done).toBe(0);
    expect((await backfill()).done).toBe(DAYS);
  });

  test('records what its checks observe, but feeds no baseline', async () => {
    const { manifest, warehouse } = workshop.context;
    const asked = { table_name: 'gold.revenue', checks: ['row_count'], run: 'another' };
    const baseline = async (): Promise<number> =>
      (await warehouse.query(bindTo(manifest.ops.baseline, asked))).rows.length;
    await backfill();
    expect(await workshop.rows('SELECT count(*) > 0 AS some FROM ops.checks WHERE backfill')).toEqual([
      { some: true },
    ]);
    expect(await baseline()).toBe(0);
    await workshop.run({ force: true });
    expect(await baseline()).toBe(DAYS);
  });

  test('can be asked beforehand what it would read, and nothing is changed', async () => {
    const { plan } = await planBackfill(workshop.context, { range: RANGE, chunkDays: 4 });
    expect(plan.tasks.map(({ rows }) => rows)).toEqual([6, 6, null, null]);
    for (const task of plan.tasks) expect(await bytesOf(workshop.context, task)).toBeNull();
    expect(await journal().runs()).toEqual([]);
    expect(await publications()).toEqual([]);
  });
});
