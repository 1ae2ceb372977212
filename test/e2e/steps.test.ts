import { join } from 'node:path';
import { finishRun } from '../../src/engine/finish-run';
import { Journal } from '../../src/engine/journal';
import { LeaseHeld } from '../../src/engine/leases';
import type { RunRequest } from '../../src/engine/requested-plan';
import { executeRun } from '../../src/engine/run';
import { startRun } from '../../src/engine/start-run';
import { stepTask, taskAt } from '../../src/engine/step-task';
import type { TaskStep } from '../../src/engine/task-runner';
import type { Context } from '../../src/ports/context';
import { journalOf } from './journals';
import { landOrders } from './orders';
import { withLongJobs } from './patience';
import { REPOSITORY, Workshop } from './workshop';

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const MANUAL = { pipeline: 'all', trigger: 'manual' };

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(TINY);
  landOrders(workshop, [
    'o1,2026-10-01 10:00:00,5,',
    'o2,2026-10-02 10:00:00,abc,',
    'o3,2026-10-02 11:00:00,7,',
  ]);
  await workshop.sweep();
});
afterEach(() => workshop.close());

const forever = new AbortController().signal;
const ended = (step: TaskStep): boolean => step.again === undefined;
let executions = 0;
const start = (
  context: Context,
  request: RunRequest = { trigger: 'manual' },
  execution = `e${++executions}`,
) => startRun({ ...context, executions: NONE }, execution, request, 'manifests/m.json');

/** Nothing waits for files here. */
const NONE = { start: async () => undefined };

/** Every place of every level, each stepped by as many callers at once, until it has ended. */
async function stepAll(context: Context, run: string, callers = 1): Promise<void> {
  const record = await new Journal(context.objects).record(run);
  if (!record) throw new Error(`no record of ${run}`);
  const { levels } = await start(context, { trigger: 'manual' }, `e${executions}`);
  for (const [level, tasks] of levels.entries())
    for (let index = 0; index < tasks; index++) {
      const task = taskAt(record, level, index);
      for (let steps: TaskStep[] = []; !steps.some(ended); )
        steps = await Promise.all(
          Array.from({ length: callers }, () => stepTask(context, record, task, forever)),
        );
    }
}

async function stepped(context: Context, callers = 1): Promise<object> {
  const { run } = await start(context);
  if (!run) throw new Error('nothing is due');
  await stepAll(context, run, callers);
  await finishRun(context, run);
  return journalOf(context, run);
}

async function inOneProcess(): Promise<object> {
  const plan = await workshop.plan({ force: true });
  const { run } = await executeRun(workshop.context, plan, MANUAL);
  return journalOf(workshop.context, run);
}

describe('a run that is stepped from outside', () => {
  test('leaves the journal and the tables of one that works in one process', async () => {
    const journal = await stepped(workshop.context);
    const tables = await workshop.export();
    expect(journal).toMatchObject({ state: 'SUCCESS' });
    expect(await inOneProcess()).toEqual(journal);
    expect(await workshop.export()).toEqual(tables);
  });

  test('leaves the same when every step is asked for by three at once', async () => {
    expect(await stepped(workshop.context, 3)).toEqual(await inOneProcess());
  });

  test('leaves the same when every job works longer than its steps wait', async () => {
    const journal = await stepped(withLongJobs(workshop.context, 2));
    expect(journal).toEqual(await inOneProcess());
  });

  test('does not scan what was staged again while its publication works', async () => {
    const audits: string[] = [];
    const { warehouse } = workshop.context;
    const slow = withLongJobs(workshop.context, 3, (job) => job.startsWith('publish_'));
    const counting = {
      ...slow,
      warehouse: {
        ...slow.warehouse,
        query: (bound: Parameters<typeof warehouse.query>[0]) => {
          audits.push(bound.statement.googlesql);
          return warehouse.query(bound);
        },
      },
    };
    await stepped(counting);
    const audit = workshop.context.manifest.models.find(({ name }) => name === 'silver.orders')?.steps?.audit;
    expect(audits.filter((sql) => sql === audit?.googlesql)).toHaveLength(1);
  });

  test('is begun once by one execution, also when it is asked for by several at once', async () => {
    const starts = await Promise.all([1, 2, 3].map(() => start(workshop.context, MANUAL_REQUEST, 'same')));
    expect(new Set(starts.map(({ run }) => run)).size).toBe(1);
    expect(await start(workshop.context, MANUAL_REQUEST, 'same')).toEqual(starts[0]);
    await expect(start(workshop.context, MANUAL_REQUEST, 'other')).rejects.toThrow(LeaseHeld);
  });

  test('is not begun when nothing is due', async () => {
    await stepped(workshop.context);
    expect(await start(workshop.context)).toEqual({ run: null, levels: [] });
    expect(await new Journal(workshop.context.objects).runs()).toHaveLength(1);
  });

  test('ends as it stands when nobody steps it, and answers the same when it is finished again', async () => {
    const { run } = await start(workshop.context);
    const first = await finishRun(workshop.context, run ?? '', 'the execution broke');
    expect(first).toMatchObject({ state: 'FAILED', now: true });
    expect(await finishRun(workshop.context, run ?? '')).toMatchObject({ state: 'FAILED', now: false });
    expect(await journalOf(workshop.context, run ?? '')).toMatchObject({
      events: [
        { state: 'PENDING' },
        { state: 'RUNNING' },
        { state: 'FAILED', message: 'the execution broke' },
      ],
      tasks: [{ state: 'SKIPPED' }, { state: 'SKIPPED' }],
    });
    await expect(start(workshop.context)).resolves.toMatchObject({ levels: [1, 1] });
  });
});

const MANUAL_REQUEST: RunRequest = { trigger: 'manual' };
