import { MANIFEST_VERSION, type Manifest, type Model } from '../core/manifest';
import type { GoogleSql } from '../googlesql';
import { compileFunctions } from './functions';
import { compileModels } from './models';
import type { Project } from './project/types';
import { compileReference, compileSource } from './sources';
import { replacing, superseding } from './sql/counting';
import {
  assertPins,
  deliveries,
  EVENTS,
  insertAccount,
  insertPublications,
  insertResults,
  insertVersions,
  OPS_STATEMENTS,
  OPS_TABLES,
  sourceDates,
} from './sql/ops';
import { Schemas, StepCompiler } from './step-compiler';
import { tablesOf } from './tables';

/**
 * A project, analyzed and written out as the manifest.
 * @throws {ProjectError} with every problem of every file that could be looked at
 */
export async function compileManifest(
  project: Project,
  googlesql: GoogleSql,
  print: string,
): Promise<Manifest> {
  const { functions, problems } = await compileFunctions(project.functions, googlesql);
  const steps = new StepCompiler(googlesql, new Schemas(), functions);
  for (const table of OPS_TABLES) steps.schemas.add(table.name, table.columns);
  const ops = compileOps(steps, project.contracts);
  const sources = await Promise.all(
    project.contracts.map((contract) => compileSource(project, contract, steps)),
  );
  const references = await Promise.all(project.references.map((file) => compileReference(file, steps)));
  const { models, beside } = await compileModels(project, steps, sources, problems);
  const { name, description, timeZone, start, retainDays, maxBytes } = project;
  return {
    version: MANIFEST_VERSION,
    project: {
      name,
      description,
      timeZone,
      retainDays,
      ...(start && { start }),
      ...(maxBytes !== undefined && { maxBytes }),
    },
    fingerprint: print,
    sources,
    references,
    models: [...models],
    pipelines: pipelinesOf(project, models),
    alerts: project.alerts,
    functions: functions.map(({ name, file, sql }) => ({
      name,
      file,
      // On DuckDB the body stands wherever the function is called, so that there is nothing to create.
      statement: { googlesql: sql, duckdb: [], params: {} },
    })),
    migrations: [...project.migrations],
    tables: tablesOf(sources, references, models, beside, retainDays),
    external: [EVENTS],
    ops: await ops,
  };
}

const pipelinesOf = (project: Project, models: readonly Model[]): Manifest['pipelines'] =>
  project.pipelines.map(({ select: _select, ...pipeline }) => ({
    ...pipeline,
    models: models.filter((model) => model.pipeline === pipeline.name).map((model) => model.name),
  }));

async function compileOps(steps: StepCompiler, contracts: Project['contracts']): Promise<Manifest['ops']> {
  const names = Object.keys(OPS_STATEMENTS) as (keyof typeof OPS_STATEMENTS)[];
  const statements = await Promise.all(names.map((key) => steps.statement(OPS_STATEMENTS[key])));
  const entries = Object.fromEntries(names.map((key, index) => [key, statements[index]]));
  return {
    ...(entries as Pick<Manifest['ops'], keyof typeof OPS_STATEMENTS>),
    deliveries: await steps.statement(deliveries(superseding(contracts))),
    sourceDates: await steps.statement(sourceDates(replacing(contracts))),
    forget: await steps.statement(insertVersions),
    recordChecks: await steps.statement(insertResults),
    unpin: await steps.statements([assertPins, insertPublications]),
    recordFailure: await steps.statements([insertAccount, insertResults]),
  };
}
