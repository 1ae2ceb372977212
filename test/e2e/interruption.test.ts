import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../../src/core/dates';
import type { RunStatus } from '../../src/engine/journal';
import { ProjectFolder } from './command';
import { REPOSITORY } from './workshop';

jest.setTimeout(120_000);

const START = '2026-10-01';
const DAYS = 12;
const BACKFILL = [
  'backfill',
  '--start-date',
  START,
  '--end-date',
  addDays(START, DAYS - 1),
  '--chunk-days',
  '1',
];

const ORDERS = Array.from({ length: DAYS }, (_, i) => `o${i},${addDays(START, i)} 10:00:00,${i + 1},\n`);

let project: ProjectFolder;
beforeEach(async () => {
  project = new ProjectFolder(join(REPOSITORY, 'test/fixtures/tiny'));
  project.land('a.csv', `order_id,ordered_at,amount,updated_at\n${ORDERS.join('')}`);
  await project.ecluse('ingest');
});
afterEach(() => project.close());

const succeeded = ({ tasks }: RunStatus): number => tasks.filter(({ state }) => state === 'SUCCESS').length;

/** The command that is said to go on, as it would be pasted. */
const commandIn = (text: string): string[] => /Go on with: ecluse (.+)\n/.exec(text)?.[1]?.split(' ') ?? [];

describe('Ctrl-C', () => {
  test('in a backfill ends its run as CANCELLED with code 3, keeps what is published, and says the command that does the rest', async () => {
    const backfill = project.start(...BACKFILL);
    const { record } = await project.untilRun((status) => succeeded(status) >= 2);
    backfill.signal('SIGINT');
    const { code, out, err } = await backfill.ended;
    expect({ code, state: (await project.lastRun())?.state }).toEqual({ code: 3, state: 'CANCELLED' });
    expect(commandIn(out)).toEqual(['rerun', record.run, '--failed-only']);
    expect((await project.ecluse('status', record.run)).out).toContain('Go on with: ecluse rerun');
    expect(err).toContain('once more ends it at once');
    const published = await project.rows('SELECT count(*)::INT AS n FROM ops.partitions');
    const before = await project.lastRun();
    expect(published).toEqual([JSON.stringify({ n: before && succeeded(before) })]);

    expect((await project.ecluse(...commandIn(out))).code).toBe(0);
    const dates = 'SELECT count(*)::INT AS n, max(seq)::INT AS most FROM ops.partitions';
    expect(await project.rows(dates)).toEqual([JSON.stringify({ n: 2 * DAYS, most: 1 })]);
  });

  test('of a rest that was done by rerun leaves no backfill to be continued', async () => {
    const backfill = project.start(...BACKFILL);
    const { record } = await project.untilRun((status) => succeeded(status) >= 2);
    backfill.signal('SIGTERM');
    await backfill.ended;
    await project.ecluse('rerun', record.run, '--failed-only');
    expect((await project.ecluse(...BACKFILL, '--dry-run')).out).toContain(`${2 * DAYS} tasks. Dates are`);
  });

  test('in a run with JSON says how to go on beside the data, with the project that was named', async () => {
    const run = project.start('run', '--format', 'json', '--project', project.path);
    await project.untilRun(({ state }) => state === 'RUNNING');
    run.signal('SIGINT');
    const { code, out, err } = await run.ended;
    const status = await project.lastRun();
    expect(code).toBe(3);
    expect(JSON.parse(out)).toHaveLength(status?.tasks.length ?? 0);
    expect(commandIn(err)).toEqual(['rerun', status?.record.run, '--failed-only', '--project', project.path]);
  });

  test('that cannot be written down lets the run end in order, and says what kept it from being cancelled', async () => {
    writeFileSync(join(project.path, '.ecluse/journal/cancelled'), 'in the way');
    const run = project.start('run');
    await project.untilRun(({ state }) => state === 'RUNNING');
    run.signal('SIGINT');
    const { code, err } = await run.ended;
    expect((await project.lastRun())?.state).toBe('SUCCESS');
    expect({ code, lines: err.match(/cancelled/g) }).toEqual({ code: 1, lines: ['cancelled'] });
  });

  test('twice ends it at once with code 130, and the next command closes the run', async () => {
    const backfill = project.start(...BACKFILL);
    await project.untilRun((status) => succeeded(status) >= 1);
    backfill.signal('SIGINT');
    backfill.signal('SIGTERM');
    expect((await backfill.ended).code).toBe(130);
    await project.ecluse('status');
    expect((await project.lastRun())?.state).toBe('FAILED');
  });
});
