import { join } from 'node:path';
import { requestCancel } from '../../src/engine/cancel';
import { Journal } from '../../src/engine/journal';
import { LeaseHeld, takeLeases } from '../../src/engine/leases';
import { closeDeadRuns } from '../../src/engine/recover';
import { executeRun, type RunResult } from '../../src/engine/run';
import { sweep } from '../../src/ingest/sweep';
import type { Context } from '../../src/ports/context';
import type { Machine } from '../../src/ports/machine';
import { type Warehouse, WarehouseError } from '../../src/ports/warehouse';
import { withBefore } from './before';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const MANUAL = { pipeline: 'all', trigger: 'manual' };

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(TINY);
  landOrders(workshop, ['o1,2026-10-01 10:00:00,5,', 'o2,2026-10-02 10:00:00,6,']);
  await workshop.sweep();
});
afterEach(() => workshop.close());

/** The world of the workshop, where something happens before each job. */
const interposed = (action: (job: string) => Promise<void>): Context => withBefore(workshop.context, action);

const run = async (context: Context): Promise<RunResult> =>
  executeRun(context, await workshop.plan(), MANUAL);
const statesOf = (result: RunResult): string[] => [
  result.state,
  ...result.tasks.map(({ task, state }) => `${task.model} ${state}`),
];
const revenue = (): Promise<readonly object[]> =>
  workshop.rows('SELECT business_date, revenue::VARCHAR AS revenue FROM gold.revenue ORDER BY 1');
const journal = (): Journal => new Journal(workshop.context.objects);

/** A process that everybody else takes for ended. */
const forgotten: Machine = {
  self: async () => ({ host: 'here', pid: 1, started: '' }),
  isRunning: async ({ pid }) => pid !== 1,
};

describe('a second run', () => {
  test('on the same models is refused while the first one works, and leaves no trace', async () => {
    const refused: unknown[] = [];
    const first = interposed(async (job) => {
      if (!job.startsWith('stage_')) return;
      refused.push(await run(workshop.context).catch((error: unknown) => error));
    });
    expect((await run(first)).state).toBe('SUCCESS');
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toBeInstanceOf(LeaseHeld);
    expect(await journal().runs()).toHaveLength(1);
  });

  test('works as soon as the first one has ended', async () => {
    await run(workshop.context);
    expect(await executeRun(workshop.context, await workshop.plan({ force: true }), MANUAL)).toMatchObject({
      state: 'SUCCESS',
    });
  });
});

describe('a run that was suspended and taken for dead', () => {
  test('cannot publish over what others have published since; it says to run again', async () => {
    let others: RunResult | undefined;
    const suspended = interposed(async (job) => {
      if (!job.startsWith('publish_') || others) return;
      const awake = { ...workshop.context, machine: forgotten };
      expect(await closeDeadRuns(awake)).toHaveLength(1);
      others = await run(awake);
    });
    const outcome = await run({ ...suspended, machine: forgotten }).catch((error: Error) => error.message);
    expect(others?.state).toBe('SUCCESS');
    expect(JSON.stringify(outcome)).toMatch(/run again/i);
    expect(await workshop.rows('SELECT DISTINCT run, seq FROM ops.partitions')).toEqual([
      { run: others?.run, seq: 1 },
    ]);
    const states = await Promise.all((await journal().runs()).map((id) => journal().status(id)));
    expect(states.map((status) => status?.state).sort()).toEqual(['FAILED', 'SUCCESS']);
  });

  test('fails by the assertion of its transaction, should it not know that it was taken for dead', async () => {
    let overtaken = false;
    const suspended = interposed(async (job) => {
      if (!job.startsWith('publish_') || overtaken) return;
      overtaken = true;
      for (const model of ['silver.orders', 'gold.revenue'])
        await workshop.context.objects.delete('journal', `leases/${model}.json`);
      expect((await run(workshop.context)).state).toBe('SUCCESS');
    });
    const { state, tasks } = await run(suspended);
    expect([state, ...tasks.map((task) => task.state)]).toEqual(['FAILED', 'FAILED', 'SKIPPED']);
    expect(tasks[0]?.reason).toMatch(/another run has published these partitions.*run again/);
  });
});

