import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { collect } from '../../src/ingest/collect';
import type { ObjectInfo } from '../../src/ports/objects';
import type { Warehouse } from '../../src/ports/warehouse';
import { simulate, startApi, writeFiles } from '../../src/simulator';
import { REPOSITORY, Workshop } from '../e2e/workshop';
import { pushed } from '../functions/support/message';
import { execute, httpError } from '../workflow/drive';
import type { Json } from '../workflow/expression';
import { type Functions, startFunctions } from './functions';
import { deploy, inFolder, type Platform } from './platform';

/** The whole month by ECLUSE_MONTH=1; otherwise a few days of two stores. */
const WHOLE = process.env.ECLUSE_MONTH === '1';
const NETWORK = WHOLE ? {} : { stores: 2, days: 3, products: 24, scale: 0.2 };
const MINUTES = 60_000;
jest.setTimeout((WHOLE ? 60 : 5) * MINUTES);

const REPEATED = 0.2;
const FAILING = 0.05;
/** Runs while files arrive. */
const FEW_LOOKS = 2;
const MANY_LOOKS = 4;

/** Chance that is the same each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Events as they are delivered: a fifth of them twice, some after later ones. */
function delivered(events: readonly ObjectInfo[], random: () => number): ObjectInfo[] {
  return events
    .flatMap((event) => (random() < REPEATED ? [event, event] : [event]))
    .map((event, index) => ({ event, at: index + (random() < 0.3 ? random() * 10 : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

/** What broke in a function, and what its framework says when something breaks beside it. */
const DEFECT = /ReportedErrorEvent|finished function|HEADERS_SENT|^\s+at /;
const MOST_DELIVERIES = 20;

/** Until it is acknowledged, as Pub/Sub does. */
async function deliver(functions: Functions, event: ObjectInfo): Promise<void> {
  for (let attempt = 1; attempt <= MOST_DELIVERIES; attempt++) {
    const { status, body } = await functions.post('ingest', pushed(event, 'local-ecluse-landing'));
    if (status === 200) return;
    if (attempt === MOST_DELIVERIES) throw new Error(`${event.name} is a dead letter: ${body.error}`);
    await pause(Math.min(5000, 50 * 2 ** attempt));
  }
}

async function deliverAll(functions: Functions, events: readonly ObjectInfo[]): Promise<void> {
  const queue = [...events];
  const worker = async (): Promise<void> => {
    for (let event = queue.shift(); event; event = queue.shift()) await deliver(functions, event);
  };
  await Promise.all([worker(), worker(), worker()]);
}

/** `planRun` lies in `plan-run`. */
const folderOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

let executions = 0;
async function run(functions: Functions): Promise<Json> {
  const answer = async (name: string, body: Json): Promise<Json> => {
    const { status, body: said } = await functions.post(folderOf(name), body);
    if (status !== 200) throw httpError(status, said);
    return { code: status, body: said };
  };
  const sleep = (seconds: number): Promise<void> => pause(Math.min(seconds, 1) * 100);
  const input = { pipeline: 'medallion', trigger: 'cron' };
  const { result, failure } = await execute(input, `e${++executions}`, answer, sleep);
  if (!result) throw new Error(`the execution failed: ${JSON.stringify(failure)}`);
  return result;
}

/** Every row of a table as text, sorted. */
async function rowsOf(warehouse: Warehouse, table: string): Promise<string[]> {
  const googlesql = `SELECT * FROM \`${table}\``;
  const statement = { googlesql, duckdb: [`SELECT * FROM ${table}`], params: {} };
  const { rows } = await warehouse.query({ statement, values: {} });
  return rows.map((row) => JSON.stringify(row)).sort();
}

async function byFunctions(
  platform: Platform,
  folder: string,
  network: ReturnType<typeof simulate>,
): Promise<void> {
  const lines: string[] = [];
  const functions = await startFunctions(platform.variables, (line) => lines.push(line));
  closing.push(() => functions.close());
  const random = dice(7);
  platform.cloud.faults.share(FAILING, 11);
  const files = await writeFiles(folder, network);
  const looks = WHOLE ? MANY_LOOKS : FEW_LOOKS;
  const size = Math.ceil(files.length / looks);
  for (let look = 0; look < looks; look++) {
    for (const { name } of files.slice(look * size, (look + 1) * size))
      platform.land(name, readFileSync(join(folder, name)));
    if (look === 0)
      for (const source of ['visits', 'transactions']) await scheduled(functions, 'collect', { source });
    await deliverAll(functions, delivered(platform.events.splice(0), random));
    await run(functions);
  }
  await scheduled(functions, 'sweep', {});
  platform.cloud.faults.clear();
  expect(lines.filter((line) => DEFECT.test(line))).toEqual([]);
}

/** Called again when it fails, as Scheduler does. */
async function scheduled(functions: Functions, name: string, body: object): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await functions.post(name, body);
    if (answer.status === 200) return;
    if (attempt === 5) throw new Error(`${name} failed: ${JSON.stringify(answer)}`);
  }
}

/** Ends what was started, the last first, also when the test fails. */
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

test('the simulated month through functions and real clients gives the tables of the laptop, row for row', async () => {
  const network = simulate(NETWORK);
  const api = await startApi(network, { requestsPerSecond: 0, failEvery: 0, pageSize: 500 });
  closing.push(() => api.close());
  const environment = { RETAIL_API: api.url };
  const workshop = await Workshop.open(REPOSITORY);
  closing.push(() => workshop.close());
  const { manifest } = workshop.context;
  await writeFiles(workshop.landing, network);
  for (const source of manifest.sources.filter(({ server }) => server.kind === 'api'))
    await collect(workshop.context, source, { run: 'r', environment, secrets: { get: async () => '' } });
  await workshop.sweep();
  expect((await workshop.run()).state).toBe('SUCCESS');

  const platform = await deploy(REPOSITORY, manifest, environment);
  closing.push(() => platform.close());
  await inFolder((folder) => byFunctions(platform, folder, network));
  expect(platform.cloud.faults.injected).toBeGreaterThan(20);
  for (const { name, steps } of manifest.models) {
    if (!steps) continue;
    const there = await rowsOf(platform.site.warehouse(), name);
    const here = await rowsOf(workshop.context.warehouse, name);
    expect([name, there.length, there]).toEqual([name, here.length, here]);
  }
});
