import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEM_CODES } from '../../../src/compile/problems';
import { CHECKS } from './checks.cases';
import { CONTRACTS } from './contracts.cases';
import { FILES } from './files.cases';
import { FUNCTIONS } from './functions.cases';
import { HEADERS } from './headers.cases';
import { MIGRATIONS } from './migrations.cases';
import { PIPELINES } from './pipelines.cases';
import { QUERIES } from './queries.cases';
import { READS } from './reads.cases';
import { REFERENCES } from './references.cases';
import { RULES } from './rules.cases';
import { SERVERS } from './servers.cases';
import { YAML } from './yaml.cases';

const CASES = [
  ...[FILES, YAML, PIPELINES, REFERENCES, CONTRACTS, RULES, SERVERS, MIGRATIONS],
  ...[HEADERS, CHECKS, READS, QUERIES, FUNCTIONS],
].flat();

/** Refused in files.test.ts, which makes files that no text can say. */
const WITH_REAL_FILES = ['outside', 'broken_link', 'encoding'];

/** Sources of the compiler but for the list of codes itself. */
const SOURCES = readdirSync('src/compile', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/^(problems\.ts|environment)/.test(file))
  .map((file) => readFileSync(join('src/compile', file), 'utf8'))
  .join('\n');

describe('every code of a problem', () => {
  test('has a refusal that shows its words', () => {
    const shown = new Set<string>([...CASES.map(({ code }) => code), ...WITH_REAL_FILES]);
    expect(PROBLEM_CODES.filter((code) => !shown.has(code))).toEqual([]);
  });

  test('is raised somewhere', () => {
    expect(PROBLEM_CODES.filter((code) => !SOURCES.includes(`'${code}'`))).toEqual([]);
  });

  test('has a name of its own', () => {
    expect(new Set(PROBLEM_CODES).size).toBe(PROBLEM_CODES.length);
  });
});

test('each refusal names a file, and a line wherever it stands in one', () => {
  const vague = CASES.filter(({ says }) => !/^[^:]+:\d+(:\d+)?: /.test(says[0] ?? ''));
  expect(new Set(vague.map(({ code }) => code))).toEqual(new Set(['stray_file', 'file_name']));
});
