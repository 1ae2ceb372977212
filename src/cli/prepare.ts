import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../core/manifest';
import { misfits, structureOf, withLeftBehind } from '../core/structure';
import { refreshReferences } from '../engine/refresh-references';
import { runId } from '../engine/run';
import { referenceObject } from '../ingest/references';
import { type Replacement, type Structure, WarehouseError } from '../ports/warehouse';
import { anewLines } from './anew-text';
import { keep, readKept } from './kept';
import type { Anew } from './make-anew';
import { otherVersion } from './other-version';
import { viewLines } from './view-text';
import type { LocalContext } from './wire';

/**
 * Makes the tables and views of the warehouse those of the project; rows follow when they are made again. Until then
 * tables hold what was published last, unless a migration allows to lose it.
 * @param before what they are made for; `null` for a new warehouse
 * @throws {ProjectError} when rows would be lost
 * @throws {UsageError} when somebody is at work on them, or another version of Écluse has made the warehouse
 */
export async function prepareForWork(context: LocalContext, before: Manifest | null): Promise<void> {
  const { root, manifest } = context;
  const anew = before ? await anewSince(context, before) : [];
  const replace = anew.flatMap((each) => each.replace);
  const records = anew.flatMap((each) => each.records);
  await prepare(context, anew.length > 0 ? { replace, records } : {});
  if (anew.some(({ own }) => own.losses.length > 0)) await refreshReferences(context, runId(context));
  const changed = before ? anewLines(anew, before, manifest) : [];
  for (const line of [...changed, ...viewLines(readKept(root, 'active'), manifest)])
    process.stderr.write(`${line}\n`);
  keepPrepared(context, before, replace);
  keep(root, 'active', manifest);
}

function keepPrepared(
  { root, manifest }: LocalContext,
  before: Manifest | null,
  replace: readonly Replacement[],
): void {
  const replaced = replace.filter(({ rows }) => !rows).map(({ name }) => name);
  keep(root, 'prepared', before ? withLeftBehind(manifest, before, replaced) : manifest);
}

/** Loaded when it is needed: that takes longer than to see that nothing is. */
async function anewSince(context: LocalContext, before: Manifest): Promise<readonly Anew[]> {
  const found = misfits(before, context.manifest);
  if (found.length === 0) return [];
  const { makeAnew } = require('./make-anew') as typeof import('./make-anew');
  return makeAnew(context, before, found);
}

/**
 * The same where only reading is intended: nothing is dropped.
 * @returns the manifest that describes what can be read: that of before while something cannot stay as it is
 */
export async function prepareForReading(context: LocalContext, before: Manifest | null): Promise<Manifest> {
  const { manifest } = context;
  if (before && misfits(before, manifest).length > 0) return before;
  await prepare(context);
  keepPrepared(context, before, []);
  return manifest;
}

/** @param once besides what the project describes */
async function prepare(
  context: LocalContext,
  once: Pick<Structure, 'replace' | 'records'> = {},
): Promise<void> {
  const { manifest, warehouse, objects } = context;
  const external = manifest.external.map(({ name, columns, bucket, prefix }) => {
    return { name, columns, address: objects.address(bucket, prefix) };
  });
  try {
    await warehouse.prepare({ ...structureOf(manifest), external, ...once });
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
