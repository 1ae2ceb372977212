import { z } from 'zod';
import type { Problem } from '../../core/errors';
import type { WrittenRow } from '../../core/model-test';
import type { DateRange } from '../../core/types';
import type { ProjectFile } from '../project/files';
import { isoDate } from '../project/values';
import { YamlSource } from '../project/yaml-source';

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);
const given = z.record(z.string(), rows);
const window = z.strictObject({ start_date: isoDate, end_date: isoDate });
const vars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const expect = z.strictObject({
  rows: rows.optional(),
  duplicates: rows.default([]),
  quarantined: rows.default([]),
  failed: z.array(z.string()).default([]),
});

const test = z.strictObject({
  given: given.default({}),
  window: window.optional(),
  vars: vars.default({}),
  expect,
});

export const testYaml = z.strictObject({
  model: z.string(),
  window: window.optional(),
  vars: vars.default({}),
  given: given.default({}),
  tests: z.record(z.string().min(1), test),
});

type Vars = z.infer<typeof vars>;

/** A test as its file says it: what the file says for all of its tests is joined in. */
export interface WrittenTest {
  readonly file: string;
  readonly line: number;
  readonly model: string;
  readonly name: string;
  readonly window?: DateRange;
  readonly vars: Vars;
  readonly given: Readonly<Record<string, readonly WrittenRow[]>>;
  readonly expected: {
    readonly rows: readonly WrittenRow[];
    readonly duplicates: readonly WrittenRow[];
    readonly quarantined: readonly WrittenRow[];
    readonly failed: readonly string[];
  };
  /** A problem at a part of the test, such as `['given', 'silver.stores', 0, 'store_id']`. */
  problem(path: readonly PropertyKey[], message: string, remedy: string): Problem;
}

export function readTestFile({ file, text }: ProjectFile): { tests: WrittenTest[]; problems: Problem[] } {
  const source = new YamlSource(file, text);
  const { data, problems } = source.parse(testYaml);
  if (!data) return { tests: [], problems };
  const tests = Object.entries(data.tests).map(([name, own]): WrittenTest => {
    const during = own.window ?? data.window;
    return {
      file,
      line: source.place(['tests', name]).line,
      model: data.model,
      name,
      ...(during && { window: { start: during.start_date, end: during.end_date } }),
      vars: { ...data.vars, ...own.vars },
      given: { ...data.given, ...own.given },
      // A test of what is stopped need not say that nothing is published.
      expected: { ...own.expect, rows: own.expect.rows ?? [] },
      problem: (path, message, remedy) =>
        source.problem(
          'model_test',
          own.given && isOfFile(path, own.given) ? path : ['tests', name, ...path],
          message,
          remedy,
        ),
    };
  });
  return { tests, problems };
}

/** Rows that the file gives for all tests stand there, not in the test. */
const isOfFile = ([part, table]: readonly PropertyKey[], own: object): boolean =>
  part === 'model' || (part === 'given' && table !== undefined && !Object.hasOwn(own, table));
