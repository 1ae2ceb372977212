import fc from 'fast-check';
import { addDays, isWithin } from '../../src/core/dates';
import { type PlanRequest, planRun, type WarehouseState } from '../../src/core/planning/plan';
import { MODELS, manifest, START, stateOf, succeeded } from './support/plans';

describe('whatever arrives in whatever order', () => {
  const arrivals = fc.array(
    fc.record({
      table: fc.constantFrom('bronze.b', 'bronze.d'),
      day: fc.integer({ min: 0, max: 30 }),
      version: fc.string({ minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const requests = fc.array(
    fc.record({ from: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 1, max: 10 }) }),
    { maxLength: 5 },
  );

  const arrived = (list: readonly { table: string; day: number; version: string }[]): WarehouseState => {
    const tables: Record<string, Record<string, string>> = { 'bronze.b': {}, 'bronze.d': {} };
    for (const { table, day, version } of list)
      tables[table] = { ...tables[table], [addDays(START, day)]: version };
    return stateOf(tables);
  };

  const versionsOf = (state: WarehouseState): unknown =>
    MODELS.map(({ name }) =>
      state.versions
        .get(name)
        ?.dates()
        .map((date) => [date, state.versions.get(name)?.get(date)?.version]),
    );

  test('no task runs before what it reads', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const { tasks } = planRun(manifest(MODELS), arrived(list), { maxDays: 5 });
        for (const [index, task] of tasks.entries())
          for (const id of task.after)
            expect(tasks.findIndex((other) => other.id === id)).toBeLessThan(index);
      }),
    );
  });

  test('partial runs in any chunks lead to the versions of one run', () => {
    fc.assert(
      fc.property(arrivals, requests, (list, chunks) => {
        const start = arrived(list);
        const once = succeeded(planRun(manifest(MODELS), start), MODELS, start);
        let state = start;
        for (const { from, length } of chunks) {
          const request: PlanRequest = {
            range: { start: addDays(START, from), end: addDays(START, from + length) },
          };
          state = succeeded(planRun(manifest(MODELS), state, request), MODELS, state);
        }
        state = succeeded(planRun(manifest(MODELS), state), MODELS, state);
        expect(versionsOf(state)).toEqual(versionsOf(once));
      }),
    );
  });

  test('a second plan right after a success is empty', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        const start = arrived(list);
        const done = succeeded(planRun(manifest(MODELS), start), MODELS, start);
        expect(planRun(manifest(MODELS), done).tasks).toEqual([]);
      }),
    );
  });

  test('every date of a task lies in its window', () => {
    fc.assert(
      fc.property(arrivals, (list) => {
        for (const task of planRun(manifest(MODELS), arrived(list)).tasks)
          for (const { date } of task.dates) expect(isWithin(date, task.window)).toBe(true);
      }),
    );
  });
});
