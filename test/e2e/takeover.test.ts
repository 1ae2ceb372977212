import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDuckdb } from '../../src/adapters/duckdb';
import { openShared } from '../../src/adapters/shared-warehouse';
import { ProjectFolder } from './command';
import { SILENCE_MS } from './silence';
import { REPOSITORY } from './workshop';

jest.setTimeout(180_000);

const DAYS = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06'];
const ORDERS = [
  'order_id,ordered_at,amount,updated_at',
  ...DAYS.flatMap((day, i) => [`a${i},${day} 10:00:00,${i},`, `b${i},${day} 11:00:00,2000,`]),
].join('\n');
const BACKFILL = ['backfill', '--start-date', '2026-10-01', '--end-date', '2026-10-06', '--chunk-days', '1'];

let project: ProjectFolder;
beforeEach(() => {
  project = new ProjectFolder(join(REPOSITORY, 'test/fixtures/tiny'));
  project.land('a.csv', `${ORDERS}\n`);
});
afterEach(() => project.close());

/** Holds the warehouse for all others, as a server would, so that nobody keeps it who is suspended. */
async function withServer<T>(work: () => Promise<T>): Promise<T> {
  const folder = join(project.path, '.ecluse');
  const server = await openShared({
    folder,
    open: () => openDuckdb({ path: join(folder, 'warehouse.duckdb') }),
  });
  try {
    return await work();
  } finally {
    await server.close();
  }
}

const publications = (): Promise<readonly string[]> =>
  project.rows('SELECT table_name, partition_date, seq, run FROM ops.partitions ORDER BY ALL');

/** What one run leaves, whoever it was. */
async function tables(): Promise<readonly string[]> {
  const contents: string[] = [];
  for (const name of ['silver.orders', 'gold.revenue', 'quarantine.silver_orders'])
    contents.push(
      name,
      ...(await project.rows(`SELECT COLUMNS(c -> c != '_run') FROM ${name} ORDER BY ALL`)),
    );
  return contents;
}

test('a run that is suspended past its lease is taken over, and publishes nothing once it wakes up', async () => {
  await project.ecluse('run');
  const expected = await tables();
  const suspended = await withServer(async () => {
    const first = project.startHasty(...BACKFILL);
    const { record } = await project.untilRun(
      (status) =>
        status.record.trigger === 'backfill' && status.tasks.some(({ state }) => state === 'RUNNING'),
    );
    first.signal('SIGSTOP');
    await sleep(SILENCE_MS);
    const second = await project.startHasty(...BACKFILL).ended;
    expect(second.err).toContain(`Run ${record.run} is closed as FAILED`);
    expect(second.code).toBe(0);
    return { first, run: record.run };
  });
  const before = await publications();
  await withServer(async () => {
    suspended.first.signal('SIGCONT');
    const { code, err } = await suspended.first.ended;
    expect(code).toBe(4);
    expect(err).toMatch(/taken for dead|stopped renewing its lease/);
    expect(err).toMatch(/[Rr]un again\./);
  });
  expect(await publications()).toEqual(before);
  expect(await tables()).toEqual(expected);
  expect(await project.ecluse('plan')).toMatchObject({ out: 'Nothing is due.\n' });
});
