import type { Reference } from '../core/manifest';
import { type LoadedReference, loadedReferences, loadReference } from '../ingest/references';
import type { Context, World } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { exclusively } from './exclusive';
import { Interruption } from './guard';
import { findJson } from './json-object';

/** Somebody else replaces the table: it is looked at again after this. */
const LOOK_AGAIN_MS = 1000;

/**
 * Replaces the reference tables whose content or types have changed since they were loaded, each by one run at a time.
 * @returns the names of those that were
 * @throws {WarehouseError} `pending` where a job may still be at work: whoever calls next goes on with it
 * @throws {Interruption} `lost`: this call was silent for so long that others have replaced a table by another version
 */
export async function refreshReferences(context: Context, run: string): Promise<string[]> {
  const { references } = context.manifest;
  if (references.length === 0) return [];
  const loaded = await loadedReferences(context);
  const refreshed: string[] = [];
  for (const reference of references) {
    if (isLoaded(reference, loaded)) continue;
    if (await refreshAlone(context, reference, run)) refreshed.push(reference.name);
  }
  return refreshed;
}

const isLoaded = ({ name, version }: Reference, loaded: ReadonlyMap<string, LoadedReference>): boolean =>
  loaded.get(name)?.version === version;

/** @returns whether it was this call that replaced it */
async function refreshAlone(context: Context, reference: Reference, run: string): Promise<boolean> {
  for (;;) {
    const work = () => refreshUnlessLoaded(context, reference, run);
    const done = await exclusively(context, `references/${reference.name}.json`, work);
    if (done !== null) return done;
    await context.clock.sleep(LOOK_AGAIN_MS);
  }
}

/** Somebody else may have replaced it since it was looked at. */
async function refreshUnlessLoaded(context: Context, reference: Reference, run: string): Promise<boolean> {
  const loaded = await loadedReferences(context);
  if (isLoaded(reference, loaded)) return false;
  const seq = loaded.get(reference.name)?.seq ?? 0;
  const claim = `reference-claims/${reference.name}.json`;
  const owner = await ownerOf(context, claim, { run, version: reference.version, seq });
  try {
    await loadReference(context, reference, seq, owner);
  } catch (error) {
    await refuseOvertaken(context, reference, error);
    return false;
  }
  await context.objects.delete('journal', claim);
  return true;
}

/** That somebody else has published is fine where it is the same version. @throws whatever else it was */
async function refuseOvertaken(context: Context, reference: Reference, error: unknown): Promise<void> {
  if (!(error instanceof WarehouseError && error.kind === 'assertion')) throw error;
  if (isLoaded(reference, await loadedReferences(context))) return;
  const message = `${reference.name} was replaced by another run with another version of ${reference.file} meanwhile; nothing of this one was published. Run again.`;
  throw new Interruption('lost', message);
}

interface Claim {
  /** Part of the ids of its jobs. */
  readonly run: string;
  readonly version: string;
  readonly seq: number;
}

/**
 * The run that has begun to load this version and not been seen to end: its jobs may be at work, so whoever goes on
 * asks for the same ones.
 */
async function ownerOf({ objects }: World, name: string, own: Claim): Promise<string> {
  const earlier = (await findJson(objects, name))?.content as Claim | undefined;
  if (earlier?.version === own.version && earlier.seq === own.seq) return earlier.run;
  await objects.write('journal', name, JSON.stringify(own));
  return own.run;
}
