import type { Manifest, Model } from './manifest';
import type { Column, Statement } from './types';

/** What exists before anything runs: in the cloud Terraform makes it, on a laptop the warehouse itself. */
export interface ProjectStructure {
  readonly datasets: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly Column[] }[];
  /** Functions, then views, in an order in which each finds what it calls and reads. */
  readonly views: readonly Statement[];
}

export function structureOf({ tables, sources, models, functions }: Manifest): ProjectStructure {
  const views = [
    ...functions.map((entry) => entry.statement),
    ...sources.map((source) => source.createView),
    ...models.flatMap((model) => model.createView ?? []),
  ];
  const datasets = new Set([
    'scratch',
    'silver',
    'gold',
    ...[...tables, ...functions].map(({ name }) => name.split('.')[0] ?? ''),
  ]);
  return { datasets: [...datasets].sort(), tables, views };
}

/** A model or reference table whose tables cannot be kept as they are. */
export interface Misfit {
  readonly name: string;
  /** `types`: columns have other ones. `place`: rows belong elsewhere, as the mode or the partitions are other ones. */
  readonly change: 'types' | 'place';
}

/**
 * Everything else that changes is added, replaced, or left where it is.
 * @param before what the tables were made for
 */
export function misfits(before: Manifest, after: Manifest): Misfit[] {
  const retyped = after.tables.filter((table) => isRetyped(before, table));
  const replaced = after.models.filter((model) => isRemade(before, model)).map(({ name }) => name);
  const names = new Set([...replaced, ...retyped.map(({ name }) => ownerOf(after, name))]);
  return [...names].sort().map((name) => ({ name, change: replaced.includes(name) ? 'place' : 'types' }));
}

/**
 * What a warehouse holds once it is made for a manifest: tables, views and columns that have left the project still lie
 * there, and may come back into it as something else.
 * @param before what it held
 * @param replaced tables that were dropped, with all columns that they had
 */
export function withLeftBehind(after: Manifest, before: Manifest, replaced: readonly string[]): Manifest {
  const stays = ({ name }: { readonly name: string }): boolean => !replaced.includes(name);
  const isGone = ({ name }: { readonly name: string }): boolean =>
    [...after.tables, ...after.models].every((known) => known.name !== name);
  const tables = after.tables.map((table) => {
    const old = before.tables.find(({ name }) => name === table.name && stays(table));
    return { ...table, columns: [...table.columns, ...missingIn(table, old?.columns ?? [])] };
  });
  return {
    ...after,
    tables: [...tables, ...before.tables.filter((table) => isGone(table) && stays(table))],
    models: [...after.models, ...before.models.filter(isGone)],
  };
}

const missingIn = ({ columns }: Manifest['tables'][number], old: readonly Column[]): Column[] =>
  old.filter((column) => !columns.some(({ name }) => name.toLowerCase() === column.name.toLowerCase()));

function isRetyped(before: Manifest, { name, columns }: Manifest['tables'][number]): boolean {
  const old = before.tables.find((table) => table.name === name);
  return columns.some((column) => {
    const same = old?.columns.find((known) => known.name.toLowerCase() === column.name.toLowerCase());
    return same !== undefined && same.type !== column.type;
  });
}

/** Views are replaced as they are; what was or becomes a table is another one. */
function isRemade(before: Manifest, { name, as, partitionBy, createView }: Model): boolean {
  const old = before.models.find((model) => model.name === name);
  if (!old || (old.createView && createView)) return false;
  return old.as !== as || old.partitionBy !== partitionBy;
}

/** The tables that stand and fall with a model: its own, and those beside it of its stopped and replaced rows. */
export function familyOf(name: string): string[] {
  const flat = name.replace('.', '_');
  return [name, ...BESIDE.map((dataset) => `${dataset}.${flat}`)];
}

const BESIDE = ['quarantine', 'retained'];

/** The model whose family a table belongs to; itself where it belongs to none. */
const ownerOf = ({ models }: Manifest, table: string): string =>
  models.find(({ name }) => familyOf(name).includes(table))?.name ?? table;
