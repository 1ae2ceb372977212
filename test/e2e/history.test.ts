import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, datesOf } from '../../src/core/dates';
import type { Plan } from '../../src/core/planning/plan';
import { executeRollback, planRollback } from '../../src/engine/rollback';
import { executeRun, type RunResult } from '../../src/engine/run';
import { executeUnpin, planUnpin } from '../../src/engine/unpin';
import { withdraw } from '../../src/engine/withdraw';
import { DIMENSION, deliver, type Extract, type Thing, type Version, versions } from './dimension';
import { Workshop } from './workshop';

/** `ECLUSE_HISTORIES=50 npx jest test/e2e/history` for the long form. */
const HISTORIES = Number(process.env.ECLUSE_HISTORIES ?? 3);

jest.setTimeout(120_000 + HISTORIES * 30_000);

const START = '2026-10-22'; // a week in which a day has 25 hours
const DAYS = 7;
const KEYS = Array.from({ length: 12 }, (_, index) => `T${String(index).padStart(2, '0')}`);

/** What is known of a key in an extract: its row, a row that is quarantined, or that it is missing. */
type Sighting = Pick<Thing, 'label' | 'price' | 'remark'> | null;

interface Known {
  readonly thing: Thing;
  readonly from: string;
  readonly deleted: boolean;
}

const BEGINNING = '0001-01-01T00-09';
const END = '9999-12-31T01-00';
const minute = (at: string): string => (at.length === 10 ? `${at}T00-00` : at);

/** The history as one would write it down extract by extract. */
function writtenDown(extracts: readonly Extract[]): Version[] {
  const chains = new Map<string, Known[]>();
  const ordered = [...extracts].sort((a, b) => (minute(a.at) < minute(b.at) ? -1 : 1));
  for (const [index, { at, things }] of ordered.entries()) {
    const from = index === 0 ? BEGINNING : minute(at);
    for (const thing of things.filter(({ price }) => price >= 0)) {
      const chain = chains.get(thing.id) ?? [];
      chains.set(thing.id, chain);
      const last = chain.at(-1);
      const same =
        last && !last.deleted && last.thing.label === thing.label && last.thing.price === thing.price;
      if (!same) chain.push({ thing, from, deleted: false });
    }
    const present = new Set(things.map(({ id }) => id));
    for (const chain of chains.values()) {
      const last = chain.at(-1);
      if (last && !last.deleted && !present.has(last.thing.id))
        chain.push({ thing: last.thing, from, deleted: true });
    }
  }
  return [...chains.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, chain]) => chain.map(ended));
}

const ended = ({ thing, from, deleted }: Known, index: number, chain: readonly Known[]): Version => {
  const next = chain[index + 1];
  return { ...thing, remark: thing.remark ?? '', from, to: next?.from ?? END, current: !next, deleted };
};

const sighting: fc.Arbitrary<Sighting> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      label: fc.constantFrom('a', 'b'),
      price: fc.constantFrom(1, 2),
      remark: fc.constantFrom('x', 'y'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ label: 'a', price: -1 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

const things: fc.Arbitrary<Thing[]> = fc
  .array(sighting, { minLength: KEYS.length, maxLength: KEYS.length })
  .map((row) => [
    { id: 'T99', label: 'always', price: 1 },
    ...row.flatMap((seen, key) => (seen ? [{ id: KEYS[key] ?? '', ...seen }] : [])),
  ]);

/** Extracts of some days in any order, now and then two of one day, and some of them once more, corrected. */
const arrivals: fc.Arbitrary<Extract[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.constantFrom('', '', 'T13-30')), {
    minLength: 3,
    maxLength: 6,
    selector: ([day, time]) => `${day}${time}`,
  })
  .chain((times) => {
    const at = times.map(([day, time]) => `${addDays(START, day)}${time}`);
    const again = fc.array(fc.constantFrom(...at), { maxLength: 3 });
    return again.chain((corrected) =>
      fc.tuple(...[...at, ...corrected].map((each) => things.map((rows) => ({ at: each, things: rows })))),
    );
  });

