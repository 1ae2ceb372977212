import { IllegalTransition, STATES, type State, TRANSITIONS } from '../../src/core/run-state';
import { Journal, type RunEvent } from '../../src/engine/journal';
import { planOf, Site, taskOf } from './support/world';

let site: Site;
let journal: Journal;
beforeEach(async () => {
  site = new Site();
  journal = new Journal(site.world(1).objects);
  await journal.create(record('r1'));
});
afterEach(() => site.close());

const record = (run: string) => ({
  run,
  pipeline: 'all',
  trigger: 'manual',
  createdAt: '2026-10-05T03:00:00.000Z',
  plan: planOf(taskOf('a'), taskOf('b', ['a'])),
});

const event = (state: State, attempt = 1, task = 'a'): RunEvent => ({
  run: 'r1',
  ...(task && { task }),
  state,
  attempt,
  at: '2026-10-05T03:00:01.000Z',
});

/** The shortest way from PENDING into each state. */
const WAYS: Readonly<Record<State, readonly State[]>> = {
  PENDING: [],
  RUNNING: ['RUNNING'],
  SUCCESS: ['RUNNING', 'SUCCESS'],
  FAILED: ['RUNNING', 'FAILED'],
  RETRY: ['RUNNING', 'FAILED', 'RETRY'],
  SKIPPED: ['SKIPPED'],
  CANCELLED: ['CANCELLED'],
};

const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));

describe('the journal', () => {
  test.each(pairs.filter(([from, to]) => TRANSITIONS[from].includes(to)))(
    'lets %s become %s',
    async (from, to) => {
      for (const state of WAYS[from]) await journal.append(event(state));
      await journal.append(event(to, 2));
      expect((await journal.status('r1'))?.tasks[0]?.state).toBe(to);
    },
  );

  test.each(pairs.filter(([from, to]) => !TRANSITIONS[from].includes(to) && to !== 'PENDING'))(
    'refuses that %s becomes %s, and says what it could become',
    async (from, to) => {
      for (const state of WAYS[from]) await journal.append(event(state));
      await expect(journal.append(event(to, 2))).rejects.toThrow(
        new IllegalTransition('task a of run r1', from, to),
      );
      expect((await journal.status('r1'))?.tasks[0]?.state).toBe(from);
    },
  );

  test('takes a repeated event for the same event', async () => {
    await journal.append(event('RUNNING'));
    await journal.append(event('SUCCESS'));
    await new Journal(site.world(2).objects).append(event('RUNNING'));
    const [task] = (await journal.status('r1'))?.tasks ?? [];
    expect(task?.events.map(({ state }) => state)).toEqual(['RUNNING', 'SUCCESS']);
  });

  test('refuses a writer that has not seen what others wrote', async () => {
    const other = new Journal(site.world(2).objects);
    await journal.append(event('RUNNING'));
    await other.append(event('FAILED'));
    await expect(journal.append(event('SUCCESS'))).rejects.toThrow(IllegalTransition);
    expect((await journal.status('r1'))?.tasks[0]?.state).toBe('FAILED');
  });

  test('lets exactly one of many who end a task at the same moment', async () => {
    await journal.append(event('RUNNING'));
    const ends: State[] = ['SUCCESS', 'FAILED', 'CANCELLED'];
    const writers = ends.map((state, pid) => new Journal(site.world(pid).objects).append(event(state)));
    const settled = await Promise.allSettled(writers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [task] = (await journal.status('r1'))?.tasks ?? [];
    expect(task?.events).toHaveLength(2);
  });

  test('keeps attempts in order beyond nine', async () => {
    for (let attempt = 1; attempt <= 12; attempt++) {
      if (attempt > 1) await journal.append(event('RETRY', attempt - 1));
      await journal.append(event('RUNNING', attempt));
      await journal.append(event('FAILED', attempt));
    }
    const [task] = (await journal.status('r1'))?.tasks ?? [];
    expect(task).toMatchObject({ state: 'FAILED', attempt: 12 });
  });

  test('lists runs in order, whatever happened in them, and knows nothing of others', async () => {
    await journal.create(record('r0'));
    await journal.append(event('RUNNING', 1, ''));
    expect(await journal.runs()).toEqual(['r0', 'r1']);
    expect(await journal.status('r2')).toBeNull();
    expect(await journal.status('r1')).toMatchObject({ state: 'RUNNING', tasks: [{}, { state: 'PENDING' }] });
  });
});
