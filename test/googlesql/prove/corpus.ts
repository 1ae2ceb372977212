/**
 * The corpus: SQL files of examples, each after a line `-- example: name`. Lines that start with `--` right after it
 * say more: `-- param: name = literal`, `-- refused` (we refuse it), `-- fails` (the reference fails, so must we),
 * `-- read back` and `-- expected` begin the query that reads a table after DML, and its rows as a query.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Example {
  readonly file: string;
  readonly name: string;
  readonly sql: string;
  /** Parameter name to GoogleSQL literal. */
  readonly params: Readonly<Record<string, string>>;
  readonly expect: 'rows' | 'refusal' | 'failure';
  readonly readBack?: string;
  readonly expected?: string;
}

const CORPUS = join(__dirname, '..', 'corpus');

export function readCorpus(folder = CORPUS): readonly Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => readExamples(file, readFileSync(join(folder, file), 'utf8')));
}

/** Fixture tables: name to the query that makes their rows. */
export function readFixtures(): ReadonlyMap<string, string> {
  const text = readFileSync(join(__dirname, '..', 'fixtures.sql'), 'utf8');
  const parts = text.split(/^-- table: (.*)\n/m).slice(1);
  const tables = new Map<string, string>();
  for (let i = 0; i + 1 < parts.length; i += 2) tables.set(parts[i] ?? '', statement(parts[i + 1] ?? ''));
  return tables;
}

function readExamples(file: string, text: string): readonly Example[] {
  const parts = text.split(/^-- example: (.*)\n/m).slice(1);
  const examples: Example[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2)
    examples.push(readExample(file, parts[i] ?? '', parts[i + 1] ?? ''));
  return examples;
}

function readExample(file: string, name: string, text: string): Example {
  const [rest = '', expected] = text.split(/^-- expected\n/m);
  const [body = '', readBack] = rest.split(/^-- read back\n/m);
  const params = [...body.matchAll(/^-- param: (\w+) = (.*)\n/gm)].map(([, key = '', literal = '']) => [
    key,
    literal,
  ]);
  return {
    file,
    name: name.trim(),
    sql: statement(body),
    params: Object.fromEntries(params),
    expect: /^-- refused/m.test(body) ? 'refusal' : /^-- fails/m.test(body) ? 'failure' : 'rows',
    ...(readBack && { readBack: statement(readBack) }),
    ...(expected && { expected: statement(expected) }),
  };
}

function statement(text: string): string {
  return text
    .replace(/^--.*\n/gm, '')
    .trim()
    .replace(/;$/, '');
}
