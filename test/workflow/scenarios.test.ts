import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { executeTask } from '../../functions/execute-task/execute-task';
import { sweep } from '../../functions/sweep/sweep';
import { JOURNAL_HISTORY } from '../../src/core/cloud';
import { requestCancel } from '../../src/engine/cancel';
import { Journal } from '../../src/engine/journal';
import { executeRun } from '../../src/engine/run';
import type { Context } from '../../src/ports/context';
import { WarehouseError } from '../../src/ports/warehouse';
import { withBefore } from '../e2e/before';
import { journalOf } from '../e2e/journals';
import { landOrders } from '../e2e/orders';
import { withLongJobs } from '../e2e/patience';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from '../functions/support/call';
import { siteOf, type TestSite } from '../functions/support/site';
import { type Driven, drive, httpError, timeout, type Way } from './drive';
import { mortal } from './mortal';

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const GOOD = ['o1,2026-10-01 10:00:00,5,', 'o2,2026-10-02 10:00:00,6,'];

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(TINY);
});
afterEach(() => workshop.close());

async function deliver(lines: readonly string[]): Promise<void> {
  landOrders(workshop, lines);
  await workshop.sweep();
}

/** Something that happens to the world of a run: the same thing, made anew for each run. */
type World = (context: Context) => Context;
const undisturbed: World = (context) => context;

interface Told {
  readonly driven: Driven;
  readonly journal: object;
  readonly site: TestSite;
}

async function byWorkflow(world: World, way?: Way): Promise<Told> {
  const site = await siteOf(world(workshop.context));
  const driven = await drive(site, { pipeline: 'all', force: true }, 'e1', way);
  return { driven, journal: await lastJournal(), site };
}

async function lastJournal(): Promise<object> {
  const runs = await new Journal(workshop.context.objects).runs();
  return journalOf(workshop.context, runs.at(-1) ?? '');
}

async function byProcess(world: World): Promise<object> {
  const plan = await workshop.plan({ force: true });
  const { run } = await executeRun(world(workshop.context), plan, { pipeline: 'all', trigger: 'manual' });
  return journalOf(workshop.context, run);
}

/** The job fails as many times for a moment. */
const failing =
  (step: string, times: number): World =>
  (context) => {
    let left = times;
    return withBefore(context, async (job) => {
      if (job.startsWith(step) && left-- > 0) throw new WarehouseError('transient', 'the line is down');
    });
  };

/** Somebody asks for the run to stop while its first task stages. */
const cancelled: World = (context) =>
  withBefore(context, async (job) => {
    const runs = await new Journal(context.objects).runs();
    if (job.startsWith('stage_')) await requestCancel(context, runs.at(-1) ?? '');
  });

describe('the workflow and one process leave the same journal', () => {
  test.each<[string, readonly string[], World, string]>([
    ['success', GOOD, undisturbed, 'SUCCESS'],
    ['a retry, then success', GOOD, failing('stage_', 1), 'SUCCESS'],
    ['a failure for good', GOOD, failing('stage_', 99), 'FAILED'],
    [
      'a gate that stops, and skips',
      ['o1,2026-10-01 10:00:00,-1,', 'o2,2026-10-01 10:00:00,-2,'],
      undisturbed,
      'FAILED',
    ],
    ['a cancellation', GOOD, cancelled, 'CANCELLED'],
  ])('of %s', async (_what, lines, world, state) => {
    await deliver(lines);
    const { driven, journal } = await byWorkflow(world);
    expect(journal).toMatchObject({ state });
    expect(driven).toMatchObject(state === 'SUCCESS' ? { result: { state } } : { failure: { state } });
    expect(await byProcess(world)).toEqual(journal);
  });

  test('of jobs that work longer than a function may wait; it sleeps meanwhile', async () => {
    await deliver(GOOD);
    const { driven, journal } = await byWorkflow((context) => withLongJobs(context, 4));
    expect(await byProcess(undisturbed)).toEqual(journal);
    expect(driven.slept).toBeGreaterThanOrEqual(2 * 2 * 4 * 15);
  });

  test('when answers are lost: what was done is found done', async () => {
    await deliver(GOOD);
    const { journal, driven } = await byWorkflow(undisturbed, async (_url, pass, times) => {
      const answer = await pass();
      if (times % 2 === 1) throw timeout();
      return answer;
    });
    expect(driven.result).toMatchObject({ state: 'SUCCESS' });
    expect(await byProcess(undisturbed)).toEqual(journal);
  });

  test.each(['stage_', 'publish_'])('when a function dies at %s: the next call goes on', async (step) => {
    await deliver(GOOD);
    const events = new EventEmitter();
    const death = once(events, 'death');
    const site = await siteOf(workshop.context);
    let deaths = 0;
    const { warehouse } = withBefore(workshop.context, async (job) => {
      if (!job.startsWith(step) || deaths++ > 0) return;
      doomed.die();
      events.emit('death');
    });
    const doomed = mortal({ ...site, warehouse: () => warehouse });
    const way: Way = async (url, pass, times) => {
      if (url !== 'executeTask' || times > 1) return pass();
      void call(executeTask, doomed.site, await firstTask());
      await death;
      throw httpError(503);
    };
    const driven = await drive(site, { force: true }, 'e1', way);
    expect(driven.result).toMatchObject({ state: 'SUCCESS' });
    const journal = await lastJournal();
    expect(await byProcess(undisturbed)).toEqual(journal);
  });
});

