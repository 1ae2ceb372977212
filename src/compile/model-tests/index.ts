import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, ProjectError } from '../../core/errors';
import type { Manifest, Model, Reference } from '../../core/manifest';
import type { ModelTest, WrittenRow } from '../../core/model-test';
import { selects } from '../../core/selection';
import { type GoogleSql, startGoogleSql } from '../../googlesql';
import { compileManifest } from '../manifest';
import { readProject } from '../project';
import { readProjectFiles } from '../project/files';
import { parseCsv } from '../project/small-csv';
import type { Project } from '../project/types';
import { tablesNamedIn } from '../sql-text';
import { filled, type GivenTable, statementsOf, tableOf } from './given';
import { testProblems } from './problems';
import { readsOf } from './reads';
import { readTestFile, type WrittenTest } from './test-file';

/** The tests of a project that share their vars, and the manifest that these make. */
export interface TestGroup {
  readonly manifest: Manifest;
  readonly tests: readonly ModelTest[];
}

const FOLDER = 'sql/tests';

/**
 * Reads the tests of a project and makes their statements.
 * @param selectors names of models, with or without layer, or globs; none: all tests
 * @throws {ProjectError} with every problem of every test file, or of the project
 */
export async function readModelTests(root: string, selectors: readonly string[]): Promise<TestGroup[]> {
  const written = readTestFiles(root);
  const { files, problems } = readProjectFiles(root);
  if (problems.length > 0) throw new ProjectError(problems);
  const project = readProject(root, files);
  const wanted = written.filter((test) => isWanted(test, selectors, project));
  const googlesql = await startGoogleSql();
  try {
    const groups: TestGroup[] = [];
    for (const [vars, tests] of byVars(wanted))
      groups.push(await group({ ...project, vars: { ...project.vars, ...vars } }, tests, googlesql));
    return groups;
  } finally {
    await googlesql.close();
  }
}

/** @throws {ProjectError} */
function readTestFiles(root: string): WrittenTest[] {
  const folder = join(root, FOLDER);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .sort()
    : [];
  const read = names.map((file) =>
    readTestFile({ file: `${FOLDER}/${file}`, text: readFileSync(join(folder, file), 'utf8') }),
  );
  const problems = read.flatMap((file) => file.problems);
  if (problems.length > 0) throw new ProjectError(problems);
  return read.flatMap(({ tests }) => tests);
}

const isWanted = ({ model }: WrittenTest, selectors: readonly string[], { models }: Project): boolean => {
  const tags = models.find(({ name }) => name === model)?.tags ?? [];
  return selectors.length === 0 || selects(selectors, { name: model, tags });
};

/** Tests with the same vars need one compilation. */
function byVars(tests: readonly WrittenTest[]): [WrittenTest['vars'], WrittenTest[]][] {
  const groups = new Map<string, WrittenTest[]>();
  for (const test of tests) {
    const key = JSON.stringify(Object.entries(test.vars).sort());
    groups.set(key, [...(groups.get(key) ?? []), test]);
  }
  return [...groups.values()].map((group) => [group[0]?.vars ?? {}, group]);
}

async function group(
  project: Project,
  tests: readonly WrittenTest[],
  googlesql: GoogleSql,
): Promise<TestGroup> {
  const manifest = await compileManifest(project, googlesql, 'model tests');
  const problems: Problem[] = [];
  const made: ModelTest[] = [];
  for (const test of tests) {
    const model = manifest.models.find(({ name }) => name === test.model);
    const tables = model ? readBy(model, manifest, project) : [];
    const found = testProblems(test, model, tables, manifest, project);
    problems.push(...found);
    if (model && found.length === 0)
      made.push(await compiled(test, model, tables, project, manifest, googlesql));
  }
  if (problems.length > 0) throw new ProjectError(problems);
  return { manifest, tests: made };
}

function readBy(model: Model, manifest: Manifest, { contracts }: Project): GivenTable[] {
  const named = new Set(statementsOf(model).flatMap(tablesNamedIn));
  return [...named]
    .filter((table) => table !== model.name)
    .flatMap((table) => tableOf(manifest, contracts, table) ?? []);
}

async function compiled(
  test: WrittenTest,
  model: Model,
  tables: readonly GivenTable[],
  { root }: Project,
  { references }: Manifest,
  googlesql: GoogleSql,
): Promise<ModelTest> {
  const { file, line, name, window, given, expected } = test;
  const fill = tables.map((table) => {
    const reference = references.find((candidate) => candidate.name === table.name);
    const rows = given[table.name] ?? (reference ? contentOf(root, reference) : []);
    return rows.length > 0 ? [filled(table, rows, googlesql)] : [];
  });
  return {
    file,
    line,
    name,
    model: model.name,
    ...(window && { window }),
    tables: tables.map(({ name: table, columns }) => ({ name: table, columns })),
    fill: await Promise.all(fill.flat()),
    reads: await readsOf(model, googlesql),
    columns: [...model.columns, { name: '_failed', type: 'ARRAY<STRING>' }],
    expected,
  };
}

/** A reference table that no test gives is the project's own. */
function contentOf(root: string, { file, columns }: Reference): WrittenRow[] {
  const [, ...rows] = parseCsv(readFileSync(join(root, file), 'utf8'));
  return rows.map(({ values }) =>
    Object.fromEntries(columns.map(({ name, type }, at) => [name, cellOf(values[at] ?? '', type)])),
  );
}

function cellOf(text: string, type: string): string | boolean | null {
  if (text === '') return null;
  return type === 'BOOL' ? text.toLowerCase() === 'true' : text;
}
