import { stripVTControlCharacters } from 'node:util';
import { render } from '../../src/cli/print';
import { restOf } from '../../src/cli/rest';
import { runText } from '../../src/cli/run-text';
import { eventLine, runLine, runsTable, tasksTable } from '../../src/cli/status-text';
import { watch } from '../../src/cli/watch';
import type { Task } from '../../src/core/planning/plan';
import type { State } from '../../src/core/run-state';
import type { RunEvent, RunStatus, TaskStatus } from '../../src/engine/journal';
import { planOf } from '../engine/support/world';

const at = (second: number): string =>
  new Date(Date.parse('2026-10-05T03:00:00Z') + second * 1000).toISOString();
const NOW = new Date(at(60));

const event = (state: State, second: number, more: Partial<RunEvent> = {}): RunEvent => ({
  run: 'r1',
  state,
  attempt: 1,
  at: at(second),
  ...more,
});

function task(name: string, ...events: readonly RunEvent[]): TaskStatus {
  const own = events.map((each) => ({ ...each, task: name }));
  const last = own.at(-1);
  return {
    task: name,
    model: `gold.${name}`,
    state: last?.state ?? 'PENDING',
    attempt: last?.attempt ?? 1,
    events: own,
  };
}

const planned = (id: string, start: string, end: string, ...dates: readonly string[]): Task => ({
  id,
  model: `gold.${id}`,
  window: { start, end },
  dates: dates.map((date) => ({ date, seq: 0, version: 'v', inputs: {}, reason: 'new' })),
  after: [],
  rows: 0,
});
const PLAN = planOf(
  planned('a', '2026-10-01', '2026-10-04', '2026-10-01', '2026-10-03'),
  planned('b', '0001-01-01', '9999-12-31', '0001-01-01'),
);

function run(state: State, tasks: readonly TaskStatus[], end?: number): RunStatus {
  const events = [event('PENDING', 0), event('RUNNING', 0), ...(end ? [event(state, end)] : [])];
  const record = { run: 'r1', pipeline: 'all', trigger: 'manual', createdAt: at(0), plan: PLAN };
  return { record, state, events, tasks };
}

const counts = { staged: 10, passed: 8, quarantined: 1, duplicates: 1 };
const FAILED = run(
  'FAILED',
  [
    task('a', event('RUNNING', 1), event('SUCCESS', 3.5, { counts })),
    task(
      'b',
      event('RUNNING', 4),
      event('FAILED', 5, { message: 'line is down' }),
      event('RETRY', 5),
      event('RUNNING', 6, { attempt: 2 }),
      event('FAILED', 7, { attempt: 2, message: 'line is still down' }),
    ),
    task('c', event('SKIPPED', 7, { message: 'gold.b is FAILED' })),
  ],
  8,
);

