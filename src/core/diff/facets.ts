import type { Manifest, Model, Pipeline, Reference, Source } from '../manifest';
import type { Column } from '../types';

export type SubjectKind =
  | 'project'
  | 'contract'
  | 'reference'
  | 'function'
  | 'model'
  | 'pipeline'
  | 'alerts'
  | 'migration';

/** One thing that can be said of a subject: its mode, the type of a column, a check. */
export interface Facet {
  /** `column`, `check`, `mode`, … */
  readonly part: string;
  /** Which column, which check; empty where there is one only. */
  readonly name: string;
  /** As it is shown. */
  readonly value: string;
}

/** Something with a name of its own, and everything that a change of it can change. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly file?: string;
  readonly facets: readonly Facet[];
}

/** All subjects of a manifest, in the order in which they are shown. */
export function subjectsOf(manifest: Manifest): Subject[] {
  const { sources, references, functions, models, pipelines, alerts, migrations } = manifest;
  return [
    { kind: 'project', name: manifest.project.name, facets: single(manifest.project) },
    ...sources.map(contractSubject),
    ...references.map(referenceSubject),
    ...functions.map(({ name, file, statement }): Subject => {
      return { kind: 'function', name, file, facets: single({ file, definition: statement.googlesql }) };
    }),
    ...models.map(modelSubject),
    ...pipelines.map(pipelineSubject),
    { kind: 'alerts', name: 'alerts', facets: single(alerts) },
    ...migrations.map(({ file, reason, allows }): Subject => {
      return { kind: 'migration', name: file, file, facets: single({ reason, allows }) };
    }),
  ];
}

function contractSubject(source: Source): Subject {
  const { name, file, description, owner, server, drift, delivery, fingerprint } = source;
  const facets = [
    ...single({ file, description, owner, server, drift, delivery, definition: fingerprint }),
    ...source.columns.flatMap((column) => [
      ...columnFacets(column),
      ...many('column rule', {
        [column.name]: ruleText(column.required, column.primaryKey, column.format),
      }),
    ]),
  ];
  return { kind: 'contract', name: `bronze.${name}`, file, facets };
}

const ruleText = (required?: boolean, primaryKey?: boolean, format?: string): string | undefined =>
  [required && 'required', primaryKey && 'primary key', format && `format ${format}`]
    .filter(Boolean)
    .join(', ') || undefined;

function referenceSubject({ name, file, description, columns, version }: Reference): Subject {
  const facets = [...single({ file, description, content: version }), ...columns.flatMap(columnFacets)];
  return { kind: 'reference', name, file, facets };
}

function modelSubject(model: Model): Subject {
  const facets = [
    ...single({
      mode: model.as,
      partitioning: model.partitionBy,
      clustering: model.clusterBy.length > 0 ? model.clusterBy.join(', ') : undefined,
      file: model.file,
      description: model.description,
      owner: model.owner,
      tags: model.tags.length > 0 ? model.tags : undefined,
      pipeline: model.pipeline,
      grain: model.grain,
      start: model.start,
      'hours of grace': model.graceHours,
      'days of one task': model.chunkDays,
      'unique key': model.uniqueKey,
      'tracked columns': model.tracked,
      'greatest share of rejected rows': model.maxRejected,
      kpi: model.kpi,
      definition: model.fingerprint,
    }),
    ...model.columns.flatMap(columnFacets),
    ...many(
      'lineage of column',
      mapValues(model.lineage, (from) => from.join(', ') || undefined),
    ),
    ...model.inputs.flatMap(({ table, ...how }) => many('input', { [table]: how })),
    ...model.checks.flatMap(({ name, bit: _bit, ...check }) => many('check', { [name]: check })),
    ...model.reconcile.flatMap(({ name, tolerance, statement }) =>
      many('reconciliation', { [name]: { tolerance, sql: statement.googlesql } }),
    ),
  ];
  return { kind: 'model', name: model.name, file: model.file, facets };
}

function pipelineSubject({ name, description, triggers, sla, models }: Pipeline): Subject {
  return { kind: 'pipeline', name, facets: single({ description, triggers, sla, models }) };
}

const columnFacets = ({ name, type, description, classification }: Column): Facet[] => [
  ...many('column', { [name]: type }),
  ...many('description of column', { [name]: description }),
  ...many('classification of column', { [name]: classification }),
];

/** Facets without a name, one a key; what is undefined is none. */
const single = (values: Readonly<Record<string, unknown>>): Facet[] =>
  Object.entries(values).flatMap(([part, value]) => facet(part, '', value));

/** Facets of one part, one a name. */
const many = (part: string, values: Readonly<Record<string, unknown>>): Facet[] =>
  Object.entries(values).flatMap(([name, value]) => facet(part, name, value));

const facet = (part: string, name: string, value: unknown): Facet[] =>
  value === undefined ? [] : [{ part, name, value: valueText(value) }];

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const mapValues = <T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
