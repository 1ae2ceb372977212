import { join } from 'node:path';
import { executeTask } from '../../functions/execute-task/execute-task';
import { ingest } from '../../functions/ingest/ingest';
import { planRun } from '../../functions/plan-run/plan-run';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from './support/call';
import { pushed } from './support/message';
import { siteOf } from './support/site';

const GB = 1e9;
let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
});
afterEach(() => workshop.close());

test('no job of a task reads more than max_bytes of its pipeline, which keeps no file from coming in', async () => {
  const { manifest } = workshop.context;
  const site = await siteOf({
    ...workshop.context,
    manifest: {
      ...manifest,
      project: { ...manifest.project, maxBytes: 500 * GB },
      pipelines: manifest.pipelines.map((pipeline) => ({ ...pipeline, maxBytes: 20 * GB })),
    },
  });
  const name = manifest.pipelines[0]?.name;
  const landed = await workshop.context.objects.write('landing', 'orders/a.csv', ORDERS);
  expect(await call(ingest, site, pushed(landed))).toMatchObject({ body: { status: 'loaded' } });
  const { body } = await call(planRun, site, { execution: 'e1' });
  expect(site.limits).toEqual([]);
  await call(executeTask, site, { run: body.run, level: 0, task: 0 });
  expect(site.limits).toEqual([{ bytes: 20 * GB, said: `max_bytes of pipeline ${name} is 20 GB` }]);
});

const ORDERS = 'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\n';
