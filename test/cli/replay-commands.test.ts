import { commandLine } from '../../src/cli/main';
import { type AlertKind, type EndedTask, judgeTask } from '../../src/core/alerts';
import { slaLine } from '../../src/core/alerts/line';
import { replayCommand } from '../../src/core/alerts/replay';
import { addDays } from '../../src/core/dates';
import { DATE, days, ended, planned, THRESHOLDS } from '../core/support/ended-tasks';

const FINE = ended({
  run: '20261026t031500123-k3f9',
  task: { id: 'silver_orders', dates: [planned(DATE)], window: { start: DATE, end: addDays(DATE, 3) } },
});
const HISTORY = days(28);

const FOUND: readonly [AlertKind, Partial<EndedTask>][] = [
  ['failed', { state: 'FAILED' }],
  ['duration', { seconds: 100 }],
  ['records', { counts: { staged: 10, passed: 10 } }],
  ['rejected', { rejected: { day: DATE, staged: 1000, quarantined: 100 } }],
];
const WHOLE: Partial<EndedTask> = {
  model: { ...FINE.model, as: 'table' },
  task: { ...FINE.task, window: { start: '0001-01-01', end: '9999-12-31' } },
};

/** What the parser of the command line makes of a command. */
async function parsed(text: string): Promise<Record<string, unknown>> {
  const [program, name, ...args] = text.split(' ');
  expect(program).toBe('ecluse');
  const command = commandLine();
  const found = command.commands.find((entry) => entry.name() === name);
  let options: Record<string, unknown> = {};
  found?.action((...given) => {
    options = { name, args: found.args, ...found.opts() };
    expect(given.length).toBeGreaterThan(0);
  });
  await command.parseAsync([name ?? '', ...args], { from: 'user' });
  return options;
}

function commandOf(kind: AlertKind, ...changes: readonly Partial<EndedTask>[]): string {
  const task = Object.assign({}, FINE, ...changes) as EndedTask;
  const alert = judgeTask(task, HISTORY, THRESHOLDS).find((found) => found.kind === kind);
  if (!alert) throw new Error(`There is no alert ${kind}.`);
  return replayCommand(alert.replay);
}

describe('the command that an alert names', () => {
  test.each(FOUND)('%s is one, with each option once, whatever the model is', async (kind, change) => {
    // Whole tables have no weekday to be compared with.
    for (const mode of kind === 'records' ? [{}] : [{}, WHOLE]) {
      const text = commandOf(kind, mode, change);
      const options = text.match(/--[a-z-]+/g) ?? [];
      expect(options).toEqual([...new Set(options)]);
      expect(await parsed(text)).toMatchObject({ name: expect.any(String) });
    }
  });

  test('names no dates of what is made as a whole', () => {
    expect(commandOf('duration', WHOLE, { seconds: 100 })).toBe('ecluse run --models silver.orders --force');
  });

  test('makes exactly the dates of the task, of whatever was found', async () => {
    const dates = { startDate: DATE, endDate: addDays(DATE, 2) };
    const run = { name: 'run', models: 'silver.orders', ...dates, force: true };
    expect(await parsed(commandOf('duration', { seconds: 100 }))).toMatchObject(run);
    expect(await parsed(commandOf('rejected', FOUND[3]?.[1] ?? {}))).toMatchObject({
      name: 'replay',
      quarantine: 'silver.orders',
      ...dates,
    });
    expect(await parsed(commandOf('failed', { state: 'FAILED' }))).toMatchObject({
      name: 'rerun',
      args: [FINE.run],
      failedOnly: true,
    });
  });

  test('of a rollback or an unpin that failed does that again, and nothing else is said of them', async () => {
    const failed = { state: 'FAILED' } as const;
    expect(await parsed(commandOf('failed', failed, { republishes: { to: 'R1' } }))).toMatchObject({
      name: 'rollback',
      args: ['silver.orders'],
      to: 'R1',
      startDate: DATE,
    });
    expect(await parsed(commandOf('failed', failed, { republishes: {} }))).toMatchObject({
      name: 'unpin',
      args: ['silver.orders'],
    });
    const restored = { ...FINE, ...FOUND[2]?.[1], republishes: {} };
    expect(judgeTask(restored, HISTORY, THRESHOLDS)).toEqual([]);
  });

  const PLACE = { project: 'acme', region: 'europe-west1' };

  test('of a pipeline that is late starts it', () => {
    const { replay } = slaLine('nightly', { kind: 'late', date: DATE, message: 'm' }, PLACE);
    expect(replay).toBe(
      `gcloud workflows run ecluse-run --project=acme --location=europe-west1 --data='{"pipeline":"nightly","trigger":"manual"}'`,
    );
  });
});