const SALE_DAYS = datesOf({ start: addDays(START, -1), end: addDays(START, DAYS + 1) });
const SALES = SALE_DAYS.flatMap((day) =>
  [...KEYS, 'T99'].flatMap((id) => ['06-00', '20-00'].map((time) => ({ id, day, at: `${day}T${time}` }))),
);

/** The sales of each day with the thing as it was, joined by hand. */
function soldByHand(history: readonly Version[]): Map<string, readonly object[]> {
  const sold = SALES.map(({ id, day, at }) => {
    const thing = history.find((version) => version.id === id && version.from <= at && at < version.to);
    const { label = null, price = null, remark = null, from = null, deleted = null } = thing ?? {};
    return { day, sale: `${id} ${at}`, label, price, remark, since: from, deleted };
  });
  return new Map(SALE_DAYS.map((day) => [day, sold.filter((sale) => sale.day === day)]));
}

async function sold(workshop: Workshop): Promise<Map<string, readonly object[]>> {
  const rows = await workshop.rows(`
    SELECT strftime(business_date, '%Y-%m-%d') AS day, sale_id AS sale, label, price::INTEGER AS price,
      IF(label IS NULL, NULL, IFNULL(remark, '')) AS remark,
      strftime(timezone('Europe/Paris', known_since), '%Y-%m-%dT%H-%M') AS since, is_deleted AS deleted
    FROM gold.sold ORDER BY sale_id`);
  const order = SALES.map(({ id, at }) => `${id} ${at}`);
  const sorted = [...rows].sort((a, b) => order.indexOf(String(a.sale)) - order.indexOf(String(b.sale)));
  return new Map(SALE_DAYS.map((day) => [day, sorted.filter((row) => row.day === day)]));
}

/** The days on which two such tables differ. */
const differing = (a: Map<string, unknown>, b: Map<string, unknown>): string[] =>
  SALE_DAYS.filter((day) => JSON.stringify(a.get(day)) !== JSON.stringify(b.get(day)));

/** The days of sales that see an extract, or one that is built on it: all from it on; before the first one, that one. */
function reached(extract: string, known: readonly string[]): string[] {
  const first = [...known, extract].sort()[0] ?? extract;
  return extract.slice(0, 10) <= first.slice(0, 10)
    ? SALE_DAYS
    : SALE_DAYS.filter((day) => day >= extract.slice(0, 10));
}

const dueOf = ({ tasks }: Plan, model: string): string[] =>
  tasks.filter((task) => task.model === model).flatMap(({ dates }) => dates.map(({ date }) => date));

/** Takes what arrives in groups; of an extract that comes more than once the last one counts. Then withdraws all. */
async function follow(workshop: Workshop, groups: readonly (readonly Extract[])[]): Promise<void> {
  workshop.land('sales/a.csv', [
    'sale_id,sold_at,thing_id',
    ...SALES.map(({ id, at }) => `${id} ${at},${at.replace('T', ' ').replace(/-(\d\d)$/, ':$1:00')},${id}`),
  ]);
  await workshop.sweep();
  await workshop.run();
  const known = new Map<string, Extract>();
  for (const group of groups) {
    const reachable = group.flatMap(({ at }) =>
      reached(at, [...known.keys(), ...group.map((one) => one.at)]),
    );
    for (const extract of group) {
      deliver(workshop, extract);
      known.set(extract.at, extract);
    }
    await workshop.sweep();
    await keepUp(workshop, [...known.values()], reachable);
  }
  for (const at of [...known.keys()]) {
    const reachable = reached(at, [...known.keys()]);
    const file = `things/${at}/all.csv`;
    await withdraw(workshop.context, { file, undo: false, reason: 'wrong', who: 'ana@desk' });
    known.delete(at);
    await keepUp(workshop, [...known.values()], reachable);
  }
}

/** @param reachable days of sales that have to be due, in any order */
async function keepUp(
  workshop: Workshop,
  extracts: readonly Extract[],
  reachable: readonly string[],
): Promise<void> {
  const history = writtenDown(extracts);
  const due = dueOf(await workshop.plan(), 'gold.sold');
  expect(due).toEqual(expect.arrayContaining(differing(await sold(workshop), soldByHand(history))));
  expect(due).toEqual([...new Set(reachable)].sort());
  expect((await workshop.run()).state).toBe('SUCCESS');
  expect(await versions(workshop)).toEqual(history);
  expect(await sold(workshop)).toEqual(soldByHand(history));
  expect((await workshop.plan()).tasks).toEqual([]);
}

