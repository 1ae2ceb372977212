import { PROBLEM_CODES, type ProblemCode } from '../../../src/compile/problems';
import { type GoogleSql, startGoogleSql } from '../../../src/googlesql';
import { linesOf, problemsOf } from './compiling';
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

export function describeRefusals(where: string, refusals: readonly Refusal[]): void {
  describe(`${where}: the compiler refuses`, () => {
    let googlesql: GoogleSql;
    beforeAll(async () => {
      googlesql = await startGoogleSql();
    });
    afterAll(() => googlesql.close());

    test.each(refusals.map((refusal) => [refusal.title, refusal] as const))(
      '%s',
      async (_title, { changes, says, code }) => {
        const problems = await problemsOf(shopWith(changes, SHOP), googlesql);
        expect(linesOf(problems)).toEqual(says);
        expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code]));
        expect(PROBLEM_CODES).toContain(code);
      },
    );
  });
}
