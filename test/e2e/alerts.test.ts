import { join } from 'node:path';
import { alertsOf, alertText } from '../../src/engine/alerts';
import { Journal } from '../../src/engine/journal';
import { readJson } from '../../src/engine/json-object';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import { executeUnpin, planUnpin } from '../../src/engine/unpin';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
});
afterEach(() => workshop.close());

function land(name: string, amounts: readonly number[]): void {
  const lines = amounts.map((amount, i) => `secret${name}${i},2026-10-01 10:00:00,${amount},`);
  landOrders(workshop, lines, `${name}.csv`);
}

describe('alerts', () => {
  test('of a run are in its result and in the journal, with hashes instead of rows', async () => {
    land('a', [1, 2, 3, 4, 5000]);
    await workshop.sweep();
    const { run, alerts } = await workshop.run();
    expect(alerts).toMatchObject([
      {
        kind: 'rejected',
        model: 'silver.orders',
        owner: 'tests',
        keys: [expect.stringMatching(/^[0-9a-f]{16}$/)],
      },
    ]);
    expect(await alertsOf(workshop.context, run)).toEqual(alerts);
    const status = await new Journal(workshop.context.objects).status(run);
    const text =
      JSON.stringify([status?.events, status?.tasks, alerts]) +
      alerts.map((alert) => alertText(alert)).join();
    expect(text).not.toMatch(/secret|5000|a\.csv/);
    expect(alertText(alerts[0] as (typeof alerts)[number])).toMatch(
      /^alert rejected silver\.orders \(tests\): 1 of 5 rows .*; ecluse replay --quarantine silver\.orders --start-date 2026-10-01 --end-date 2026-10-01$/,
    );
  });

  test('are not raised by what is published again, which counts for no later run either', async () => {
    const { context } = workshop;
    land('a', [1, 2]);
    await workshop.sweep();
    const { run } = await workshop.run();
    await workshop.run({ models: ['silver.orders'], force: true });
    await executeRollback(context, await planRollback(context, 'silver.orders', { to: run }), run);
    const unpinned = await executeUnpin(context, await planUnpin(context, 'silver.orders'));
    expect(unpinned).toMatchObject({ state: 'SUCCESS', alerts: [] });
    expect(await readJson(context.objects, 'baselines/silver.orders.json')).toHaveLength(2);
  });

  test('of a task that failed name the command that runs it again', async () => {
    land('a', [5000, 6000]);
    await workshop.sweep();
    const { run, alerts } = await workshop.run();
    expect(alerts).toMatchObject([{ kind: 'failed', replay: { how: 'rerun', run } }]);
  });
});
