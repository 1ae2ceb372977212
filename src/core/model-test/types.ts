import type { BoundStatement, Column, DateRange, Row, Statement } from '../types';

/** What of the outcome is compared, in this order. */
export const PARTS = ['rows', 'duplicates', 'quarantined', 'failed'] as const;
export type Part = (typeof PARTS)[number];

/** A row as a test writes it: only the columns that matter. */
export type WrittenRow = Readonly<Record<string, unknown>>;

/** One claim about one model, with everything that is needed to try it. */
export interface ModelTest {
  readonly file: string;
  readonly line: number;
  readonly model: string;
  /** The claim, one sentence. */
  readonly name: string;
  /** Half-open; absent for views and tables that are made as a whole. */
  readonly window?: DateRange;
  /** Everything that the model may read, empty. */
  readonly tables: readonly { readonly name: string; readonly columns: readonly Column[] }[];
  /** Puts the given rows there. */
  readonly fill: readonly BoundStatement[];
  /** How the outcome is read; views have rows only. */
  readonly reads: { readonly [part in Exclude<Part, 'failed'>]?: Statement };
  /** Of the rows that are read. */
  readonly columns: readonly Column[];
  readonly expected: {
    readonly rows: readonly WrittenRow[];
    readonly duplicates: readonly WrittenRow[];
    readonly quarantined: readonly WrittenRow[];
    readonly failed: readonly string[];
  };
}

/** What was expected and did not come, and what came and was not expected, in one part of the outcome. */
export interface Difference {
  readonly part: Part;
  readonly missing: readonly WrittenRow[];
  readonly unexpected: readonly WrittenRow[];
}

/** What came of a test: rows as the warehouse reads them. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly duplicates: readonly Row[];
  readonly quarantined: readonly Row[];
  /** Names of checks of severity `fail` that do not hold. */
  readonly failed: readonly string[];
}
