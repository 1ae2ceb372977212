import { fingerprint } from '../core/fingerprint';
import type { Reference, Source } from '../core/manifest';
import type { ContractFile, Project, ReferenceFile } from './project/types';
import {
  bronzeView,
  bronzeViewColumns,
  cleanColumns,
  cleanTable,
  createBronzeView,
  ingestSteps,
  rawColumns,
  rawTable,
  typedRows,
} from './sql/bronze';
import { loadReference, referenceColumns, referenceScratch } from './sql/reference';
import type { StepCompiler } from './step-compiler';

export async function compileSource(
  project: Project,
  contract: ContractFile,
  steps: StepCompiler,
): Promise<Source> {
  const { name, file, description, owner, server, delivery, drift } = contract;
  const raw = rawColumns(contract);
  const viewColumns = bronzeViewColumns(contract);
  steps.schemas.add(rawTable(name), raw);
  steps.schemas.add(cleanTable(name), cleanColumns(contract));
  steps.schemas.add(bronzeView(name), viewColumns);
  const bringIn = ingestSteps(contract, project.timeZone);
  const [createView, ...ingest] = await steps.statements([createBronzeView(contract), ...bringIn]);
  if (!createView) throw new Error(`No view was compiled for ${name}`);
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
    ingest,
    // Which files count is state: the versions of the dates say it.
    fingerprint: fingerprint([typedRows(contract), ...bringIn.map(({ sql }) => sql)]),
  };
}

export async function compileReference(file: ReferenceFile, steps: StepCompiler): Promise<Reference> {
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
