import { compilingOver } from '../compile/carry-over';
import { diffManifests, refused } from '../core/diff';
import { ProjectError } from '../core/errors';
import type { Manifest, Model } from '../core/manifest';
import { irretrievable } from '../core/planning/plan';
import type { Versions } from '../core/planning/versions';
import { familyOf, type Misfit } from '../core/structure';
import type { BoundStatement } from '../core/types';
import { forgotten } from '../engine/forget';
import { holdings, holdingsText } from '../engine/leases';
import { runId } from '../engine/run';
import { readState } from '../engine/warehouse-state';
import type { Replacement } from '../ports/warehouse';
import { type CarriedOver, CarryOver } from './carry-over';
import { EXIT, UsageError } from './exit';
import { otherVersion } from './other-version';
import { rowsLost } from './rows-lost';
import type { LocalContext } from './wire';

/** How the tables of a model, or a reference table, get their new shape. */
export interface Anew {
  readonly misfit: Misfit;
  /** What becomes of the rows that are published. */
  readonly own: CarriedOver;
  readonly replace: readonly Replacement[];
  /** What makes partitions due whose rows will not be what these say, in the transaction that replaces them. */
  readonly records: readonly BoundStatement[];
  /** What goes away, each as the end of a sentence. */
  readonly losses: readonly string[];
}

type Reshaped = Omit<Anew, 'records'>;

/**
 * How tables that cannot stay as they are get their new shape: with their rows, where these come through unchanged, so
 * that readers have them until they are made again; otherwise without, if a migration allows it. What will not be what
 * its partition says becomes due.
 * @throws {ProjectError} when something would be lost that no migration allows
 * @throws {UsageError} when somebody is at work, or another version of Écluse has made the warehouse
 */
export async function makeAnew(
  context: LocalContext,
  before: Manifest,
  found: readonly Misfit[],
): Promise<readonly Anew[]> {
  await refuseNow(context, found);
  const anew = await compilingOver(async (compile) => {
    const carryOver = new CarryOver(context.warehouse, compile);
    const each: Reshaped[] = [];
    for (const misfit of found) each.push(await anewOf(carryOver, before, context.manifest, misfit));
    return each;
  });
  await refuseLosses(context, before, anew);
  return Promise.all(
    anew.map(async (each) => ({ ...each, records: await recordsOf({ ...context, manifest: before }, each) })),
  );
}

async function recordsOf(context: LocalContext, { misfit, own }: Reshaped): Promise<BoundStatement[]> {
  if (misfit.change === 'types' && own.losses.length === 0) return [];
  return [await forgotten(context, runId(context), misfit.name, own.standing)];
}

async function refuseNow(context: LocalContext, found: readonly Misfit[]): Promise<void> {
  const engine = found.map(({ name }) => name).filter((name) => /^(bronze|ops)\./.test(name));
  if (engine.length > 0) throw otherVersion(`${engine.join(', ')} has other columns.`);
  const busy = await holdings(context);
  if (busy.length > 0) throw new UsageError(holdingsText(busy), EXIT.busy);
}

async function anewOf(
  carryOver: CarryOver,
  before: Manifest,
  after: Manifest,
  misfit: Misfit,
): Promise<Reshaped> {
  const [name = '', ...beside] = familyOf(misfit.name).filter((table) => columnsOf(before, table));
  const model = after.models.find((candidate) => candidate.name === name);
  if (misfit.change === 'place' && model) {
    const own = await inOtherPlace(carryOver, before, model);
    const kept = beside.length > 0 ? ['what is kept of it for rollbacks would be gone'] : [];
    const replace = [
      ...(own.replacement ? [own.replacement] : []),
      ...beside.map((table) => ({ name: table })),
    ];
    return { misfit, own, replace, losses: [...emptied(own), ...kept] };
  }
  const own = await inOtherTypes(carryOver, before, after, name);
  const rest = await Promise.all(beside.map((table) => inOtherTypes(carryOver, before, after, table)));
  return {
    misfit,
    own,
    replace: [own, ...rest].flatMap(({ replacement }) => replacement ?? []),
    losses: [...emptied(own), ...rest.flatMap(goneBeside)],
  };
}

const NOTHING: ReadonlyMap<string, number> = new Map();

const emptied = ({ losses }: CarriedOver): string[] =>
  losses.length === 0
    ? []
    : [`it would be empty until its next publication has passed the gate: ${losses.join(', ')}`];

const goneBeside = ({ replacement, losses }: CarriedOver): string[] =>
  losses.length === 0 ? [] : [`what ${replacement?.name} holds would be gone: ${losses.join(', ')}`];

function inOtherTypes(
  carryOver: CarryOver,
  before: Manifest,
  after: Manifest,
  name: string,
): Promise<CarriedOver> {
  const [old = [], fresh = []] = [columnsOf(before, name), columnsOf(after, name)];
  return carryOver.of({ name, isView: false, before: old, after: fresh });
}

/** Rows that stand in the same columns can be read until they are replaced: day by day, or all at once. */
async function inOtherPlace(
  carryOver: CarryOver,
  manifest: Manifest,
  { name, as, partitionBy, columns: after, createView }: Model,
): Promise<CarriedOver> {
  const before = columnsOf(manifest, name) ?? [];
  const without = (...losses: string[]): CarriedOver => ({
    replacement: { name },
    losses,
    standing: NOTHING,
  });
  if (createView) return without();
  if (as === 'scd2') return without('its rows do not say when they became valid');
  const isPlaced = before.some((column) => column.name === partitionBy);
  if (partitionBy !== undefined && !isPlaced) return without(`its rows have no ${partitionBy}`);
  const isView = manifest.models.some((model) => model.name === name && model.createView);
  return carryOver.of({ name, isView, before, after, ...(partitionBy && { partition: partitionBy }) });
}

/** Of a table or a view. */
const columnsOf = (
  { tables, models }: Manifest,
  name: string,
): Manifest['tables'][number]['columns'] | undefined =>
  [...tables, ...models].find((candidate) => candidate.name === name)?.columns;

/** A file of the project makes reference tables again at once, and what was never published cannot be lost. */
async function refuseLosses(
  context: LocalContext,
  before: Manifest,
  anew: readonly Reshaped[],
): Promise<void> {
  const { manifest, root } = context;
  const { versions } = await readState({ ...context, manifest: before });
  const changes = refused(diffManifests(before, manifest));
  const problems = anew.flatMap(({ misfit: { name }, own, losses }) => {
    const model = manifest.models.find((candidate) => candidate.name === name);
    const wanted = changes.filter(({ allowance }) => allowance.table === name);
    if (!model || losses.length === 0 || wanted.length === 0) return [];
    if (!isThere(before, versions, name)) return [];
    const gone = own.losses.length > 0 ? irretrievable(model, versions) : [];
    return [rowsLost(root, model, losses, gone, wanted)];
  });
  if (problems.length > 0) throw new ProjectError(problems);
}

/** A view shows rows at any time. */
const isThere = ({ models }: Manifest, versions: Versions, name: string): boolean =>
  (versions.get(name)?.dates().length ?? 0) > 0 ||
  models.some((model) => model.name === name && model.createView !== undefined);