describe('a history', () => {
  test('is what one would write down, whatever arrives first, again or at once, or is withdrawn, and its readers are never behind it', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(arrivals, sizes, async (arriving, lengths) => {
        const rest = [...arriving];
        const groups = lengths.map((length) => rest.splice(0, length)).filter((group) => group.length > 0);
        const workshop = await Workshop.open(DIMENSION);
        try {
          await follow(workshop, groups);
        } finally {
          await workshop.close();
        }
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
  });
});

describe('an extract', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await Workshop.open(DIMENSION);
  });
  afterEach(() => workshop.close());

  const thing = (id: string, price = 1): Thing => ({ id, label: 'a', price });
  const come = async (at: string, things: readonly Thing[], part?: string): Promise<RunResult> => {
    deliver(workshop, { at, things }, part);
    await workshop.sweep();
    return workshop.run();
  };
  const places = (): Promise<readonly object[]> =>
    workshop.rows(
      'SELECT thing_id AS id, price::INTEGER AS price, rowid AS place FROM silver.things ORDER BY 1, 2',
    );

  test('on top of a history reads itself only, and touches no version of a key that it does not change', async () => {
    await come('2026-10-22', [thing('T1'), thing('T2'), thing('T3')]);
    const before = await places();
    const { tasks } = await come('2026-10-23', [thing('T1'), thing('T2', 2), thing('T3')]);
    expect(tasks[0]?.task.window).toEqual({ start: '2026-10-23', end: '9999-12-31' });
    expect(tasks[0]?.outcome?.verdict.totals.staged).toBe(3);
    const after = await places();
    expect(after.filter((row) => !JSON.stringify(row).includes('T2'))).toEqual(
      before.filter((row) => !JSON.stringify(row).includes('T2')),
    );
    expect(after).toHaveLength(4);
  });

  test('that is earlier than others makes the history anew from its day on', async () => {
    await come('2026-10-22', [thing('T1')]);
    await come('2026-10-26', [thing('T1', 3)]);
    const { tasks } = await come('2026-10-24', [thing('T1', 2)]);
    expect(tasks[0]?.task.window.start).toBe('2026-10-24');
    expect(tasks[0]?.outcome?.verdict.totals.staged).toBe(2);
    const first = await come('2026-10-20', [thing('T1', 2)]);
    expect(first.tasks[0]?.task.window.start).toBe('0001-01-01');
    expect((await versions(workshop)).map(({ price, from }) => [price, from])).toEqual([
      [2, BEGINNING],
      [1, '2026-10-22T00-00'],
      [2, '2026-10-24T00-00'],
      [3, '2026-10-26T00-00'],
    ]);
  });

  test('may come in parts; a part that is delivered again replaces what it said before, broken rows too', async () => {
    await come('2026-10-22', [thing('T1'), thing('T2', -1)], 'a');
    await come('2026-10-22', [thing('T3')], 'b');
    expect((await versions(workshop)).map(({ id }) => id)).toEqual(['T1', 'T3']);
    const { tasks } = await come('2026-10-22', [thing('T2', 5), thing('T4')], 'a');
    expect((await versions(workshop)).map(({ id, price }) => [id, price])).toEqual([
      ['T2', 5],
      ['T3', 1],
      ['T4', 1],
    ]);
    expect(tasks[0]?.outcome?.verdict.totals).toEqual({
      staged: 5,
      passed: 3,
      quarantined: 0,
      duplicates: 2,
    });
    expect(await workshop.rows('SELECT * FROM quarantine.silver_things')).toEqual([]);
  });

  test('with a name that says no day is refused', async () => {
    deliver(workshop, { at: '2026-02-30', things: [thing('T1')] });
    const { files } = await workshop.sweep();
    expect(files).toMatchObject([{ status: 'refused', reason: expect.stringContaining('which day') }]);
  });

  test('is not lost to a run that was planned before it and wakes up after it', async () => {
    await come('2026-10-22', [thing('T1')]);
    deliver(workshop, { at: '2026-10-23', things: [thing('T1', 2)] });
    await workshop.sweep();
    const stale = await workshop.plan();
    await come('2026-10-24', [thing('T1', 3)]);
    const known = await versions(workshop);
    const { state, tasks } = await executeRun(workshop.context, stale, {
      pipeline: 'all',
      trigger: 'manual',
    });
    expect(state).toBe('FAILED');
    expect(tasks[0]?.reason).toMatch(/another run has published/);
    expect(await versions(workshop)).toEqual(known);
  });
});

