import { sinceFeed, TestApi } from '../ingest/collect/support/server';
import { type Contents, CrashProject, landRound, VISITS } from './crash/project';

/** `ECLUSE_KILLS=200 npx jest test/e2e/crash` for the long form, over all commands; the short one takes some. */
const LONG = process.env.ECLUSE_KILLS !== undefined;
const KILLS = Number(process.env.ECLUSE_KILLS ?? 4);

jest.setTimeout(180_000 + KILLS * 30_000);

interface Scenario {
  readonly name: string;
  /** The state that the command finds. */
  readonly from: CrashProject;
  readonly lands?: number;
  readonly command: readonly string[];
  /** What shows whether the command was done once: the commands that go on from it. */
  readonly next?: readonly string[];
}

/** What an undisturbed command does and leaves. */
interface Undisturbed {
  readonly scenario: Scenario;
  readonly contents: Contents;
  readonly steps: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

const api = TestApi.ofTests();
api.handler = sinceFeed(VISITS);
let states: CrashProject[] = [];

afterAll(() => {
  for (const state of states) state.close();
});

/** A state that goes on from another one. */
async function after(
  from: CrashProject | undefined,
  round: number | undefined,
  ...commands: readonly (readonly string[])[]
): Promise<CrashProject> {
  const project = new CrashProject(api.url, from);
  states = [...states, project];
  if (round !== undefined) landRound(project, round);
  for (const command of commands) expect(await project.run(command)).toBe(0);
  project.steps();
  return project;
}

async function scenarios(): Promise<Scenario[]> {
  const compiled = await after(undefined, undefined, ['compile']);
  const ingested = await after(compiled, 0, ['ingest']);
  const first = await after(ingested, undefined, ['run']);
  const second = await after(first, 1, ['run']);
  const [run = ''] = await first.publishers();
  const toFirst = ['--to', run];
  const short: Scenario[] = [
    { name: 'a run that replaces and continues a history', from: first, lands: 1, command: ['run'] },
    {
      name: 'rollback of a history',
      from: second,
      command: ['rollback', 'silver.products', ...toFirst],
      next: ['run'],
    },
  ];
  if (!LONG) return short;
  const rolledBack = await after(second, undefined, ['rollback', 'silver.orders', ...toFirst]);
  const withdraw = ['withdraw', 'orders/0-0.csv', '--reason', 'wrong'];
  const withdrawn = await after(second, undefined, withdraw);
  const range = ['--start-date', '2026-10-01', '--end-date', '2026-10-05', '--chunk-days', '2'];
  return [
    { name: 'ingest', from: compiled, lands: 0, command: ['ingest'], next: ['run'] },
    { name: 'a first run', from: ingested, command: ['run'] },
    ...short,
    { name: 'backfill', from: second, command: ['backfill', ...range] },
    { name: 'rollback', from: second, command: ['rollback', 'silver.orders', ...toFirst], next: ['run'] },
    { name: 'unpin', from: rolledBack, command: ['unpin', 'silver.orders'], next: ['run'] },
    { name: 'withdraw', from: second, command: withdraw, next: ['run'] },
    { name: 'a run after a withdrawal', from: withdrawn, command: ['run'] },
    { name: 'undo', from: withdrawn, command: [...withdraw, '--undo'], next: ['run'] },
    { name: 'collect', from: compiled, command: ['collect'], next: ['run'] },
  ];
}

function begin({ from, lands }: Scenario): CrashProject {
  const project = new CrashProject(api.url, from);
  if (lands !== undefined) landRound(project, lands);
  return project;
}

/** What is there once the command, and what goes on from it, have come to their ends. */
async function finished(project: CrashProject, { command, next }: Scenario): Promise<Contents> {
  expect(await project.run(command)).toBe(0);
  if (next) expect(await project.run(next)).toBe(0);
  return project.contents();
}

async function undisturbed(scenario: Scenario): Promise<Undisturbed> {
  const project = begin(scenario);
  const started = Date.now();
  expect(await project.run(scenario.command)).toBe(0);
  const duration = Date.now() - started;
  const steps = project.steps();
  const contents = await finished(project, scenario);
  project.close();
  return { scenario, contents, steps, duration };
}

/** A step of a command to be killed at. */
interface Moment {
  readonly of: Undisturbed;
  readonly step: string;
}

/** All steps of all commands, evenly mixed; those first whose name no other command has had before. */
function momentsOf(known: readonly Undisturbed[]): Moment[] {
  const names = new Set<string>();
  const all = known.flatMap((of) => of.steps.map((step) => ({ of, step })));
  const fresh = all.map(
    ({ step }) => !names.has(step.split('#')[0] ?? '') && names.add(step.split('#')[0] ?? ''),
  );
  return [
    ...mixed(all.filter((_, index) => fresh[index])),
    ...mixed(all.filter((_, index) => !fresh[index])),
  ];
}

/** Any first part of it is spread over the whole. */
const mixed = <T>(all: readonly T[]): T[] =>
  all
    .map((item, index) => ({ item, order: (index * 0.618034) % 1 }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);

describe('a process killed at named steps, and at any moment', () => {
  test(`leaves a state from which the same command ends in the same tables (${KILLS} kills)`, async () => {
    const known: Undisturbed[] = [];
    for (const scenario of await scenarios()) known.push(await undisturbed(scenario));
    for (const table of ['silver.orders', 'quarantine.silver_orders', 'silver.products', 'gold.totals'])
      expect(known.some(({ contents }) => (contents[table]?.length ?? 0) > 3)).toBe(true);
    let waiting = momentsOf(known);
    let killed = 0;
    for (let round = 0; killed < KILLS && waiting.length > 0; round++) {
      const [first] = waiting;
      if (!first) break;
      const second = waiting.find(({ of, step }) => of === first.of && step !== first.step);
      const { scenario, contents, duration } = first.of;
      const project = begin(scenario);
      const met: Moment[] = [];
      for (const moment of [first, ...(second ? [second] : [])])
        if ((await project.run(scenario.command, { step: moment.step })) === null) met.push(moment);
      const after = duration * ((round * 0.618 + 0.13) % 1);
      killed += met.length + ((await project.run(scenario.command, { after })) === null ? 1 : 0);
      const at = [scenario.name, first.step, second?.step, after];
      expect({ at, ...(await finished(project, scenario)) }).toEqual({ at, ...contents });
      // What only the first attempt passes has to be met by a first attempt.
      waiting = waiting.filter((moment) => moment !== first && !met.includes(moment));
      project.close();
    }
    expect(killed).toBeGreaterThanOrEqual(KILLS);
  });
});
