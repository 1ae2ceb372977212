import type { State } from '../../src/core/run-state';
import { Journal } from '../../src/engine/journal';
import { LEASE_MS } from '../../src/engine/lease';
import { holdings, takeLeases } from '../../src/engine/leases';
import { closeDeadRuns } from '../../src/engine/recover';
import { type Warehouse, WarehouseError } from '../../src/ports/warehouse';
import { planOf, Site, taskOf } from './support/world';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.close());

const TASKS: Readonly<Record<string, readonly State[]>> = {
  done: ['RUNNING', 'SUCCESS'],
  broken: ['RUNNING', 'FAILED'],
  working: ['RUNNING'],
  resting: ['RUNNING', 'FAILED', 'RETRY'],
  waiting: [],
};

/** A run that goes no further: a task in each state in which a process can leave one. */
async function abandoned(pid: number, run = 'r1'): Promise<Journal> {
  const world = site.world(pid);
  const journal = new Journal(world.objects);
  const plan = planOf(...Object.keys(TASKS).map((id) => taskOf(id)));
  await takeLeases(
    world,
    run,
    plan.tasks.map((task) => task.model),
  );
  const at = site.clock.now().toISOString();
  await journal.create({ run, pipeline: 'all', trigger: 'manual', createdAt: at, plan });
  await journal.append({ run, state: 'RUNNING', attempt: 1, at });
  for (const [task, states] of Object.entries(TASKS))
    for (const state of states) await journal.append({ run, task, state, attempt: 1, at });
  return journal;
}

describe('a run whose process has died', () => {
  test('is closed as FAILED by the next one that looks, each task by its state, and holds nothing more', async () => {
    const journal = await abandoned(1);
    site.processes.end(1);
    expect(await closeDeadRuns(site.world(2))).toEqual(['r1']);
    const status = await journal.status('r1');
    expect(status?.state).toBe('FAILED');
    expect(status?.events.at(-1)?.message).toMatch(/^process 1 on here ended in the middle.*run again$/);
    expect(status?.tasks.map(({ task, state, attempt }) => `${task} ${state} ${attempt}`)).toEqual([
      'done SUCCESS 1',
      'broken FAILED 1',
      'working FAILED 1',
      'resting FAILED 2',
      'waiting SKIPPED 1',
    ]);
    expect(await holdings(site.world(2))).toEqual([]);
    expect(await closeDeadRuns(site.world(2))).toEqual([]);
  });

  test('has the jobs of what was running cancelled first, and is closed also where one cannot be', async () => {
    const journal = await abandoned(1);
    site.processes.end(1);
    const asked: string[] = [];
    const cancel = async (job: string): Promise<void> => {
      expect((await journal.status('r1'))?.state).toBe('RUNNING');
      asked.push(job);
      if (job.startsWith('publish_')) throw new WarehouseError('invalid', 'no bigquery.jobs.update');
    };
    const warehouse = { cancel } as Pick<Warehouse, 'cancel'> as Warehouse;
    expect(await closeDeadRuns({ ...site.world(2), warehouse })).toEqual(['r1']);
    expect(asked).toEqual(expect.arrayContaining(['stage_r1_working_1', 'publish_r1_working_1']));
    expect(asked.every((job) => job.endsWith('_r1_working_1'))).toBe(true);
    const message = (await journal.status('r1'))?.events.at(-1)?.message;
    expect(message).toMatch(/run again; the job publish_r1_working_1 could not be cancelled: no bigquery/);
  });

  test('is left alone as long as its process works', async () => {
    await abandoned(1);
    expect(await closeDeadRuns(site.world(2))).toEqual([]);
  });

  test('is closed as well when the process is on a host that cannot be asked, once its lease ran out', async () => {
    const journal = await abandoned(1);
    const elsewhere = {
      ...site.world(2),
      machine: { self: site.world(2).machine.self, isRunning: async () => null },
    };
    expect(await closeDeadRuns(elsewhere)).toEqual([]);
    site.clock.pass(LEASE_MS);
    expect(await closeDeadRuns(elsewhere)).toEqual(['r1']);
    expect((await journal.status('r1'))?.state).toBe('FAILED');
  });

  test('is closed once by many who look at the same time', async () => {
    const journal = await abandoned(1);
    site.processes.end(1);
    await Promise.all([2, 3, 4, 5].map((pid) => closeDeadRuns(site.world(pid))));
    const status = await journal.status('r1');
    expect(status?.events.map(({ state }) => state)).toEqual(['PENDING', 'RUNNING', 'FAILED']);
  });

  test('that died before it was written down leaves nothing', async () => {
    await takeLeases(site.world(1), 'r1', ['silver.a']);
    site.processes.end(1);
    expect(await closeDeadRuns(site.world(2))).toEqual(['r1']);
    expect(await new Journal(site.world(2).objects).runs()).toEqual([]);
    await expect(takeLeases(site.world(2), 'r2', ['silver.a'])).resolves.toBeDefined();
  });
});