describe('an extract that deletes more keys than its contract lets it', () => {
  let project: string;
  let workshop: Workshop;
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'ecluse-deleted-'));
    cpSync(DIMENSION, project, { recursive: true });
    const file = join(project, 'contracts/things.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace("?)' }", "?)', max_deleted: 0.25 }"));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));
  beforeEach(async () => {
    workshop = await Workshop.open(project);
  });
  afterEach(() => workshop.close());

  const come = async (at: string, count: number): Promise<RunResult> => {
    const things = Array.from({ length: count }, (_, index) => ({ id: `T${index}`, label: 'a', price: 1 }));
    deliver(workshop, { at, things });
    await workshop.sweep();
    return workshop.run();
  };

  test('fails its run and leaves readers what they had, until the extract comes again and is complete', async () => {
    expect((await come('2026-10-22', 8)).state).toBe('SUCCESS');
    expect((await come('2026-10-23', 6)).state).toBe('SUCCESS');
    const before = await versions(workshop);
    const failed = await come('2026-10-24', 4);
    expect(failed.state).toBe('FAILED');
    expect(failed.tasks[0]?.reason).toMatch(/extract of 2026-10-24 lacks 2 of 6 keys \(33.33 %\)/);
    expect(await versions(workshop)).toEqual(before);
    expect(
      await workshop.rows(
        "SELECT partition_date, severity, judged, failing, outcome FROM ops.checks WHERE check_name = 'max_deleted' ORDER BY recorded_at",
      ),
    ).toEqual([
      { partition_date: '2026-10-23', severity: 'fail', judged: 8, failing: 2, outcome: 'passed' },
      { partition_date: '2026-10-24', severity: 'fail', judged: 6, failing: 2, outcome: 'failed' },
    ]);
    expect((await come('2026-10-24', 5)).state).toBe('SUCCESS');
    expect((await versions(workshop)).filter(({ deleted }) => deleted)).toHaveLength(3);
  });

  test('is asked again once a rollback has taken it away', async () => {
    const { run: good } = await come('2026-10-22', 8);
    await come('2026-10-23', 7);
    const { context } = workshop;
    await executeRollback(context, await planRollback(context, 'silver.things', { to: good }), good);
    await executeUnpin(context, await planUnpin(context, 'silver.things'));
    const { state, tasks } = await come('2026-10-23', 4);
    expect([state, tasks[0]?.task.window.start]).toEqual(['FAILED', '2026-10-23']);
    expect(tasks[0]?.reason).toMatch(/lacks 4 of 8 keys/);
    expect((await come('2026-10-23', 7)).state).toBe('SUCCESS');
    expect((await versions(workshop)).filter(({ deleted }) => deleted)).toHaveLength(1);
  });

  test('is not asked again once it was let through', async () => {
    await come('2026-10-22', 8);
    const lenient = { ...workshop.context.manifest };
    const models = lenient.models.map((model) => ({ ...model, maxDeleted: 1 }));
    deliver(workshop, { at: '2026-10-23', things: [{ id: 'T0', label: 'a', price: 1 }] });
    await workshop.sweep();
    const context = { ...workshop.context, manifest: { ...lenient, models } };
    const options = { pipeline: 'all', trigger: 'manual' };
    expect((await executeRun(context, await workshop.plan(), options)).state).toBe('SUCCESS');
    expect((await workshop.run({ force: true })).state).toBe('SUCCESS');
    expect((await come('2026-10-20', 8)).state).toBe('SUCCESS');
  });
});
