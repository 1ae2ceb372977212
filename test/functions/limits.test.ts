import { join } from 'node:path';
import { executeTask } from '../../functions/execute-task/execute-task';
import { planRun } from '../../functions/plan-run/plan-run';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from './support/call';
import { siteOf } from './support/site';

const GB = 1e9;
let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
});
afterEach(() => workshop.close());

test('no job of a task reads more than max_bytes of its pipeline, nor any other than that of the project', async () => {
  const { manifest } = workshop.context;
  const site = await siteOf({
    ...workshop.context,
    manifest: {
      ...manifest,
      project: { ...manifest.project, maxBytes: 500 * GB },
      pipelines: manifest.pipelines.map((pipeline) => ({ ...pipeline, maxBytes: 20 * GB })),
    },
  });
  const whole = { bytes: 500 * GB, said: 'max_bytes of the project is 500 GB' };
  const name = manifest.pipelines[0]?.name;
  await workshop.context.objects.write('landing', 'orders/a.csv', ORDERS);
  await workshop.sweep();
  const { body } = await call(planRun, site, { execution: 'e1' });
  expect(site.limits.splice(0)).toEqual([whole]);
  await call(executeTask, site, { run: body.run, level: 0, task: 0 });
  expect(site.limits).toEqual([whole, { bytes: 20 * GB, said: `max_bytes of pipeline ${name} is 20 GB` }]);
});

const ORDERS = 'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\n';
