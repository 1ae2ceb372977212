import { addDays, datesOf } from '../../../src/core/dates';
import type { Manifest, Model, ModelInput } from '../../../src/core/manifest';
import { type Plan, planRun, type WarehouseState } from '../../../src/core/planning/plan';
import { TableVersions } from '../../../src/core/planning/versions';

export const START = '2026-10-01';

export const input = (table: string, more: Partial<ModelInput> = {}): ModelInput => ({
  table,
  versioning: 'partition',
  lookbackDays: 0,
  withinDays: 0,
  ...more,
});

/** As much of a model as planning looks at. */
export const model = (name: string, inputs: ModelInput[], more: Partial<Model> = {}): Model =>
  ({ name, as: 'incremental', inputs, fingerprint: `${name} v1`, steps: {}, ...more }) as unknown as Model;

export const manifest = (models: Model[]): Manifest => ({ fingerprint: 'm', models }) as unknown as Manifest;

export function stateOf(tables: Record<string, Record<string, string>>): WarehouseState {
  const versions = new Map(
    Object.entries(tables).map(([table, dates]) => [
      table,
      new TableVersions(
        new Map(Object.entries(dates).map(([date, version]) => [date, { version, seq: 0, rows: 10 }])),
      ),
    ]),
  );
  return { versions, fingerprints: new Map() };
}

/** What the warehouse looks like after a plan has succeeded. */
export function succeeded(plan: Plan, models: readonly Model[], state: WarehouseState): WarehouseState {
  const versions = new Map([...state.versions].map(([table, dates]) => [table, dates.copy()]));
  const fingerprints = new Map([...state.fingerprints].map(([table, dates]) => [table, new Map(dates)]));
  for (const task of plan.tasks) {
    const table = versions.get(task.model) ?? new TableVersions();
    const prints = new Map(fingerprints.get(task.model));
    for (const { date, version, seq } of task.dates) {
      table.set(date, { version, seq: seq + 1, rows: 1 });
      prints.set(date, models.find((candidate) => candidate.name === task.model)?.fingerprint ?? '');
    }
    versions.set(task.model, table);
    fingerprints.set(task.model, prints);
  }
  return { versions, fingerprints };
}

export const days = (count: number, version = 'a'): Record<string, string> =>
  Object.fromEntries(
    datesOf({ start: START, end: addDays(START, count) }).map((date) => [date, `${version}-${date}`]),
  );

export const dueOf = (plan: Plan, name: string): string[] =>
  plan.tasks
    .filter((task) => task.model === name)
    .flatMap((task) => task.dates.map((planned) => planned.date));

export const SILVER = model('silver.s', [input('bronze.b', { withinDays: 2 })]);
export const GOLD = model('gold.g', [input('silver.s', { lookbackDays: 3 })]);
export const DIM = model('silver.d', [input('bronze.d')], { as: 'scd2' });
export const FACT = model('gold.f', [input('silver.s'), input('silver.d', { versioning: 'history' })]);
export const TOTAL = model('gold.t', [input('gold.g', { versioning: 'whole' })], { as: 'table' });
export const MODELS = [SILVER, GOLD, DIM, FACT, TOTAL];

export const settled = (bronze: Record<string, string>, dim: Record<string, string>): WarehouseState => {
  const state = stateOf({ 'bronze.b': bronze, 'bronze.d': dim });
  return succeeded(planRun(manifest(MODELS), state), MODELS, state);
};

export function touched(state: WarehouseState, table: string, date: string): WarehouseState {
  const versions = new Map([...state.versions].map(([name, dates]) => [name, dates.copy()]));
  versions.get(table)?.set(date, { version: 'touched', seq: 0, rows: 11 });
  return { ...state, versions };
}