test('what runs leave in the journal goes away by age, but for what later runs go by', async () => {
  await deliver(GOOD);
  await byWorkflow((context) => withLongJobs(failing('stage_', 1)(context), 2));
  await drive(await siteOf(workshop.context), { pipeline: 'all', force: true }, 'e2');
  const kept = new Set<string>();
  for await (const { name } of workshop.context.objects.list('journal'))
    if (!JOURNAL_HISTORY.some((prefix) => name.startsWith(prefix))) kept.add(name.split('/')[0] ?? '');
  expect([...kept].sort()).toEqual(['baselines', 'hours']);
});

async function firstTask(): Promise<object> {
  const runs = await new Journal(workshop.context.objects).runs();
  return { run: runs.at(-1), level: 0, task: 0 };
}

describe('the final state is recorded', () => {
  test('when a function answers nothing but errors: after its retries the run is closed, its models are free', async () => {
    await deliver(GOOD);
    const { journal, driven } = await byWorkflow(undisturbed, async (url, pass) => {
      if (url === 'executeTask') throw httpError(500);
      return pass();
    });
    expect(driven.requests.filter((url) => url === 'executeTask')).toHaveLength(9);
    expect(driven.failure).toMatchObject({ state: 'FAILED' });
    expect(journal).toMatchObject({
      state: 'FAILED',
      events: [{}, {}, { message: 'the execution broke: 500 HTTP server responded with error code 500' }],
      tasks: [{ state: 'SKIPPED' }, { state: 'SKIPPED' }],
    });
    expect(await byProcess(undisturbed)).toMatchObject({ state: 'SUCCESS' });
  });

  test('at once when a request is refused: it is not asked for again', async () => {
    await deliver(GOOD);
    const { driven } = await byWorkflow(undisturbed, async (url, pass) => {
      if (url === 'executeTask') throw httpError(403);
      return pass();
    });
    expect(driven.requests).toEqual(['planRun', 'executeTask', 'finishRun']);
    expect(driven.failure).toMatchObject({ state: 'FAILED' });
  });

  test('by the sweep, when the execution dies before it could finish', async () => {
    await deliver(GOOD);
    const { site, driven } = await byWorkflow(undisturbed, async (url, pass) => {
      if (url === 'finishRun') throw httpError(503);
      return pass();
    });
    expect(driven.failure).toMatchObject({ code: 503 });
    expect(await lastJournal()).toMatchObject({ state: 'RUNNING' });
    expect((await call(sweep, site, {})).body).toMatchObject({ closed: [] });
    site.ended.add('e1');
    expect((await call(sweep, site, {})).body.closed).toHaveLength(1);
    expect(await lastJournal()).toMatchObject({ state: 'FAILED', tasks: [{ state: 'SUCCESS' }, {}] });
  });
});

describe('an execution', () => {
  test('ends at once when nothing is due', async () => {
    const site = await siteOf(workshop.context);
    expect(await drive(site, null, 'e1')).toMatchObject({ result: { run: null, levels: [] }, slept: 0 });
    expect(await new Journal(workshop.context.objects).runs()).toEqual([]);
  });

  test('waits while another one is at work on the same models', async () => {
    await deliver(GOOD);
    const site = await siteOf(workshop.context);
    let other: Driven | undefined;
    const first = await drive(site, null, 'e1', async (url, pass, times) => {
      if (url === 'finishRun' && times === 1) {
        const meanwhile = drive(site, { force: true }, 'e2', async (asked, go, nth) => {
          if (asked === 'planRun' && nth === 2) await pass();
          return go();
        });
        other = await meanwhile;
      }
      return pass();
    });
    expect(first.result).toMatchObject({ state: 'SUCCESS' });
    expect(other?.result).toMatchObject({ state: 'SUCCESS' });
    expect(other?.requests.slice(0, 3)).toEqual(['planRun', 'planRun', 'executeTask']);
    expect(other?.slept).toBeGreaterThanOrEqual(60);
  });
});
