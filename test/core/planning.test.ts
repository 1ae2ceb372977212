import { addDays, datesOf } from '../../src/core/dates';
import { irretrievable, type Plan, planRun, type WarehouseState, WHOLE } from '../../src/core/planning/plan';
import {
  DIM,
  days,
  dueOf,
  GOLD,
  input,
  MODELS,
  manifest,
  model,
  SILVER,
  START,
  settled,
  stateOf,
  succeeded,
  touched,
} from './support/plans';

describe('a plan', () => {
  test('makes every date due that has something to read, once', () => {
    const plan = planRun(manifest(MODELS), stateOf({ 'bronze.b': days(5), 'bronze.d': days(2) }));
    expect(dueOf(plan, 'silver.s')).toEqual(Object.keys(days(5)));
    expect(dueOf(plan, 'gold.g')).toEqual(Object.keys(days(5)));
    expect(dueOf(plan, 'gold.t')).toEqual([WHOLE]);
  });

  test('is empty right after its success', () => {
    const state = settled(days(20), days(20));
    expect(planRun(manifest(MODELS), state).tasks).toEqual([]);
  });

  test('recomputes exactly the days that a late row can change: neighbours of the key, then the lookback', () => {
    const state = touched(settled(days(20), days(1)), 'bronze.b', '2026-10-10');
    const plan = planRun(manifest(MODELS), state);
    expect(dueOf(plan, 'silver.s')).toEqual(datesOf({ start: '2026-10-08', end: '2026-10-13' }));
    expect(dueOf(plan, 'gold.g')).toEqual(datesOf({ start: '2026-10-08', end: '2026-10-16' }));
    expect(dueOf(plan, 'gold.f')).toEqual(datesOf({ start: '2026-10-08', end: '2026-10-13' }));
  });

  test('counts the rows of the days that a task reads, of inputs by date, where no task before it makes them', () => {
    const rowsOf = (plan: Plan): Record<string, number | null> =>
      Object.fromEntries(plan.tasks.map(({ model: name, rows }) => [name, rows]));
    const state = touched(settled(days(20), days(1)), 'bronze.b', '2026-10-10');
    // Five days of ten rows are made, and two to either side read; one day has got a row more.
    expect(rowsOf(planRun(manifest(MODELS), state))).toMatchObject({ 'silver.s': 91, 'gold.g': null });
    const later = { models: ['gold.g'], force: true, range: { start: '2026-10-10', end: '2026-10-11' } };
    // Its own day and three before it, one row each.
    expect(rowsOf(planRun(manifest(MODELS), settled(days(20), days(1)), later))).toEqual({ 'gold.g': 4 });
  });

  test('makes the readers of a history due from a changed extract on, since later ones are told on top of it', () => {
    const extracts = { '2026-10-03': 'a', '2026-10-08': 'b', '2026-10-15': 'c' };
    const base = settled(days(20), extracts);
    const dueBy = (extract: string): string[] =>
      dueOf(planRun(manifest(MODELS), touched(base, 'bronze.d', extract)), 'gold.f');
    expect(dueBy('2026-10-15')).toEqual(datesOf({ start: '2026-10-15', end: '2026-10-21' }));
    expect(dueBy('2026-10-08')).toEqual(datesOf({ start: '2026-10-08', end: '2026-10-21' }));
    expect(dueBy('2026-10-05')).toEqual(datesOf({ start: '2026-10-05', end: '2026-10-21' }));
    for (const first of ['2026-10-03', '2026-10-02'])
      expect(dueBy(first)).toEqual(datesOf({ start: START, end: '2026-10-21' }));
  });

  test('continues a history from the first extract that is due, and begins anew with another definition or beginning', () => {
    const base = settled(days(20), { '2026-10-03': 'a', '2026-10-08': 'b' });
    const windowOf = (state: WarehouseState, dim = DIM): unknown =>
      planRun(manifest([dim]), state).tasks.map(({ window, publications }) => [window.start, publications]);
    expect(windowOf(touched(base, 'bronze.d', '2026-10-09'))).toEqual([['2026-10-09', 2]]);
    expect(windowOf(touched(base, 'bronze.d', '2026-10-05'))).toEqual([['2026-10-05', 2]]);
    expect(windowOf(touched(base, 'bronze.d', '2026-10-08'))).toEqual([['2026-10-08', 2]]);
    expect(windowOf(touched(base, 'bronze.d', '2026-10-01'))).toEqual([[WHOLE, 2]]);
    expect(windowOf(touched(base, 'bronze.d', '2026-10-03'))).toEqual([[WHOLE, 2]]);
    expect(windowOf(base, { ...DIM, fingerprint: 'silver.d v2' })).toEqual([[WHOLE, 2]]);
    expect(windowOf(stateOf({ 'bronze.d': days(2) }))).toEqual([[WHOLE, 0]]);
  });

  test('counts a history as far ahead as the rows reach that are joined with it, by their key', () => {
    const near = model('gold.f', [
      input('silver.s'),
      input('silver.d', { versioning: 'history', withinDays: 2 }),
    ]);
    const models = [SILVER, DIM, near];
    const arrived = stateOf({
      'bronze.b': days(20),
      'bronze.d': { '2026-10-03': 'a', '2026-10-08': 'b', '2026-10-15': 'c' },
    });
    const base = succeeded(planRun(manifest(models), arrived), models, arrived);
    expect(dueOf(planRun(manifest(models), touched(base, 'bronze.d', '2026-10-15')), 'gold.f')).toEqual(
      datesOf({ start: '2026-10-13', end: '2026-10-21' }),
    );
  });

  test('runs a task after those that make the days to either side within which its key is decided', () => {
    const near = model('silver.near', [input('silver.s', { withinDays: 2 })]);
    const state = stateOf({ 'bronze.b': days(9) });
    const { tasks } = planRun(manifest([SILVER, near]), state, { maxDays: 3 });
    expect(tasks.filter(({ model: name }) => name === 'silver.near').map(({ after }) => after)).toEqual([
      ['silver_s_2026_10_01', 'silver_s_2026_10_04'],
      ['silver_s_2026_10_01', 'silver_s_2026_10_04', 'silver_s_2026_10_07'],
      ['silver_s_2026_10_04', 'silver_s_2026_10_07'],
    ]);
  });

  test('recomputes the whole history of an edited model and of what reads it, and nothing else', () => {
    const state = settled(days(5), days(1));
    const edited = MODELS.map((each) => (each === GOLD ? { ...GOLD, fingerprint: 'gold.g v2' } : each));
    const plan = planRun(manifest(edited), state);
    expect([...new Set(plan.tasks.map((task) => task.model))]).toEqual(['gold.g', 'gold.t']);
    expect(plan.tasks[0]?.dates.every((planned) => planned.reason === 'definition changed')).toBe(true);
  });

  test('parts windows only where a date between is up to date', () => {
    let state = settled(days(20), days(1));
    for (const date of ['2026-10-02', '2026-10-15']) state = touched(state, 'bronze.b', date);
    const windows = planRun(manifest([SILVER]), state).tasks.map((task) => task.window);
    expect(windows).toEqual([
      { start: '2026-10-01', end: '2026-10-05' },
      { start: '2026-10-13', end: '2026-10-18' },
    ]);
  });

  test('splits windows that are longer than a task may be', () => {
    const plan = planRun(manifest([SILVER]), stateOf({ 'bronze.b': days(25) }), { maxDays: 10 });
    expect(plan.tasks.map((task) => task.dates.length)).toEqual([10, 10, 5]);
  });

  test('gives a model no more days a task than it says, and never more than the request says', () => {
    const state = stateOf({ 'bronze.b': days(5) });
    const lengths = (chunkDays: number, maxDays: number): number[] =>
      planRun(manifest([{ ...SILVER, chunkDays }]), state, { maxDays }).tasks.map(
        ({ dates }) => dates.length,
      );
    expect(lengths(1, 366)).toEqual([1, 1, 1, 1, 1]);
    expect(lengths(31, 3)).toEqual([3, 2]);
  });

  test('keeps to the dates and models that were asked for, and to the start of a model', () => {
    const state = stateOf({ 'bronze.b': days(10), 'bronze.d': days(1) });
    const range = { start: '2026-10-03', end: '2026-10-05' };
    expect(dueOf(planRun(manifest(MODELS), state, { range, models: ['silver.s'] }), 'silver.s')).toEqual([
      '2026-10-03',
      '2026-10-04',
    ]);
    const late = { ...SILVER, start: '2026-10-09' };
    expect(dueOf(planRun(manifest([late]), state), 'silver.s')).toEqual(['2026-10-09', '2026-10-10']);
  });

  test('with force repeats what is up to date, under the same version', () => {
    const state = settled(days(3), days(1));
    const forced = planRun(manifest([SILVER]), state, { force: true });
    expect(forced.tasks[0]?.dates.map((planned) => planned.reason)).toEqual(['forced', 'forced', 'forced']);
    expect(succeeded(forced, [SILVER], state).versions.get('silver.s')?.get(START)?.version).toBe(
      state.versions.get('silver.s')?.get(START)?.version,
    );
  });
});

describe('a model that is made by dates now and was made as a whole before', () => {
  test('has no date of that time', () => {
    const state = stateOf({ 'bronze.b': days(2), 'silver.s': { [WHOLE]: 'v' } });
    expect(dueOf(planRun(manifest([SILVER]), state), 'silver.s')).toEqual(Object.keys(days(2)));
  });
});

describe('what could not be made again', () => {
  const state = stateOf({ 'bronze.b': days(3), 'silver.s': days(5) });

  test('are published dates that nothing it reads has any more', () => {
    expect(irretrievable(SILVER, state.versions)).toEqual([addDays(START, 3), addDays(START, 4)]);
  });

  test('are those before its start', () => {
    const later = { ...SILVER, start: addDays(START, 1) };
    expect(irretrievable(later, state.versions)[0]).toBe(START);
  });

  test('is nothing of a table that is made as a whole', () => {
    expect(irretrievable({ ...SILVER, as: 'table' }, state.versions)).toEqual([]);
  });
});
