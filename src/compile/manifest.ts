import { type Problem, ProjectError } from '../core/errors';
import { fingerprint } from '../core/fingerprint';
import {
  MANIFEST_VERSION,
  type Manifest,
  type Model,
  type Reference,
  type Source,
  type Table,
} from '../core/manifest';
import { selects } from '../core/selection';
import type { Column } from '../core/types';
import type { GoogleSql } from '../googlesql';
import { inOrder } from './graph';
import { ModelCompiler } from './model';
import { nearest } from './nearest';
import type { ModelFile, Project } from './project/types';
import {
  bronzeView,
  bronzeViewColumns,
  cleanColumns,
  cleanTable,
  createBronzeView,
  ingestSteps,
  rawColumns,
  rawTable,
} from './sql/bronze';
import { insertAccount, insertResults, OPS_STATEMENTS, OPS_TABLES } from './sql/ops';
import { loadReference, referenceColumns, referenceScratch } from './sql/reference';
import { tablesNamedIn } from './sql-text';
import { Schemas, StepCompiler } from './step-compiler';

/**
 * A project, analyzed and written out as the manifest.
 * @throws {ProjectError} with every problem of every file that could be looked at
 */
export async function compileManifest(
  project: Project,
  googlesql: GoogleSql,
  print: string,
): Promise<Manifest> {
  const steps = new StepCompiler(
    googlesql,
    new Schemas(),
    project.functions.map((entry) => entry.sql),
  );
  for (const table of OPS_TABLES) steps.schemas.add(table.name, table.columns);
  const sources = await Promise.all(
    project.contracts.map((contract) => compileSource(project, contract, steps)),
  );
  const references = await Promise.all(project.references.map((file) => compileReference(file, steps)));
  const { models, quarantines } = await compileModels(project, steps, sources, references);
  const { name, description, timeZone, start } = project;
  return {
    version: MANIFEST_VERSION,
    project: { name, description, timeZone, ...(start && { start }) },
    fingerprint: print,
    sources,
    references,
    models,
    pipelines: pipelinesOf(project, models),
    alerts: project.alerts,
    functions: [],
    tables: tablesOf(sources, references, models, quarantines),
    ops: await compileOps(steps),
  };
}

async function compileSource(
  project: Project,
  contract: Project['contracts'][number],
  steps: StepCompiler,
): Promise<Source> {
  const { name, file, description, owner, server, delivery, drift } = contract;
  const raw = rawColumns(contract);
  const viewColumns = bronzeViewColumns(contract);
  steps.schemas.add(rawTable(name), raw);
  steps.schemas.add(cleanTable(name), cleanColumns(contract));
  const view = createBronzeView(contract);
  const createView = await steps.statement(view);
  steps.schemas.add(bronzeView(name), viewColumns);
  return {
    name,
    file,
    description,
    owner,
    server,
    delivery,
    drift,
    columns: contract.columns.map(({ rules: _rules, defaultTimezone: _zone, ...column }) => column),
    raw: rawTable(name),
    rawColumns: raw,
    clean: cleanTable(name),
    view: bronzeView(name),
    viewColumns,
    createView,
    ingest: await steps.statements(ingestSteps(contract, project.timeZone)),
    fingerprint: fingerprint([view.sql, ...ingestSteps(contract, project.timeZone).map((step) => step.sql)]),
  };
}

async function compileReference(
  file: Project['references'][number],
  steps: StepCompiler,
): Promise<Reference> {
  steps.schemas.add(file.name, file.columns);
  steps.schemas.add(referenceScratch(file.name), referenceColumns(file.columns));
  return {
    name: file.name,
    file: file.file,
    ...(file.description && { description: file.description }),
    columns: [...file.columns],
    version: fingerprint([file.hash, ...file.columns.map((column) => `${column.name} ${column.type}`)]),
    scratch: referenceScratch(file.name),
    load: await steps.statements(loadReference(file)),
  };
}

interface Quarantine {
  readonly name: string;
  readonly columns: readonly Column[];
}

