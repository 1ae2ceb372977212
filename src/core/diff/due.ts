import { addDays, datesOf } from '../dates';
import type { Manifest } from '../manifest';
import { type Plan, planRun, type WarehouseState, WHOLE } from '../planning/plan';
import { TableVersions, type Version } from '../planning/versions';
import type { DateRange, IsoDate } from '../types';

/** What one model has to make again. */
export interface Due {
  readonly model: string;
  /** Partitions; 1 for a table without, `null` where nothing says how many there are. */
  readonly partitions: number | null;
  /** First and last date, both inclusive; absent for a table that is made as a whole. */
  readonly first?: IsoDate;
  readonly last?: IsoDate;
}

/** `warehouse`: by what has arrived there; `starts`: as if something had arrived every day since the start. */
export interface DueEstimate {
  readonly basis: 'warehouse' | 'starts' | 'unknown';
  readonly models: readonly Due[];
}

/** What becomes due, by what a warehouse holds. */
export const dueInWarehouse = (before: Manifest, after: Manifest, state: WarehouseState): DueEstimate => ({
  basis: 'warehouse',
  models: dueBetween(before, after, state),
});

/** What becomes due where no warehouse can be asked. @param today the business date now */
export function dueSinceStart(before: Manifest, after: Manifest, today: IsoDate): DueEstimate {
  const history = historyOf([before, after], today);
  if (history)
    return { basis: 'starts', models: dueBetween(before, after, assumedState([before, after], history)) };
  const someDay = { start: addDays(today, -1), end: today };
  const models = dueBetween(before, after, assumedState([before, after], someDay));
  return { basis: 'unknown', models: models.map(({ model }) => ({ model, partitions: null })) };
}

/** With everything up to date as the older manifest has it, the plan of the newer one. */
function dueBetween(before: Manifest, after: Manifest, state: WarehouseState): Due[] {
  const loaded = withReferences(before, state);
  const settled = afterPlan(before, planRun(before, loaded), loaded);
  const { tasks } = planRun(after, withReferences(after, settled));
  return [...new Set(tasks.map(({ model }) => model))].map((model) => {
    const dates = tasks.filter((task) => task.model === model).flatMap((task) => task.dates);
    const [first, last] = [dates[0]?.date, dates.at(-1)?.date];
    const whole = first === undefined || first === WHOLE;
    return { model, partitions: dates.length, ...(!whole && { first, ...(last && { last }) }) };
  });
}

/** What the warehouse holds once a plan has been carried out. */
function afterPlan(manifest: Manifest, plan: Plan, state: WarehouseState): WarehouseState {
  const versions = new Map([...state.versions].map(([table, dates]) => [table, dates.copy()]));
  const fingerprints = new Map([...state.fingerprints].map(([table, dates]) => [table, new Map(dates)]));
  for (const { model, dates } of plan.tasks) {
    const print = manifest.models.find(({ name }) => name === model)?.fingerprint ?? '';
    for (const { date, version, seq } of dates) {
      entry(versions, model, () => new TableVersions()).set(date, { version, seq: seq + 1, rows: 0 });
      entry(fingerprints, model, () => new Map<IsoDate, string>()).set(date, print);
    }
  }
  return { versions, fingerprints };
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** Reference tables are files of the project: what is loaded is what the manifest has. */
function withReferences({ references }: Manifest, state: WarehouseState): WarehouseState {
  const versions = new Map(state.versions);
  for (const { name, version } of references)
    versions.set(name, new TableVersions(new Map([[WHOLE, { version, seq: 1, rows: 0 }]])));
  return { ...state, versions };
}

/** As if every source had something on every day. */
function assumedState(manifests: readonly Manifest[], dates: DateRange): WarehouseState {
  const sources = manifests.flatMap((manifest) => manifest.sources.map(({ view }) => view));
  const days: [IsoDate, Version][] = datesOf(dates).map((date) => [
    date,
    { version: 'assumed', seq: 0, rows: 0 },
  ]);
  return {
    versions: new Map(sources.map((view) => [view, new TableVersions(new Map(days))])),
    fingerprints: new Map(),
  };
}

/** From the earliest start to yesterday; null where nothing says when history begins. */
function historyOf(manifests: readonly Manifest[], today: IsoDate): DateRange | null {
  const starts = manifests.flatMap(({ project, models }) =>
    [project.start, ...models.map(({ start }) => start)].filter((start) => start !== undefined),
  );
  const first = starts.sort()[0];
  return first === undefined || first >= today ? null : { start: first, end: today };
}
