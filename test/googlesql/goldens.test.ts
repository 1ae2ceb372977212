import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GoogleSql, startGoogleSql } from '../../src/googlesql';
import { readCorpus } from './prove/corpus';
import { currentDocument, generatedDocument } from './prove/document';
import { Duck } from './prove/duck';
import { compileExample, type Golden, judge } from './prove/examples';
import type { Relation } from './prove/reference';

const FOLDER = join(__dirname, 'goldens');

function read<T>(file: string): readonly T[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

const tables = read<Relation & { name: string }>('fixtures.jsonl');
const goldens = readdirSync(FOLDER)
  .filter((file) => file !== 'fixtures.jsonl')
  .flatMap((file) => read<Golden>(file));
const examples = readCorpus();

describe('the recorded answers of the reference implementation', () => {
  let duck: Duck;
  beforeAll(async () => {
    duck = await Duck.start();
    for (const table of tables) await duck.createTable(table.name, table);
  });
  afterAll(() => duck.close());

  test('cover at least two hundred examples, each under a name of its own', () => {
    const names = examples.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(200);
    expect(new Set(names).size).toBe(names.length);
    expect(goldens.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test('are of a refusal wherever the example says so', () => {
    const refused = new Set(goldens.filter(({ refusal }) => refusal).map(({ name }) => name));
    const accepted = examples.filter(({ expect, name }) => expect === 'refusal' && !refused.has(name));
    expect(accepted).toEqual([]);
  });

  test.each(goldens.map((golden) => [golden.name, golden] as const))('%s', async (_, golden) => {
    const { verdict, why } = await judge(golden, duck);
    expect({ verdict, why }).toEqual({ verdict: golden.refusal && golden.answer ? 'refused' : 'same', why });
  });
});

describe('the generated SQL', () => {
  let googleSql: GoogleSql;
  beforeAll(async () => {
    googleSql = await startGoogleSql();
  });
  afterAll(() => googleSql.close());

  test('is what the recorded answers were compared with', async () => {
    const byName = new Map(goldens.map((golden) => [golden.name, golden]));
    for (const example of examples) {
      const golden = byName.get(example.name);
      if (golden?.refusal !== undefined || !golden) continue;
      const duckdb = await compileExample(example, tables, googleSql, golden.params);
      expect({ name: example.name, duckdb }).toEqual({ name: example.name, duckdb: golden.duckdb });
    }
  });
});

test('the function table of the documentation is current', () => {
  expect(currentDocument()).toBe(generatedDocument());
});
