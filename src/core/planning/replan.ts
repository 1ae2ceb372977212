import type { Manifest, Model } from '../manifest';
import { type Plan, pinDate, type Task, type WarehouseState, WHOLE } from './plan';
import { TableVersions } from './versions';

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
    const dates = task.dates.map(({ date }) => pinDate(model, date, versions, state));
    const published = versions.get(model.name) ?? new TableVersions();
    versions.set(model.name, published);
    for (const { date, version, seq } of dates) published.set(date, { version, seq: seq + 1, rows: 0 });
    return { ...task, dates, after: task.after.filter((id) => kept.has(id)) };
  });
  return { manifest: manifest.fingerprint, tasks: again };
}

function modelOf({ models }: Manifest, { model: name, window }: Task): Model {
  const model = models.find((candidate) => candidate.name === name);
  const remedy = 'Start a new run instead: ecluse run, or ecluse backfill for its dates.';
  if (!model?.steps)
    throw new OutdatedPlan(`The plan makes ${name}, which is no table of the project now. ${remedy}`);
  if ((model.as === 'incremental') === (window.start === WHOLE))
    throw new OutdatedPlan(`${name} is made by other windows now than when it was planned. ${remedy}`);
  return model;
}
