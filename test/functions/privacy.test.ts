import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { collect } from '../../functions/collect/collect';
import { executeTask } from '../../functions/execute-task/execute-task';
import { finishRun } from '../../functions/finish-run/finish-run';
import { ingest } from '../../functions/ingest/ingest';
import { planRun } from '../../functions/plan-run/plan-run';
import type { Endpoint } from '../../functions/serve';
import { WarehouseError } from '../../src/ports/warehouse';
import { withBefore } from '../e2e/before';
import { landOrders } from '../e2e/orders';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from './support/call';
import { pushed } from './support/message';
import { siteOf, type TestSite } from './support/site';

/** Values that stand in rows, in a header that is none, and in a secret. */
const PLANTED = ['alice@example.com', '0612345678', 'hunter2secret', 'Rue du Bac'];

let workshop: Workshop;
let lines: string[];
beforeEach(async () => {
  lines = [];
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
});
afterEach(() => workshop.close());

const ask = (site: TestSite, endpoint: Endpoint, body: unknown) =>
  call(endpoint, site, body, (line) => lines.push(line));

async function bringIn(site: TestSite, name: string, content: string): Promise<void> {
  workshop.land(`orders/${name}`, content);
  const object = await site.objects.stat('landing', `orders/${name}`);
  if (object) await ask(site, ingest, pushed(object));
}

/** The whole run, whatever becomes of its tasks. */
async function run(site: TestSite): Promise<readonly unknown[]> {
  const plan = (await ask(site, planRun, { execution: 'e1', request: null })).body;
  const answers: unknown[] = [plan];
  for (const [level, tasks] of (plan.levels as number[]).entries())
    for (let task = 0; task < tasks; task++)
      answers.push((await ask(site, executeTask, { run: plan.run, level, task })).body);
  const failure = { code: 422, message: 'HTTP error', body: { error: PLANTED[0] } };
  answers.push((await ask(site, finishRun, { run: plan.run, failure })).body);
  return answers;
}

async function everythingKept(): Promise<string> {
  const { objects } = workshop.context;
  const kept: string[] = [];
  for await (const { name } of objects.list('journal'))
    kept.push(name, await text(objects.read('journal', name)));
  return kept.join('\n');
}

describe('no value of a row, no secret is in logs, answers or journals', () => {
  test('of good and bad rows, of a refused file and of a warehouse that quotes what it could not convert', async () => {
    const quoting = withBefore(workshop.context, async (job) => {
      if (job.startsWith('stage_') && job.includes('revenue'))
        throw new WarehouseError(
          'invalid',
          `Conversion Error: Could not convert string '${PLANTED[0]}' to INT64`,
        );
    });
    const site = await siteOf(quoting);
    await bringIn(
      site,
      'a.csv',
      [
        'order_id,ordered_at,amount,updated_at',
        `${PLANTED[0]},2026-10-01 10:00:00,5,`,
        'o1,2026-10-01 10:00:00,6,',
        `o2,2026-10-01 10:00:00,${PLANTED[1]}x,`,
        `o3,2026-10-01 10:00:00,"${PLANTED[3]}`,
        '',
      ].join('\n'),
    );
    await bringIn(site, 'headless.csv', `${PLANTED[0]},${PLANTED[1]},${PLANTED[3]}\n`);
    const answers = await run(site);
    const everything = [...lines, JSON.stringify(answers), await everythingKept()].join('\n');
    expect(everything).toContain('Could not convert string');
    for (const planted of PLANTED) expect(everything).not.toContain(planted);
  });

  test('of alerts: they name the check, the owner and hashes of the rows', async () => {
    const site = await siteOf(workshop.context);
    const rows = [5, 6, 5000].map((amount, i) => `${PLANTED[0]}${i},2026-10-01 10:00:00,${amount},`);
    await bringIn(
      site,
      `${PLANTED[2]}.csv`,
      ['order_id,ordered_at,amount,updated_at', ...rows, ''].join('\n'),
    );
    lines.length = 0;
    const answers = await run(site);
    const alerts = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'alert');
    expect(alerts.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(
        /^rejected: alert rejected silver\.orders \(tests\): 1 of 3 rows .*; rows [0-9a-f]{16};/,
      ),
    ]);
    const everything = [...lines, JSON.stringify(answers), await everythingKept()].join('\n');
    for (const planted of [...PLANTED, '5000']) expect(everything).not.toContain(planted);
  });

  test('of a defect anywhere: what it says is cut before what it quotes, where it happened is kept, once', async () => {
    const broken = withBefore(workshop.context, async () => {
      throw new TypeError(`cannot read "${PLANTED[2]}"`);
    });
    const site = await siteOf(broken);
    landOrders(workshop, ['o1,2026-10-01 10:00:00,5,']);
    const object = await site.objects.stat('landing', 'orders/a.csv');
    if (!object) throw new Error('nothing landed');
    const message = pushed(object);
    expect((await ask(site, ingest, message)).status).toBe(422);
    expect((await ask(site, ingest, { ...message, deliveryAttempt: 2 })).status).toBe(422);
    expect(lines.join('\n')).not.toContain(PLANTED[2]);
    const reported = lines.map((line) => JSON.parse(line)).filter((line) => '@type' in line);
    expect(reported).toMatchObject([
      { severity: 'ERROR', function: 'ingest', stack_trace: expect.stringContaining('privacy.test.ts') },
    ]);
  });

  test('of a source whose secret is wrong', async () => {
    const site = await siteOf(workshop.context);
    const answer = await ask(site, collect, { source: 'orders', token: PLANTED[2] });
    expect(answer.status).toBe(422);
    expect([JSON.stringify(answer), ...lines].join('\n')).not.toContain(PLANTED[2]);
  });
});

test('every line of the log says severity, message, function and trace', async () => {
  const site = await siteOf(workshop.context);
  const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  await call(planRun, site, { execution: 'e1' }, (line) => lines.push(line), trace);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      severity: 'INFO',
      message: 'nothing is due',
      function: 'plan-run',
      'logging.googleapis.com/trace': 'projects/test-project/traces/0af7651916cd43dd8448eb211c80319c',
      run: null,
    },
  ]);
});

test('functions are thin: each under 60 lines', () => {
  const folder = join(REPOSITORY, 'functions');
  const long = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[^/]+\/[^/]+\.ts$/.test(name))
    .filter((name) => readFileSync(join(folder, name), 'utf8').split('\n').length > 61);
  expect(long).toEqual([]);
});
