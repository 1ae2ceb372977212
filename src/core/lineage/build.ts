import { fingerprint } from '../fingerprint';
import type { Manifest, Model } from '../manifest';
import type { Task } from '../planning/plan';
import type { Column } from '../types';
import { type Dataset, type Facets, facet, PRODUCER, type RunEvent, SCHEMA } from './event';

/** How datasets are called where they are: `bigquery` and `project.dataset.table`, for instance. */
export interface Naming {
  readonly namespace: string;
  /** Before `dataset.table`. */
  readonly prefix: string;
}

/** What became of a task. */
export interface Happening {
  readonly run: string;
  readonly pipeline: string;
  readonly task: Task;
  readonly type: RunEvent['eventType'];
  /** ISO instant. */
  readonly at: string;
  /** Rows published, once it is known. */
  readonly rows?: number;
  /** Why it failed, without values of rows. */
  readonly reason?: string;
}

/** The event that tells a catalog what a task reads and makes, column by column. Pure. */
export function lineageEvent(manifest: Manifest, naming: Naming, happening: Happening): RunEvent {
  const { run, task, type, at } = happening;
  const model = manifest.models.find(({ name }) => name === task.model);
  if (!model)
    throw new Error(`The manifest has no model ${task.model}; it is another manifest than the plan's.`);
  const inputs = model.inputs.map(({ table }) => dataset(manifest, naming, table));
  return {
    eventType: type,
    eventTime: at,
    producer: PRODUCER,
    schemaURL: SCHEMA,
    run: { runId: uuid(run, task.id), facets: runFacets(manifest, happening) },
    job: { namespace: manifest.project.name, name: model.name, facets: jobFacets(model) },
    inputs,
    outputs: [output(naming, model, happening.rows)],
  };
}

/** The same task of the same run has the same id, in the form of a UUID. */
export function uuid(...parts: readonly string[]): string {
  const digits = fingerprint(parts);
  const [a, b, c, d] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(13, 16), digits.slice(17, 20)];
  return `${a}-${b}-8${c}-a${d}-${digits.slice(20, 32)}`;
}

function runFacets({ project }: Manifest, { run, pipeline, task, reason }: Happening): Facets {
  const job = { namespace: project.name, name: pipeline };
  const parent = { run: { runId: uuid(run) }, job };
  const period = {
    nominalStartTime: `${task.window.start}T00:00:00Z`,
    nominalEndTime: `${task.window.end}T00:00:00Z`,
  };
  const failure = { message: reason, programmingLanguage: 'SQL' };
  return {
    parent: facet('ParentRunFacet', '1-1-0', parent),
    nominalTime: facet('NominalTimeRunFacet', '1-0-1', period),
    ...(reason && { errorMessage: facet('ErrorMessageRunFacet', '1-0-1', failure) }),
  };
}

const jobFacets = ({ description, owner }: Model): Facets => ({
  documentation: facet('DocumentationJobFacet', '1-1-0', { description }),
  ownership: facet('OwnershipJobFacet', '1-0-1', { owners: [{ name: owner }] }),
  jobType: facet('JobTypeJobFacet', '2-0-3', {
    processingType: 'BATCH',
    integration: 'ECLUSE',
    jobType: 'MODEL',
  }),
});

const datasetName = ({ prefix }: Naming, table: string): string => `${prefix}${table}`;

function dataset(manifest: Manifest, naming: Naming, table: string): Dataset {
  const columns =
    manifest.models.find(({ name }) => name === table)?.columns ??
    manifest.sources.find(({ view }) => view === table)?.viewColumns ??
    manifest.tables.find(({ name }) => name === table)?.columns ??
    [];
  return { ...named(naming, table), facets: { schema: schema(columns) } };
}

const named = (naming: Naming, table: string): Pick<Dataset, 'namespace' | 'name'> => ({
  namespace: naming.namespace,
  name: datasetName(naming, table),
});

const schema = (columns: readonly Column[]) =>
  facet('SchemaDatasetFacet', '1-1-1', {
    fields: columns.map(({ name, type, description }) => ({
      name,
      type,
      ...(description && { description }),
    })),
  });

function output(naming: Naming, model: Model, rows: number | undefined): Dataset {
  const statistics = rows !== undefined && {
    outputFacets: {
      outputStatistics: facet('OutputStatisticsOutputDatasetFacet', '1-0-2', { rowCount: rows }),
    },
  };
  const facets = { schema: schema(model.columns), columnLineage: columnLineage(naming, model) };
  return { ...named(naming, model.name), facets, ...statistics };
}

function columnLineage(naming: Naming, { lineage }: Model) {
  const fields = Object.entries(lineage).map(([column, origins]) => [
    column,
    { inputFields: origins.map((origin) => inputField(naming, origin)) },
  ]);
  return facet('ColumnLineageDatasetFacet', '1-2-0', { fields: Object.fromEntries(fields) });
}

/** @param origin `dataset.table.column` */
function inputField(naming: Naming, origin: string): object {
  const end = origin.lastIndexOf('.');
  return { ...named(naming, origin.slice(0, end)), field: origin.slice(end + 1) };
}
