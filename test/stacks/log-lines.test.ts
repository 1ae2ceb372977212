import { join } from 'node:path';
import { executeTask } from '../../functions/execute-task/execute-task';
import { finishRun } from '../../functions/finish-run/finish-run';
import { planRun } from '../../functions/plan-run/plan-run';
import type { Endpoint } from '../../functions/serve';
import { sweep } from '../../functions/sweep/sweep';
import type { Alert } from '../../src/core/alerts';
import { type AlertLine, alertLine, slaLine } from '../../src/core/alerts/line';
import { landOrders } from '../e2e/orders';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { call } from '../functions/support/call';
import { siteOf, type TestSite } from '../functions/support/site';
import { matches } from './log-filter';
import { at, ofType } from './resources';

type Line = Readonly<Record<string, unknown>>;

let workshop: Workshop;
let site: TestSite;
let lines: Line[];
beforeEach(async () => {
  lines = [];
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  const { context } = workshop;
  const pipelines = context.manifest.pipelines.map((entry) => ({ ...entry, sla: { finishBy: '00:00' } }));
  site = await siteOf({ ...context, manifest: { ...context.manifest, pipelines } });
});
afterEach(() => workshop.close());

const ask = (endpoint: Endpoint, body: unknown) =>
  call(endpoint, site, body, (line) => lines.push(JSON.parse(line) as Line));

async function land(amounts: readonly number[]): Promise<void> {
  const rows = amounts.map((amount, index) => `o${index},2026-10-01 10:00:00,${amount},`);
  landOrders(workshop, rows);
  await workshop.sweep();
}

/** A whole run, as the workflow asks for it. */
async function run(request: object | null = null): Promise<void> {
  const { run: id, levels } = (await ask(planRun, { execution: 'e1', request })).body;
  for (const [level, tasks] of (levels as number[]).entries())
    for (let task = 0; task < tasks; task++) await ask(executeTask, { run: id, level, task });
  await ask(finishRun, { run: id });
}

const POLICIES = ofType('google_monitoring_alert_policy').filter(
  ({ environment, value }) => environment === 'prod' && at(value, 'conditions.0.condition_matched_log'),
);
const METRICS = ofType('google_logging_metric').filter(({ environment }) => environment === 'prod');

/** Fields that a policy or a metric takes out of a line. */
const extracted = (extractors: unknown): string[] =>
  Object.values(extractors as Record<string, string>).map(
    (text) => /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(text)?.[1] ?? text,
  );

/** The policies that a line wakes; each finds in it what it quotes. */
function woken(line: Line | AlertLine): string[] {
  const found = POLICIES.filter(({ value }) =>
    matches(String(at(value, 'conditions.0.condition_matched_log.filter')), line),
  );
  for (const { value } of found)
    for (const field of extracted(at(value, 'conditions.0.condition_matched_log.label_extractors')))
      expect([field, (line as Line)[field]]).toEqual([field, expect.stringMatching(/./)]);
  return found.map(({ id }) => id);
}

describe('an alert that is logged wakes exactly the policy of its kind', () => {
  test('when too many rows were rejected', async () => {
    await land([1, 2, 3, 4, 5000]);
    await run();
    expect(lines.flatMap(woken)).toEqual(['alert-rejected']);
    const [alert] = lines.filter(({ event }) => event === 'alert');
    expect(alert).toMatchObject({
      severity: 'WARNING',
      owner: 'tests',
      replay: expect.stringContaining('"models":"silver.orders"'),
    });
  });

  test('when a task failed', async () => {
    await land([5000, 6000]);
    await run();
    expect(lines.flatMap(woken)).toEqual(['alert-failed']);
  });

  test.each([
    ['rejected', [1, 2, 3, 4, 5000], [1]],
    ['failed', [5000, 6000], [1, 1]],
  ])('with the request that does it again when it is %s', async (kind, amounts, levels) => {
    await land(amounts);
    await run();
    const replay = String(lines.find((line) => line.kind === kind)?.replay);
    const data =
      /^gcloud workflows run ecluse-run --project=test-project --location=europe-west1 --data='(.*)'$/.exec(
        replay,
      )?.[1] ?? '';
    const planned = await ask(planRun, { execution: 'e2', request: JSON.parse(data) as object });
    expect(planned.body).toMatchObject({ state: 'PLANNED', levels });
    expect(lines.find((line) => line.kind === kind)?.message).toContain(replay);
  });

  test('when the hour has passed, once a day, and not after a run that succeeded', async () => {
    await ask(sweep, {});
    await ask(sweep, {});
    expect(lines.flatMap(woken)).toEqual(['alert-sla']);
    await site.objects.delete('journal', 'hours/all.json');
    lines = [];
    await land([1]);
    await run();
    await ask(sweep, {});
    expect(lines.flatMap(woken)).toEqual([]);
  });

  test('also after a run of models that somebody chose: the pipeline has not succeeded', async () => {
    await land([1]);
    await run({ models: 'silver.*' });
    await ask(sweep, {});
    expect(lines.flatMap(woken)).toEqual(['alert-sla']);
  });

  test('and a day on which nothing is due is done', async () => {
    await ask(planRun, { execution: 'e1', request: null });
    await ask(sweep, {});
    expect(lines.flatMap(woken)).toEqual([]);
  });

  test.each(['duration', 'records'] as const)('of the kind %s', (kind) => {
    const text = { pipeline: 'p', task: 't', model: 'gold.m', owner: 'o', message: 'm' };
    const replay = { how: 'run', model: 'gold.m' } as const;
    const alert: Alert = { kind, run: 'r', checks: [], counts: {}, keys: [], replay, ...text };
    expect(woken(alertLine(alert, site))).toEqual([`alert-${kind}`]);
  });

  test.each(['late', 'at_risk'] as const)('of the kind %s', (kind) => {
    expect(woken(slaLine('p', { kind, date: '2026-10-01', message: 'm' }, site))).toEqual(['alert-sla']);
  });
});

test('every metric counts lines that a run writes, and finds in them what it keeps', async () => {
  await land([1, 2, 3, 4, 5000]);
  await run();
  expect(METRICS).toHaveLength(4);
  for (const { id, value } of METRICS) {
    const counted = lines.filter((line) => matches(String(value.filter), line));
    expect([id, counted.length > 0]).toEqual([id, true]);
    const kept = value.value_extractor ? [String(value.value_extractor)] : [];
    for (const field of extracted([...Object.values(value.label_extractors as object), ...kept]))
      expect([id, field, counted.every((line) => line[field] !== undefined)]).toEqual([id, field, true]);
  }
});