describe('a run that is cancelled', () => {
  test('between steps starts no further one: what worked and what waited is CANCELLED, nothing is published', async () => {
    const cancelled = interposed(async (job) => {
      if (job.startsWith('stage_')) await requestCancel(workshop.context, (await journal().runs())[0] ?? '');
    });
    expect(statesOf(await run(cancelled))).toEqual([
      'CANCELLED',
      'silver.orders CANCELLED',
      'gold.revenue CANCELLED',
    ]);
    expect(await workshop.rows('SELECT count(*) AS n FROM ops.partitions')).toEqual([{ n: 0 }]);
  });

  test('in the middle of a job ends the job', async () => {
    const context = interposed(async () => undefined);
    const slow: Warehouse = {
      ...context.warehouse,
      execute: (job, statements) =>
        job.startsWith('stage_')
          ? context.warehouse.execute(job, [endless])
          : context.warehouse.execute(job, statements),
    };
    const started = Date.now();
    const [result] = await Promise.all([run({ ...context, warehouse: slow }), cancelSoon()]);
    expect(result.state).toBe('CANCELLED');
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  test('keeps what it had published, and the same command does the rest', async () => {
    const cancelled = interposed(async (job) => {
      if (job.startsWith('stage_') && job.includes('gold_revenue'))
        await requestCancel(workshop.context, (await journal().runs())[0] ?? '');
    });
    expect(statesOf(await run(cancelled))).toEqual([
      'CANCELLED',
      'silver.orders SUCCESS',
      'gold.revenue CANCELLED',
    ]);
    const rest = await run(workshop.context);
    expect(statesOf(rest)).toEqual(['SUCCESS', 'gold.revenue SUCCESS']);
    expect(await revenue()).toHaveLength(2);
  });

  test('while it waits for another attempt is CANCELLED without one', async () => {
    const failing = interposed(async (job) => {
      if (!job.startsWith('stage_')) return;
      await requestCancel(workshop.context, (await journal().runs())[0] ?? '');
      throw new WarehouseError('transient', 'the line is down');
    });
    const { run: id, state } = await run(failing);
    expect(state).toBe('CANCELLED');
    const events = (await journal().status(id))?.tasks[0]?.events.map((event) => event.state);
    expect(events?.at(-1)).toBe('CANCELLED');
  });

  test('cannot be cancelled once it has ended; its state is answered', async () => {
    const { run: id } = await run(workshop.context);
    expect(await requestCancel(workshop.context, id)).toBe('SUCCESS');
    expect(await requestCancel(workshop.context, 'none')).toBeNull();
  });
});

describe('what breaks', () => {
  test('for a moment is tried again, and counts its attempts', async () => {
    let failures = 0;
    const shaky = interposed(async (job) => {
      if (job.startsWith('stage_') && failures++ < 2) throw new WarehouseError('transient', 'line is down');
    });
    const { run: id, state } = await run(shaky);
    expect(state).toBe('SUCCESS');
    expect((await journal().status(id))?.tasks[0]).toMatchObject({ state: 'SUCCESS', attempt: 3 });
  });

  test('for good ends the run as FAILED in the journal, and frees its models', async () => {
    const broken = interposed(async () => {
      throw new TypeError('a defect');
    });
    await expect(run(broken)).rejects.toThrow('a defect');
    const [id = ''] = await journal().runs();
    const status = await journal().status(id);
    expect([status?.state, ...(status?.tasks ?? []).map(({ state }) => state)]).toEqual([
      'FAILED',
      'FAILED',
      'SKIPPED',
    ]);
    await expect(takeLeases(workshop.context, 'next', ['silver.orders'])).resolves.toBeDefined();
  });
});

const endless = {
  statement: {
    googlesql: '',
    duckdb: [
      'CREATE OR REPLACE TABLE scratch.endless AS SELECT sum(a.range * b.range) AS s FROM range(2000000) AS a, range(2000000) AS b',
    ],
    params: {},
  },
  values: {},
};

async function cancelSoon(): Promise<void> {
  const { clock } = workshop.context;
  for (;;) {
    await clock.sleep(100);
    const [id] = await journal().runs();
    const status = id ? await journal().status(id) : null;
    if (status?.tasks[0]?.state !== 'RUNNING') continue;
    await requestCancel(workshop.context, id ?? '');
    return;
  }
}

describe('a process that is to end', () => {
  test('brings in no further file and begins no run', async () => {
    const reason = new Error('it is to end');
    const ending = { ...workshop.context, ending: AbortSignal.abort(reason) };
    landOrders(workshop, [], 'b.csv');
    await expect(sweep(ending, 'r')).rejects.toBe(reason);
    expect(await workshop.rows('SELECT count(*)::INT AS n FROM ops.ledger')).toEqual([{ n: 1 }]);
    await expect(run(ending)).rejects.toBe(reason);
    expect(await journal().runs()).toEqual([]);
  });
});
