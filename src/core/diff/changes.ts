import type { Manifest } from '../manifest';
import { type Facet, type Subject, type SubjectKind, subjectsOf } from './facets';

export type ChangeKind = 'added' | 'changed' | 'removed';

/** What became of one facet. */
export interface Detail {
  readonly part: string;
  readonly name: string;
  readonly change: ChangeKind;
  readonly before?: string;
  readonly after?: string;
}

/** What became of one contract, model, pipeline, …. Added and removed ones list everything that they have. */
export interface SubjectChange {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly file?: string;
  readonly change: ChangeKind;
  readonly details: readonly Detail[];
}

/** Everything that one manifest says otherwise than the other, in the order of the newer one; removed ones last. */
export function changesBetween(before: Manifest, after: Manifest): SubjectChange[] {
  const old = new Map(subjectsOf(before).map((subject) => [keyOf(subject), subject]));
  const fresh = subjectsOf(after);
  const kept = new Set(fresh.map(keyOf));
  return [
    ...fresh.flatMap((subject) => changeOf(old.get(keyOf(subject)), subject)),
    ...[...old.values()]
      .filter((subject) => !kept.has(keyOf(subject)))
      .flatMap((gone) => changeOf(gone, undefined)),
  ];
}

/** There is one project and one set of thresholds, whatever it is called. */
const keyOf = ({ kind, name }: Subject): string => (kind === 'project' ? kind : `${kind} ${name}`);

function changeOf(before: Subject | undefined, after: Subject | undefined): SubjectChange[] {
  const subject = after ?? before;
  if (!subject) return [];
  const details = detailsOf(before?.facets ?? [], after?.facets ?? []);
  if (before && after && details.length === 0) return [];
  const change = before && after ? 'changed' : after ? 'added' : 'removed';
  const { kind, name, file } = subject;
  return [{ kind, name, ...(file && { file }), change, details }];
}

function detailsOf(before: readonly Facet[], after: readonly Facet[]): Detail[] {
  const old = new Map(before.map((facet) => [facetKey(facet), facet]));
  const fresh = new Map(after.map((facet) => [facetKey(facet), facet]));
  const keys = [...new Set([...fresh.keys(), ...old.keys()])];
  const details = keys.flatMap((key) => detailOf(old.get(key), fresh.get(key)));
  return details.filter((detail) => !goesWithout(detail, details));
}

/** A column that comes or goes brings its description along, or takes it away. */
const goesWithout = ({ part, name, change }: Detail, details: readonly Detail[]): boolean =>
  part.endsWith(' of column') &&
  details.some((column) => column.part === 'column' && column.name === name && column.change === change);

const facetKey = ({ part, name }: Facet): string => JSON.stringify([part, name]);

function detailOf(before: Facet | undefined, after: Facet | undefined): Detail[] {
  const facet = after ?? before;
  if (!facet || before?.value === after?.value) return [];
  const { part, name } = facet;
  if (!before) return [{ part, name, change: 'added', after: facet.value }];
  if (!after) return [{ part, name, change: 'removed', before: facet.value }];
  return [{ part, name, change: 'changed', before: before.value, after: after.value }];
}
