import type { ProblemCode } from '../../../src/compile/problems';
import { type GoogleSql, startGoogleSql } from '../../../src/googlesql';
import { linesOf, problemsOf } from './compiling';
import { remembering } from './remembering';
import { type Change, SHOP, shopWith } from './shop';

/** A project that cannot be compiled, and what is said about it. */
export interface Refusal {
  readonly code: ProblemCode;
  /** Completes "refuses". */
  readonly title: string;
  readonly changes: readonly Change[];
  /** Place and message, then remedy; twice as many for two problems. */
  readonly says: readonly string[];
}

export function describeRefusals(refusals: Readonly<Record<string, readonly Refusal[]>>): void {
  let googlesql: GoogleSql;
  beforeAll(async () => {
    googlesql = remembering(await startGoogleSql());
    // The first analysis starts the server, which may take a while on a busy machine.
    await googlesql.compile('SELECT 1 AS one', { catalog: { tables: [] } });
  }, 30_000);
  afterAll(() => googlesql.close());

  describe.each(Object.entries(refusals))('%s: the compiler refuses', (_where, cases) => {
    test.each(cases.map((refusal) => [refusal.title, refusal] as const))(
      '%s',
      async (_title, { changes, says, code }) => {
        const problems = await problemsOf(shopWith(changes, SHOP), googlesql);
        expect(linesOf(problems)).toEqual(says);
        expect(problems.map((problem) => problem.code)).toEqual(problems.map(() => code));
      },
    );
  });
}
