import { join } from 'node:path';
import { addDays } from '../../src/core/dates';
import type { RunStatus } from '../../src/engine/journal';
import { ProjectFolder } from './command';
import { REPOSITORY } from './workshop';

jest.setTimeout(180_000);

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const START = '2026-10-01';
const DAYS = 25;
const END = addDays(START, DAYS - 1);

const ORDERS = [
  'order_id,ordered_at,amount,updated_at',
  ...Array.from(
    { length: DAYS * 8 },
    (_, i) => `o${i},${addDays(START, i % DAYS)} 10:00:00,${i % 9 === 4 ? 2000 : i % 90},`,
  ),
].join('\n');

let project: ProjectFolder;
beforeEach(async () => {
  project = new ProjectFolder(TINY);
  project.land('a.csv', `${ORDERS}\n`);
});
afterEach(() => project.close());

const BACKFILL = ['backfill', '--start-date', START, '--end-date', END, '--chunk-days', '1'];

const succeeded = ({ tasks }: RunStatus): number => tasks.filter(({ state }) => state === 'SUCCESS').length;

async function tables(): Promise<readonly string[]> {
  const names = ['silver.orders', 'gold.revenue', 'quarantine.silver_orders'];
  const contents: string[] = [];
  for (const name of names) {
    const rows = await project.rows(`SELECT COLUMNS(c -> c != '_run') FROM ${name}`);
    contents.push(name, ...[...rows].sort());
  }
  return contents;
}

const scratch = (): Promise<readonly string[]> =>
  project.rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'scratch'");

describe('two commands at once', () => {
  test('one works, the other says who is at work on what since when, and ends with code 4', async () => {
    await project.ecluse('ingest');
    const first = project.start(...BACKFILL);
    const { record } = await project.untilRun((status) => succeeded(status) > 0);
    first.signal('SIGSTOP');
    const second = await project.ecluse('run');
    first.signal('SIGCONT');
    expect(second.code).toBe(4);
    expect(second.err).toMatch(
      new RegExp(
        `Run ${record.run} holds gold.revenue, silver.orders since 20\\S+Z \\(process ${first.pid} on `,
      ),
    );
    expect(await first.ended).toMatchObject({ code: 0 });
    expect((await project.lastRun())?.record.run).toBe(record.run);
  });

  test('status shows the one that works, and cancel stops it with code 3', async () => {
    await project.ecluse('ingest');
    const first = project.start(...BACKFILL);
    const { record } = await project.untilRun((status) => succeeded(status) > 0);
    const watched = project.start('status', '--watch');
    const status = await project.ecluse('status', '--format', 'json');
    expect(JSON.parse(status.out)).toMatchObject({
      runs: [{ run: record.run, trigger: 'backfill', tasks: 2 * DAYS }],
    });
    const cancelled = await project.ecluse('cancel', record.run);
    expect(cancelled).toMatchObject({
      code: 0,
      out: `Run ${record.run}: CANCELLED\n`,
      err: expect.stringContaining(`Go on with: ecluse rerun ${record.run} --failed-only`),
    });
    expect((await first.ended).code).toBe(3);
    expect((await watched.ended).out).toMatch(new RegExp(`run ${record.run}  CANCELLED\n$`));
    const again = await project.ecluse('cancel', record.run);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('nothing to cancel') });
  });
});

describe('commands beside one that works', () => {
  test('read, plan and bring files in, each through the warehouse of the first', async () => {
    await project.ecluse('ingest');
    const first = project.start(...BACKFILL);
    const { record } = await project.untilRun((status) => succeeded(status) > 0);
    project.land('b.csv', 'order_id,ordered_at,amount,updated_at\nlate,2026-09-30 10:00:00,7,\n');
    const commands = [
      ['sql', '--format', 'json', 'SELECT COUNT(*) AS orders FROM `bronze.orders`'],
      ['plan', '--format', 'json'],
      ['ingest', '--format', 'json'],
    ];
    const answers = await Promise.all(commands.map((command) => project.ecluse(...command)));
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(JSON.parse(answers[2]?.out ?? '')).toMatchObject([{ status: 'loaded', records: 1 }]);
    expect((await first.ended).code).toBe(0);
    const again = await project.ecluse('run', '--format', 'json');
    expect(JSON.parse(again.out)).toMatchObject([{ state: 'SUCCESS' }, { state: 'SUCCESS' }]);
    expect((await project.lastRun())?.record.run).not.toBe(record.run);
  });
});

describe('a process that is killed', () => {
  test('in a backfill leaves what a second start continues, to the tables of one run', async () => {
    await project.ecluse('run');
    const expected = await tables();
    const killed = project.start(...BACKFILL);
    const before = await project.untilRun((status) => succeeded(status) >= 10);
    killed.signal('SIGKILL');
    await killed.ended;
    const second = await project.ecluse(...BACKFILL);
    expect(second).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Continued: an earlier start has finished \d+ dates/),
    });
    expect(second.err).toContain(`Run ${before.record.run} is closed as FAILED`);
    expect(await tables()).toEqual(expected);
    expect(await scratch()).toEqual([]);
    // Only the date in flight may have been published once more without anybody having heard of it.
    const repeated = await project.rows(
      'SELECT table_name FROM ops.partitions GROUP BY table_name, partition_date HAVING max(seq) > 2',
    );
    expect(repeated.length).toBeLessThanOrEqual(1);
    expect(await project.ecluse('plan')).toMatchObject({ out: 'Nothing is due.\n' });
  });

  test('in a run at any moment leaves what the same command ends in the same tables', async () => {
    await project.ecluse('run');
    const expected = await tables();
    for (const moment of [60, 250]) {
      const killed = project.start('run', '--no-ingest', '--force');
      const known = (await project.lastRun())?.record.run;
      await project.untilRun(({ record }) => record.run !== known);
      await new Promise((resolve) => setTimeout(resolve, moment));
      killed.signal('SIGKILL');
      await killed.ended;
      expect(await project.ecluse('run')).toMatchObject({ code: 0 });
      expect(await tables()).toEqual(expected);
      expect(await scratch()).toEqual([]);
    }
    const { runs } = JSON.parse((await project.ecluse('status', '--format', 'json')).out) as {
      runs: { state: string }[];
    };
    expect(runs.every(({ state }) => ['FAILED', 'SUCCESS'].includes(state))).toBe(true);
  });
});
