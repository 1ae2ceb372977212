import type { Manifest, Model } from '../manifest';
import type { SubjectChange } from './changes';

/** Who is downstream of a change, in the order of the models. */
export interface Impact {
  /** What changed. */
  readonly table: string;
  readonly models: readonly string[];
  /** Those of the models that are KPIs. */
  readonly kpis: readonly string[];
  /** `table.column` made of columns that were dropped or have another type, as far as lineage knows. */
  readonly columns: readonly string[];
}

const TABLES: readonly SubjectChange['kind'][] = ['contract', 'reference', 'model'];
/** What only says something about rows, and changes none. */
const WORDS =
  /^(file|description|owner|tags|pipeline|kpi|lineage of column|description of column|classification of column)$/;

/** Does it change rows or structure, so that readers may notice? */
const matters = (change: SubjectChange): boolean =>
  TABLES.includes(change.kind) && change.details.some(({ part }) => !WORDS.test(part));

/** Readers of what changed: those of both manifests, as what was removed had its readers before. */
export function impactsOf(changes: readonly SubjectChange[], before: Manifest, after: Manifest): Impact[] {
  const models = [...after.models, ...before.models.filter(({ name }) => !has(after, name))];
  return changes.filter(matters).map((change) => impactOf(change, [before, after], models));
}

const has = ({ models }: Manifest, wanted: string): boolean => models.some(({ name }) => name === wanted);

function impactOf(
  { name: table, details }: SubjectChange,
  manifests: readonly Manifest[],
  models: readonly Model[],
): Impact {
  const readers = new Set(manifests.flatMap((manifest) => [...reachable([table], tablesFrom(manifest))]));
  readers.delete(table);
  const touched = details
    .filter(({ part, change }) => part === 'column' && change !== 'added')
    .map(({ name }) => `${table}.${name}`);
  const columns = new Set(manifests.flatMap((manifest) => [...reachable(touched, columnsFrom(manifest))]));
  for (const column of touched) columns.delete(column);
  const downstream = models.filter(({ name }) => readers.has(name));
  return {
    table,
    models: downstream.map(({ name }) => name),
    kpis: downstream.filter(({ kpi }) => kpi).map(({ name }) => name),
    columns: [...columns].sort(),
  };
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** Table to the models that read it: inputs are looked up behind views, lineage knows the views themselves. */
function tablesFrom({ models }: Manifest): Edges {
  return edges(
    models.flatMap(({ name, inputs, lineage }) => [
      ...inputs.map(({ table }) => [table, name] as const),
      ...Object.values(lineage)
        .flat()
        .map((column) => [column.slice(0, column.lastIndexOf('.')), name] as const),
    ]),
  );
}

const columnsFrom = ({ models }: Manifest): Edges =>
  edges(
    models.flatMap(({ name, lineage }) =>
      Object.entries(lineage).flatMap(([column, from]) =>
        from.map((origin) => [origin, `${name}.${column}`] as const),
      ),
    ),
  );

function edges(pairs: readonly (readonly [string, string])[]): Edges {
  const result = new Map<string, string[]>();
  for (const [from, to] of pairs) result.set(from, [...(result.get(from) ?? []), to]);
  return result;
}

function reachable(from: readonly string[], next: Edges): Set<string> {
  const seen = new Set(from);
  for (const name of seen) for (const neighbour of next.get(name) ?? []) seen.add(neighbour);
  return seen;
}