async function compileModels(
  project: Project,
  steps: StepCompiler,
  sources: readonly Source[],
  references: readonly Reference[],
): Promise<{ models: Model[]; quarantines: Quarantine[] }> {
  const known = new Set([...steps.schemas.names(), ...project.models.map((model) => model.name)]);
  const { ordered, problems } = inOrder(project.models.map((file) => ({ ...file, reads: readsOf(file) })));
  const models = new Map<string, Model>();
  const quarantines: Quarantine[] = [];
  const compiler = new ModelCompiler(project, steps, {
    sources: new Map(sources.map((source) => [source.view, source])),
    references: new Set(references.map((reference) => reference.name)),
    models,
  });
  const broken = new Set(
    problems.flatMap((problem) =>
      project.models.filter((model) => model.file === problem.place.file).map((model) => model.name),
    ),
  );
  for (const file of ordered) {
    const unknown = file.reads
      .filter((table) => !known.has(table))
      .map((table) => unknownTable(file, table, [...known]));
    problems.push(...unknown);
    // What reads a broken model would only repeat its problem.
    if (unknown.length > 0 || file.reads.some((table) => broken.has(table)) || broken.has(file.name)) {
      broken.add(file.name);
      continue;
    }
    const { compiled, problems: found } = await compiler.compile(file, pipelineOf(project, file));
    problems.push(...found);
    if (!compiled) broken.add(file.name);
    else {
      models.set(file.name, compiled.model);
      if (compiled.quarantine) quarantines.push(compiled.quarantine);
    }
  }
  if (problems.length > 0) throw new ProjectError(problems);
  return { models: [...models.values()], quarantines };
}

/** Tables of the query, and those that its checks and reconciliations look into. */
function readsOf(file: ModelFile): string[] {
  const related = file.checks.flatMap((check) => check.arguments.to ?? []);
  const reconciled = file.reconcile.flatMap((entry) => tablesNamedIn(entry.expected));
  return [...new Set([...tablesNamedIn(file.sql), ...related, ...reconciled])].filter(
    (table) => table !== file.name,
  );
}

function unknownTable(file: ModelFile, table: string, known: readonly string[]): Problem {
  const guess = nearest(
    table,
    known.filter((candidate) => !/^(scratch|ops)\./.test(candidate)),
  );
  return {
    code: 'unknown_table',
    place: { file: file.file, line: file.sqlLine + lineOf(file.sql, table) },
    message: `the query reads ${table}, which is neither a contract, a model nor a reference table.`,
    remedy: guess
      ? `Did you mean ${guess}?`
      : 'Add contracts/<source>.yaml for what arrives, or sql/<layer>/<name>.sql for a model.',
  };
}

const lineOf = (sql: string, text: string): number =>
  Math.max(
    0,
    sql.split('\n').findIndex((line) => line.includes(text)),
  );

const pipelineOf = (project: Project, file: ModelFile): string =>
  project.pipelines.find((pipeline) => selects(pipeline.select, file))?.name ?? '';

const pipelinesOf = (project: Project, models: readonly Model[]): Manifest['pipelines'] =>
  project.pipelines.map(({ select: _select, ...pipeline }) => ({
    ...pipeline,
    models: models.filter((model) => model.pipeline === pipeline.name).map((model) => model.name),
  }));

function tablesOf(
  sources: readonly Source[],
  references: readonly Reference[],
  models: readonly Model[],
  quarantines: readonly Quarantine[],
): Table[] {
  const stored = models.filter((model) => !model.createView);
  return [
    ...OPS_TABLES.map(({ name, description, columns, clusterBy }) => ({
      name,
      description,
      columns: [...columns],
      clusterBy: [...clusterBy],
    })),
    ...sources.map((source) => ({
      name: source.raw,
      description: `${source.description} As it came.`,
      columns: source.rawColumns,
      partitionBy: '_event_date',
      clusterBy: ['_file_id'],
    })),
    ...references.map(({ name, description, columns }) => ({
      name,
      description: description ?? `Reference table ${name}.`,
      columns,
      clusterBy: [],
    })),
    ...stored.map(({ name, description, columns, partitionBy, clusterBy }) => ({
      name,
      description,
      columns,
      clusterBy,
      ...(partitionBy && { partitionBy }),
    })),
    ...quarantines.map(({ name, columns }) => ({
      name,
      description: `Rows that ${name.replace('quarantine.', '').replace('_', '.')} stopped.`,
      columns: [...columns],
      partitionBy: '_day',
      clusterBy: [],
    })),
  ];
}

async function compileOps(steps: StepCompiler): Promise<Manifest['ops']> {
  const names = Object.keys(OPS_STATEMENTS) as (keyof typeof OPS_STATEMENTS)[];
  const statements = await Promise.all(names.map((key) => steps.statement(OPS_STATEMENTS[key])));
  const entries = Object.fromEntries(names.map((key, index) => [key, statements[index]]));
  return {
    ...(entries as Omit<Manifest['ops'], 'recordFailure'>),
    recordFailure: await steps.statements([insertAccount, insertResults]),
  };
}
