import type { Manifest, Model } from '../../src/core/manifest';
import { planRun, type WarehouseState, WHOLE } from '../../src/core/planning/plan';
import { OutdatedPlan, replan } from '../../src/core/planning/replan';
import { TableVersions } from '../../src/core/planning/versions';

const model = (name: string, table: string, as: Model['as'] = 'incremental'): Model =>
  ({
    name,
    as,
    inputs: [{ table, versioning: as === 'table' ? 'whole' : 'partition', lookbackDays: 0, withinDays: 0 }],
    fingerprint: `${name} v1`,
    steps: {},
  }) as unknown as Model;

const MODELS = [
  model('silver.s', 'bronze.b'),
  model('gold.g', 'silver.s'),
  model('gold.t', 'gold.g', 'table'),
];
const manifest = (models: readonly Model[]): Manifest =>
  ({ fingerprint: 'm', models }) as unknown as Manifest;

const arrived = (...dates: readonly string[]): WarehouseState => ({
  versions: new Map([
    [
      'bronze.b',
      new TableVersions(new Map(dates.map((date) => [date, { version: `v ${date}`, seq: 0, rows: 1 }]))),
    ],
  ]),
  fingerprints: new Map(),
});

const STATE = arrived('2026-10-01', '2026-10-02', '2026-10-05');
const PLAN = planRun(manifest(MODELS), STATE);

describe('a plan that is executed again', () => {
  test('is the same plan when nothing has happened since', () => {
    expect(replan(manifest(MODELS), STATE, PLAN.tasks)).toEqual(PLAN);
  });

  test('keeps windows and dates when more has arrived, with the versions that they have now', () => {
    const later = arrived('2026-10-01', '2026-10-02', '2026-10-03', '2026-10-05', '2026-10-09');
    later.versions.get('bronze.b')?.set('2026-10-02', { version: 'corrected', seq: 0, rows: 2 });
    const again = replan(manifest(MODELS), later, PLAN.tasks);
    expect(again.tasks.map(({ id, window }) => [id, window])).toEqual(
      PLAN.tasks.map(({ id, window }) => [id, window]),
    );
    const versionOf = (date: string) =>
      [PLAN, again].map(({ tasks }) => tasks[0]?.dates.find((each) => each.date === date)?.version);
    expect(versionOf('2026-10-01')[0]).toBe(versionOf('2026-10-01')[1]);
    expect(versionOf('2026-10-02')[0]).not.toBe(versionOf('2026-10-02')[1]);
  });

  test('of a history makes what has become due since as well, from the first of it on', () => {
    const dim = [model('silver.d', 'bronze.b', 'scd2')];
    const published = (...dates: readonly string[]): WarehouseState => {
      const state = arrived(...dates);
      const tables = planRun(manifest(dim), state).tasks.map(
        (task) =>
          [
            task.model,
            new TableVersions(
              new Map(task.dates.map(({ date, version }) => [date, { version, seq: 1, rows: 1 }])),
            ),
          ] as const,
      );
      return { ...state, versions: new Map([...state.versions, ...tables]) };
    };
    const state = published('2026-10-01', '2026-10-05');
    state.versions.get('bronze.b')?.set('2026-10-07', { version: 'new', seq: 0, rows: 1 });
    const plan = planRun(manifest(dim), state);
    expect(plan.tasks.map(({ window }) => window.start)).toEqual(['2026-10-07']);
    expect(replan(manifest(dim), state, plan.tasks)).toEqual(plan);
    state.versions.get('bronze.b')?.set('2026-10-05', { version: 'corrected', seq: 0, rows: 1 });
    const [again] = replan(manifest(dim), state, plan.tasks).tasks;
    expect(again?.window.start).toBe('2026-10-05');
    expect(again?.dates.map(({ date }) => date)).toEqual(['2026-10-05', '2026-10-07']);
    expect(again?.publications).toBe(2);
  });

  test('is pinned to what has been published since', () => {
    const [task] = PLAN.tasks;
    const published = new TableVersions(
      new Map((task?.dates ?? []).map(({ date, version }) => [date, { version, seq: 4, rows: 1 }])),
    );
    const state = { ...STATE, versions: new Map([...STATE.versions, ['silver.s', published]]) };
    const again = replan(manifest(MODELS), state, PLAN.tasks);
    expect(again.tasks[0]?.dates.map(({ seq, reason }) => [seq, reason])).toEqual(
      task?.dates.map(() => [4, 'forced']),
    );
  });

  test('of which only some tasks are kept waits for none of the others', () => {
    const rest = PLAN.tasks.filter((task) => task.model !== 'silver.s');
    const again = replan(manifest(MODELS), STATE, rest);
    expect(again.tasks.map((task) => task.after)).toEqual([[], ['gold_g_2026_10_01']]);
  });

  test('is refused when a model is gone, or is made by other windows', () => {
    const without = manifest(MODELS.slice(0, 2));
    expect(() => replan(without, STATE, PLAN.tasks)).toThrow(OutdatedPlan);
    expect(() => replan(without, STATE, PLAN.tasks)).toThrow(/gold\.t.*ecluse run/);
    const rebuilt = manifest([model('silver.s', 'bronze.b', 'table'), ...MODELS.slice(1)]);
    expect(() => replan(rebuilt, STATE, PLAN.tasks)).toThrow(/silver\.s is made by other windows/);
  });
});

describe('work in parts', () => {
  test('repeats by force no date that an earlier part has published, unless it is due again', () => {
    const published = new Map(
      PLAN.tasks.map((task) => [
        task.model,
        new TableVersions(
          new Map(task.dates.map(({ date, version }) => [date, { version, seq: 1, rows: 1 }])),
        ),
      ]),
    );
    const state = { ...STATE, versions: new Map([...STATE.versions, ...published]) };
    const done = new Map([
      ['silver.s', new Set(['2026-10-01', '2026-10-05'])],
      ['gold.t', new Set([WHOLE])],
    ]);
    const request = { force: true, done, models: ['silver.s', 'gold.t'] };
    const dates = planRun(manifest(MODELS), state, request).tasks.flatMap((task) =>
      task.dates.map(({ date, reason }) => `${task.model} ${date} ${reason}`),
    );
    expect(dates).toEqual(['silver.s 2026-10-02 forced']);
    state.versions.get('bronze.b')?.set('2026-10-05', { version: 'corrected', seq: 0, rows: 1 });
    const due = planRun(manifest(MODELS), state, request).tasks.flatMap((task) => task.dates);
    expect(due.map(({ date, reason }) => `${date} ${reason}`)).toEqual([
      '2026-10-02 forced',
      '2026-10-05 definition changed',
    ]);
  });
});
