import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffManifests } from '../core/diff';
import { type Problem, ProjectError } from '../core/errors';
import type { Manifest, Model } from '../core/manifest';
import { irretrievable } from '../core/planning/plan';
import { familyOf, misfits, structureOf } from '../core/structure';
import { forgetPartitions } from '../engine/forget';
import { holdings, holdingsText } from '../engine/leases';
import { runId } from '../engine/run';
import { readState } from '../engine/warehouse-state';
import { referenceObject } from '../ingest/references';
import { WarehouseError } from '../ports/warehouse';
import { EXIT, UsageError } from './exit';
import { keep, readKept } from './kept';
import { viewLines } from './view-text';
import type { LocalContext } from './wire';

/**
 * Makes the tables and views of the warehouse those of the project. A table that cannot stay as it is gets dropped and
 * becomes due, if everything in it can be made again or a migration allows to lose the rest.
 * @param before what they are made for; `null` for a new warehouse
 * @throws {ProjectError} when rows would be lost
 * @throws {UsageError} when somebody is at work on them, or another version of Écluse has made the warehouse
 */
export async function prepareForWork(context: LocalContext, before: Manifest | null): Promise<void> {
  const { root, manifest } = context;
  const remade = before ? misfits(before, manifest) : [];
  if (before && remade.length > 0) await letGo(context, before, remade);
  await prepare(context, remade.flatMap(familyOf));
  if (remade.length > 0)
    process.stderr.write(`Made anew, because they could not stay as they were: ${remade.join(', ')}.\n`);
  for (const line of viewLines(readKept(root, 'active'), manifest)) process.stderr.write(`${line}\n`);
  keep(root, 'prepared', manifest);
  keep(root, 'active', manifest);
}

/**
 * The same where only reading is intended: nothing is dropped.
 * @returns the manifest that describes what can be read: that of before while something cannot stay as it is
 */
export async function prepareForReading(context: LocalContext, before: Manifest | null): Promise<Manifest> {
  const { root, manifest } = context;
  if (before && misfits(before, manifest).length > 0) return before;
  await prepare(context, []);
  keep(root, 'prepared', manifest);
  return manifest;
}

async function prepare(context: LocalContext, replace: readonly string[]): Promise<void> {
  const { manifest, warehouse, objects } = context;
  const external = manifest.external.map(({ name, columns, bucket, prefix }) => {
    return { name, columns, address: objects.address(bucket, prefix) };
  });
  try {
    await warehouse.prepare({ ...structureOf(manifest), external, ...(replace.length > 0 && { replace }) });
  } catch (error) {
    if (error instanceof WarehouseError && error.kind === 'invalid') throw otherVersion(error.message);
    throw error;
  }
  await offerReferences(context);
}

/** A changed reference file is a new object; engines read objects, never the project's folder. */
async function offerReferences({ root, manifest, objects }: LocalContext): Promise<void> {
  for (const reference of manifest.references) {
    const name = referenceObject(reference);
    if (await objects.stat('manifests', name)) continue;
    await objects.write('manifests', name, readFileSync(join(root, reference.file)));
  }
}

const otherVersion = (what: string): UsageError =>
  new UsageError(
    `The local warehouse does not fit this version of Écluse: ${what}\nDelete .ecluse/warehouse.duckdb and run again: what has landed is brought in anew.`,
  );

async function letGo(context: LocalContext, before: Manifest, remade: readonly string[]): Promise<void> {
  const engine = remade.filter((table) => /^(bronze|ops)\./.test(table));
  if (engine.length > 0) throw otherVersion(`${engine.join(', ')} has other columns.`);
  const busy = await holdings(context);
  if (busy.length > 0) throw new UsageError(holdingsText(busy), EXIT.busy);
  const state = await readState({ ...context, manifest: before });
  const { breaking } = diffManifests(before, context.manifest);
  const allowed = breaking.filter(({ migration }) => migration).map(({ allowance }) => allowance.table);
  const lost = context.manifest.models
    .filter(({ name }) => remade.includes(name) && !allowed.includes(name))
    .flatMap((model) => losing(context.root, model, irretrievable(model, state.versions)));
  if (lost.length > 0) throw new ProjectError(lost);
  await forgetPartitions({ ...context, manifest: before }, runId(context), remade);
}

function losing(root: string, model: Model, dates: readonly string[]): Problem[] {
  if (dates.length === 0) return [];
  const range = dates.length === 1 ? dates[0] : `${dates.length} days from ${dates[0]} to ${dates.at(-1)}`;
  return [
    {
      code: 'rows_lost',
      place: { file: model.file, line: materializeLine(join(root, model.file)) },
      message: `${model.name} has to be made anew for its new types, partitions or mode, and would lose ${range}: nothing that it reads has rows of ${dates.length === 1 ? 'that day' : 'those days'} any more, or they are before its start.`,
      remedy:
        'Take the change back, move start, or allow it by a file in migrations/; `ecluse diff` prints what to write there.',
    },
  ];
}

/** Where the header says how the model is made; else where it begins. */
function materializeLine(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  return (
    Math.max(
      0,
      lines.findIndex((line) => /^\s*materialize\s*:/.test(line)),
    ) + 1
  );
}
