/**
 * `npm run prove`: every example of the corpus, every statement of this project and of the examples, and generated
 * expressions, by DuckDB and by the reference. Prints a table and what is not the same; ends with 1 if anything is
 * wrong. Names after it choose examples, projects (by folder) or families of expressions. `--write` records the
 * goldens and the function table of the documentation.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGoogleSql } from '../../../src/googlesql';
import { readCorpus, readFixtures } from './corpus';
import { writeDocument } from './document';
import { Duck } from './duck';
import { type Golden, judge, type Outcome, recordGolden, type Verdict } from './examples';
import { proveExpressions } from './expressions';
import { proveProject } from './project';
import { Reference } from './reference';

const GOLDENS = join(__dirname, '..', 'goldens');

async function main(argv: readonly string[]): Promise<void> {
  const reference = await Reference.start();
  const googleSql = await startGoogleSql();
  const duck = await Duck.start();
  for (const [name, sql] of readFixtures()) await reference.createTable(name, sql);
  for (const [name, table] of reference.tables) await duck.createTable(name, table);
  const only = argv.filter((argument) => !argument.startsWith('--'));
  const goldens = await proveCorpus(reference, googleSql, duck, only);
  if (argv.includes('--write') && only.length === 0) {
    writeGoldens(goldens, reference);
    writeDocument();
  }
  if (!argv.includes('--corpus')) await proveProjects(only);
  if (!argv.includes('--corpus'))
    for (const { family, lines, values } of await proveExpressions({ reference, googleSql, duck }, only))
      report(`${family} (${values} values)`, lines);
  duck.close();
  await googleSql.close();
  await reference.close();
}

const ROOT = join(__dirname, '..', '..', '..');
const PROJECTS = ['.', 'examples/online-retail'];

async function proveProjects(only: readonly string[]): Promise<void> {
  for (const project of PROJECTS.filter((folder) => only.length === 0 || only.includes(folder))) {
    const { statements, lines, idle } = await proveProject(join(ROOT, project));
    for (const name of idle) console.log(`idle    ${name}: no row in any answer`);
    report(`project ${project} (${statements} statements)`, lines);
  }
}

interface Line extends Outcome {
  readonly name: string;
}

async function proveCorpus(
  reference: Reference,
  googleSql: Awaited<ReturnType<typeof startGoogleSql>>,
  duck: Duck,
  only: readonly string[],
): Promise<readonly Golden[]> {
  const examples = readCorpus().filter(({ name }) => only.length === 0 || only.includes(name));
  const goldens: Golden[] = [];
  const lines: Line[] = [];
  for (const example of examples) {
    const golden = await recordGolden(example, reference, googleSql);
    goldens.push(golden);
    lines.push({ name: `${example.file} ${example.name}`, ...(await judge(golden, duck)) });
    if (only.length > 0) console.log(golden.duckdb.join('\n'), golden.answer?.rows.slice(0, 5));
  }
  report('statements', lines);
  return goldens;
}

export function report(title: string, lines: readonly Line[]): void {
  const counts: Record<Verdict, number> = { same: 0, refused: 0, loud: 0, wrong: 0 };
  for (const { verdict } of lines) counts[verdict]++;
  for (const { verdict, name, why } of lines)
    if (verdict !== 'same')
      console.log(`${verdict.padEnd(8)}${name}: ${why.replace(/\s+/g, ' ').slice(0, 300)}`);
  const columns = Object.entries(counts).map(([verdict, count]) => `${verdict} ${count}`);
  console.log(`${title.padEnd(28)} ${String(lines.length).padStart(7)}   ${columns.join('   ')}`);
  if (counts.wrong > 0) process.exitCode = 1;
}

function writeGoldens(goldens: readonly Golden[], reference: Reference): void {
  const tables = [...reference.tables].map(([name, { columns, rows }]) => ({ name, columns, rows }));
  write('fixtures.jsonl', tables);
  for (const file of new Set(goldens.map((golden) => golden.file)))
    write(
      file.replace('.sql', '.jsonl'),
      goldens.filter((golden) => golden.file === file),
    );
}

/** One object a line, so that a change shows as one changed line. */
function write(name: string, items: readonly object[]): void {
  writeFileSync(join(GOLDENS, name), `${items.map((item) => JSON.stringify(item)).join('\n')}\n`);
}

void main(process.argv.slice(2));
