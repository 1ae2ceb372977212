import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '../../functions/ingest/ingest';
import { planRun } from '../../functions/plan-run/plan-run';
import { sweep } from '../../functions/sweep/sweep';
import type { Context } from '../../src/ports/context';
import type { ObjectInfo, ObjectStore } from '../../src/ports/objects';
import { WarehouseError } from '../../src/ports/warehouse';
import { withBefore } from '../e2e/before';
import { withLongJobs } from '../e2e/patience';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from './support/call';
import { pushed } from './support/message';
import { siteOf, type TestSite } from './support/site';

let workshop: Workshop;
let site: TestSite;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  site = await siteOf(waitingFor(workshop.context));
});
afterEach(() => workshop.close());

/** A project with a pipeline that a file of orders starts. */
function waitingFor(context: Context): Context {
  const [pipeline] = context.manifest.pipelines;
  if (!pipeline) throw new Error('no pipeline');
  const triggers = [{ kind: 'on_file' as const, source: 'orders' }];
  return { ...context, manifest: { ...context.manifest, pipelines: [{ ...pipeline, triggers }] } };
}

const HEADER = 'order_id,ordered_at,amount,updated_at';
async function landed(name: string, text: string): Promise<ObjectInfo> {
  workshop.land(name, text);
  const object = await workshop.context.objects.stat('landing', name);
  if (!object) throw new Error(`nothing landed as ${name}`);
  return object;
}
const orders = (): Promise<ObjectInfo> => landed('orders/a.csv', `${HEADER}\no1,2026-10-01 10:00:00,5,\n`);
const rows = async (): Promise<unknown> =>
  (await workshop.rows('SELECT count(*) AS n FROM bronze.orders__raw'))[0]?.n;

/** The same objects; the bucket of everything that is read is noted. */
const noting = (objects: ObjectStore, reads: string[]): ObjectStore => ({
  stat: objects.stat.bind(objects),
  list: objects.list.bind(objects),
  read: (bucket, name, generation) => {
    reads.push(bucket);
    return objects.read(bucket, name, generation);
  },
  write: objects.write.bind(objects),
  copy: objects.copy.bind(objects),
  delete: objects.delete.bind(objects),
  address: objects.address.bind(objects),
});

describe('an announced file', () => {
  test('comes in once, however often and by how many it is announced, and starts what waits for it', async () => {
    const message = pushed(await orders());
    const answers = await Promise.all([1, 2, 3].map(() => call(ingest, site, message)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 503, 503]);
    expect(await call(ingest, site, message)).toEqual({ status: 200, body: { status: 'known' } });
    expect(await rows()).toBe(1);
    expect(site.started).toContainEqual({ pipeline: expect.any(String), trigger: 'on_file orders' });
  });

  test('whose load works longer than the function may is taken up by the next delivery, not read again', async () => {
    const slow = await siteOf(withLongJobs(workshop.context, 1));
    const reads: string[] = [];
    const counting = { ...slow, objects: noting(slow.objects, reads) };
    const message = pushed(await orders());
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await call(ingest, counting, message)).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(reads.filter((bucket) => bucket === 'archive')).toHaveLength(1);
    expect(await rows()).toBe(1);
    const left = [];
    for await (const { name } of workshop.context.objects.list('clean', 'orders/')) left.push(name);
    expect(left).toEqual([]);
  });

  test('that is refused is acknowledged: delivering it again would change nothing', async () => {
    const object = await landed('orders/b.csv', 'nothing\n1\n');
    expect(await call(ingest, site, pushed(object))).toEqual({ status: 200, body: { status: 'refused' } });
    expect(await workshop.rows('SELECT status FROM ops.ledger')).toEqual([{ status: 'refused' }]);
  });

  test('that is larger than the warehouse loads is refused by name', async () => {
    const { warehouse } = withBefore(workshop.context, async () => undefined);
    const load = async (): Promise<never> => {
      throw new WarehouseError('limit', 'Deliver it in parts.');
    };
    const narrow = await siteOf({ ...workshop.context, warehouse: { ...warehouse, load } });
    expect((await call(ingest, narrow, pushed(await orders()))).body).toEqual({ status: 'refused' });
    const ledger = await workshop.rows('SELECT object, status, reason FROM ops.ledger');
    expect(ledger).toEqual([{ object: 'orders/a.csv', status: 'refused', reason: 'Deliver it in parts.' }]);
  });

  test('that belongs to no contract, is gone, or is no complete object here is acknowledged', async () => {
    const stranger = await landed('strange.txt', 'x');
    const gone = await orders();
    rmSync(join(workshop.landing, 'orders/a.csv'));
    const messages = [
      pushed(stranger),
      pushed(gone),
      pushed(gone, 'another-bucket'),
      pushed(gone, 'test-landing', 'OBJECT_DELETE'),
    ];
    const answers = await Promise.all(messages.map((message) => call(ingest, site, message)));
    expect(answers.map(({ status, body }) => `${status} ${body.status}`)).toEqual([
      '200 stranger',
      '200 gone',
      '200 ignored',
      '200 ignored',
    ]);
  });

  test('in a message that says nothing readable becomes a dead letter', async () => {
    for (const body of [
      undefined,
      {},
      { message: { attributes: { eventType: 'OBJECT_FINALIZE' }, data: '!' } },
    ])
      expect((await call(ingest, site, body)).status).toBe(400);
  });
});

const order = (n: number): Promise<ObjectInfo> =>
  landed(`orders/${n}.csv`, `${HEADER}\no${n},2026-10-01 10:00:00,5,\n`);

test('files that come in together start one execution, and what comes in after its plan starts another', async () => {
  for (const n of [1, 2, 3]) await call(ingest, site, pushed(await order(n)));
  expect(site.started).toHaveLength(1);
  const { body } = await call(planRun, site, { execution: 'e1', request: site.started[0] });
  expect(body.run).toEqual(expect.any(String));
  await call(ingest, site, pushed(await order(4)));
  expect(site.started).toHaveLength(2);
  // The run of the first still works: the second waits, and so does what comes in meanwhile.
  const waiting = { execution: 'e2', request: site.started[1] };
  expect((await call(planRun, site, waiting)).body).toMatchObject({ state: 'BUSY' });
  await call(ingest, site, pushed(await order(5)));
  expect(site.started).toHaveLength(2);
});

test('the sweep starts again what files wait for in vain', async () => {
  await call(ingest, site, pushed(await order(1)));
  await call(sweep, site, {});
  expect(site.started).toHaveLength(1);
  site.clock.forward(900_000);
  await call(sweep, site, {});
  expect(site.started).toHaveLength(2);
});

test('the sweep announces what nobody has brought in for ten minutes, and nothing else', async () => {
  const known = await orders();
  await call(ingest, site, pushed(known));
  const missed = await landed('orders/missed.csv', `${HEADER}\n`);
  await landed('strange.txt', 'x');
  expect((await call(sweep, site, {})).body).toMatchObject({ announced: 0 });
  site.clock.forward(700_000);
  expect((await call(sweep, site, {})).body).toMatchObject({ announced: 1 });
  expect(site.announced).toMatchObject([{ name: missed.name, generation: missed.generation }]);
});
