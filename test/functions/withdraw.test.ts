import { join } from 'node:path';
import { planRun } from '../../functions/plan-run/plan-run';
import { landOrders } from '../e2e/orders';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { type Answer, call } from './support/call';
import { siteOf, type TestSite } from './support/site';

const OBJECT = 'orders/a.csv';
const REQUEST = { file: OBJECT, reason: 'of the test system', who: 'ana@example.com' };

let workshop: Workshop;
let site: TestSite;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  site = await siteOf(workshop.context);
  await deliver('o1,2026-10-01 10:00:00,5,');
});
afterEach(() => workshop.close());

async function deliver(line: string): Promise<void> {
  landOrders(workshop, [line]);
  await workshop.sweep();
}

const ask = (execution: string, withdraw?: object): Promise<Answer> =>
  call(planRun, site, { execution, request: withdraw ? { withdraw } : null });

const counting = async (): Promise<unknown> =>
  (await workshop.rows('SELECT order_id FROM bronze.orders')).map(({ order_id }) => order_id);

test('an execution withdraws a file, says who asked and why, and plans the dates that it touched', async () => {
  const { body } = await ask('e1', REQUEST);
  expect(body).toMatchObject({ state: 'PLANNED', run: expect.any(String) });
  expect(await counting()).toEqual([]);
  expect(await workshop.rows('SELECT object, withdrawn, reason, who FROM ops.withdrawals')).toEqual([
    { object: OBJECT, withdrawn: true, reason: REQUEST.reason, who: REQUEST.who },
  ]);
  await ask('e2', { ...REQUEST, undo: true });
  expect(await counting()).toEqual(['o1']);
});

test('an execution that asks again, because others are at work, leaves alone what has come meanwhile', async () => {
  await ask('e1');
  expect((await ask('e2', REQUEST)).body.state).toBe('BUSY');
  await deliver('o2,2026-10-01 11:00:00,6,');
  expect((await ask('e2', REQUEST)).body.state).toBe('BUSY');
  expect(await counting()).toEqual(['o2']);
});

test('a file that never came, and a request without who or why, fail the execution by name', async () => {
  const never = await ask('e1', { ...REQUEST, file: 'orders/none.csv' });
  expect(never).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('No file orders/none.csv') },
  });
  const { who: _who, ...nobody } = REQUEST;
  expect(await ask('e2', nobody)).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('who') },
  });
});
