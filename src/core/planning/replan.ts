import { isWithin } from '../dates';
import type { Manifest, Model } from '../manifest';
import type { IsoDate } from '../types';
import {
  candidates,
  isWhole,
  type Plan,
  type PlannedDate,
  pinDate,
  publicationsBefore,
  type Task,
  type WarehouseState,
  wholeWindow,
} from './plan';
import { TableVersions, type Versions } from './versions';

/** A plan cannot be repeated, because the project has changed too much since. */
export class OutdatedPlan extends Error {
  override readonly name = 'OutdatedPlan';
}

/**
 * The same tasks over the same windows and dates, pinned to what is published now and with the versions that they
 * have now.
 * @param tasks some of a plan's, in its order
 * @throws {OutdatedPlan}
 */
export function replan(manifest: Manifest, state: WarehouseState, tasks: readonly Task[]): Plan {
  const versions = new Map([...state.versions].map(([table, dates]) => [table, dates.copy()]));
  const kept = new Set(tasks.map((task) => task.id));
  const again = tasks.map((task) => {
    const model = modelOf(manifest, task);
    refusePinned(model, task, state);
    const { dates, window } = pinned(model, task, versions, state);
    const published = versions.get(model.name) ?? new TableVersions();
    versions.set(model.name, published);
    for (const { date, version, seq } of dates) published.set(date, { version, seq: seq + 1, rows: null });
    const publications = model.as === 'scd2' && { publications: publicationsBefore(dates, published) };
    return { ...task, window, dates, ...publications, after: task.after.filter((id) => kept.has(id)) };
  });
  return { manifest: manifest.fingerprint, tasks: again };
}

/** The dates of a history depend on each other: what has become due since is made as well, in a window that holds it. */
function pinned(
  model: Model,
  task: Task,
  versions: Versions,
  state: WarehouseState,
): { readonly dates: readonly PlannedDate[]; readonly window: Task['window'] } {
  const pin = (date: IsoDate): PlannedDate => pinDate(model, date, versions, state);
  if (model.as !== 'scd2') return { dates: task.dates.map(({ date }) => pin(date)), window: task.window };
  const produced = candidates(model, versions);
  const before = new Set(task.dates.map(({ date }) => date));
  const dates = produced.map(pin).filter(({ date, reason }) => before.has(date) || reason !== 'forced');
  return { dates, window: wholeWindow(model, dates, produced) };
}

function refusePinned({ name, as }: Model, { window }: Task, { versions }: WarehouseState): void {
  const pinned = (versions.get(name)?.pinned() ?? []).filter(
    (date) => as !== 'incremental' || isWithin(date, window),
  );
  if (pinned.length === 0) return;
  const dates =
    as === 'incremental' ? ` on ${pinned[0]}${pinned.length > 1 ? ` … ${pinned.at(-1)}` : ''}` : '';
  throw new OutdatedPlan(
    `The plan makes ${name}${dates} again, which a rollback has pinned. Let it go first: ecluse unpin ${name}.`,
  );
}

function modelOf({ models }: Manifest, { model: name, window }: Task): Model {
  const model = models.find((candidate) => candidate.name === name);
  const remedy = 'Start a new run instead: ecluse run, or ecluse backfill for its dates.';
  if (!model?.steps)
    throw new OutdatedPlan(`The plan makes ${name}, which is no table of the project now. ${remedy}`);
  if ((model.as === 'incremental') === isWhole(window))
    throw new OutdatedPlan(`${name} is made by other windows now than when it was planned. ${remedy}`);
  return model;
}