describe('the status of a run', () => {
  test('shows each task with attempts, counts, seconds and the last thing that was said', () => {
    expect(render(tasksTable(FAILED, NOW), 'csv').split('\n')).toEqual([
      'model,dates,state,attempt,staged,published,quarantined,duplicates,seconds,message',
      'gold.a,2026-10-01 … 2026-10-03,SUCCESS,1,10,8,1,1,2.5,',
      'gold.b,all,FAILED,2,,,,,3,line is still down',
      'gold.c,,SKIPPED,1,,,,,0,gold.b is FAILED',
    ]);
    expect(runLine(FAILED)).toBe('Run r1: FAILED');
  });

  test('says to people why tasks did not succeed, in full, how long it took, and how to go on', () => {
    const text = runText(FAILED, [], NOW, 'ecluse rerun r1 --failed-only').split('\n');
    expect(text.slice(text.indexOf('') + 1)).toEqual([
      'FAILED gold.b: line is still down',
      'SKIPPED gold.c: gold.b is FAILED',
      'Quarantined rows, each with why and whence: quarantine.gold_a',
      'Once that is mended: ecluse rerun r1 --failed-only',
      `manual; began ${at(0)}, 8 s; tasks: 1 SUCCESS, 1 FAILED, 1 SKIPPED`,
      'Run r1: FAILED',
    ]);
    const working = runText(run('RUNNING', [task('a', event('RUNNING', 10))]), [], NOW, 'ecluse rerun r1');
    expect(working).not.toContain('rerun');
  });

  test('says of a rollback that failed to ask for it again, as a rerun is refused', () => {
    const restoring = { ...planned('a', '2026-10-01', '2026-10-01'), republish: 'restore', restored: [] };
    const window = { start: '2026-10-01', end: '2026-10-03' };
    const record = { ...FAILED.record, plan: planOf({ ...restoring, window } as Task), rollbackTo: 'r0' };
    const command = 'ecluse rollback gold.a --to r0 --start-date 2026-10-01 --end-date 2026-10-02';
    expect(restOf(record)).toBe(command);
    expect(restOf(record, 'my project')).toBe(`${command} --project 'my project'`);
    expect(restOf(FAILED.record, 'x')).toBe('ecluse rerun r1 --failed-only --project x');
  });

  test('counts the seconds of what still works up to now', () => {
    const working = run('RUNNING', [task('a', event('RUNNING', 10)), task('b')]);
    expect(tasksTable(working, NOW).rows.map(({ state, seconds }) => [state, seconds])).toEqual([
      ['RUNNING', 50],
      ['PENDING', null],
    ]);
    expect(runsTable([working], NOW).rows).toMatchObject([
      { state: 'RUNNING', tasks: 2, ended: 0, seconds: 60 },
    ]);
  });

  test('publishes nothing of a task that has failed', () => {
    const failed = task('a', event('RUNNING', 1), event('FAILED', 2, { counts }));
    expect(tasksTable(run('FAILED', [failed]), NOW).rows).toMatchObject([
      { task: 'a', staged: 10, published: 0 },
    ]);
  });

  test('keeps what an attempt failed with while the next one works', () => {
    const again = task(
      'a',
      event('RUNNING', 1),
      event('FAILED', 2, { message: 'line is down' }),
      event('RETRY', 2),
    );
    expect(tasksTable(run('RUNNING', [again]), NOW).rows).toMatchObject([
      { state: 'RETRY', message: 'line is down' },
    ]);
  });

  test('says of a rerun what it is a rerun of', () => {
    const rerun = { ...FAILED, record: { ...FAILED.record, rerunOf: 'r0' } };
    expect(runLine(rerun)).toBe('Run r1, a rerun of r0: FAILED');
    expect(runsTable([rerun], NOW).rows).toMatchObject([{ trigger: 'rerun of r0', ended: 3 }]);
  });

  test('is, as a line, when, what, and what came of it', () => {
    expect(eventLine(event('SUCCESS', 1, { task: 'a', attempt: 2, counts: { staged: 3 } }))).toBe(
      '2026-10-05T03:00:01.000Z  a  SUCCESS, attempt 2, staged 3',
    );
    expect(eventLine(event('FAILED', 1, { message: 'no' }))).toBe(
      '2026-10-05T03:00:01.000Z  run r1  FAILED  no',
    );
  });
});

describe('following a run', () => {
  const [first, ...others] = FAILED.tasks;
  const steps: RunStatus[] = [
    run(
      'RUNNING',
      FAILED.tasks.map(({ task: name }) => task(name)),
    ),
    run('RUNNING', [...(first ? [first] : []), ...others.map(({ task: name }) => task(name))]),
    FAILED,
  ];

  async function followed(screen: { isTTY?: boolean; rows?: number; columns?: number }): Promise<string[]> {
    const written: string[] = [];
    let looks = 0;
    await watch(
      {
        look: async () => steps[looks++] as RunStatus,
        now: () => NOW,
        sleep: async () => undefined,
      },
      { ...screen, write: (text) => written.push(text) },
    );
    return written;
  }

  test('writes each event once, in order, where there is no terminal', async () => {
    const lines = (await followed({})).map((line) => line.trimEnd().split('  ').slice(1, 3).join(' '));
    expect(lines).toEqual([
      'run r1 PENDING',
      'run r1 RUNNING',
      'a RUNNING',
      'a SUCCESS, staged 10, published 8, quarantined 1, duplicates 1',
      'b RUNNING',
      'b FAILED',
      'b RETRY',
      'b RUNNING, attempt 2',
      'b FAILED, attempt 2',
      'c SKIPPED',
      'run r1 FAILED',
    ]);
  });

  test('draws over what it drew on a terminal, and ends with the run', async () => {
    const drawn = await followed({ isTTY: true, rows: 40, columns: 120 });
    expect(drawn).toHaveLength(3);
    expect(drawn[0]).not.toContain('\x1b');
    expect(drawn[1]).toContain('\x1b[7A\x1b[0J');
    expect(drawn[2]).toMatch(/Run r1: FAILED\n$/);
  });

  test('draws no more than a small terminal can show', async () => {
    for (const text of await followed({ isTTY: true, rows: 4, columns: 20 })) {
      const lines = stripVTControlCharacters(text).trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(3);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20);
    }
  });
});
