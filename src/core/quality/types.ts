import type { Check } from '../manifest';
import type { IsoDate } from '../types';

/** What was counted of the rows of a day; of what has no partitions, of all rows. */
export interface DayCounts {
  readonly day: IsoDate;
  readonly staged: number;
  readonly passed: number;
  readonly quarantined: number;
  readonly duplicates: number;
  /** Rules of the contract that rows broke, each with how many; a row may break several. */
  readonly violations: readonly Violation[];
  /** By position in `model.checks`: rows that fail a row check, rows that repeat a key, or the number observed. */
  readonly results: readonly (number | null)[];
}

export interface Violation {
  /** As in `_violations`: `required: store_id`. */
  readonly rule: string;
  readonly rows: number;
}

/** Everything a batch is judged by. */
export interface Evidence {
  readonly days: readonly DayCounts[];
  /** Observations of day checks on earlier days, by check name. */
  readonly baseline: ReadonlyMap<string, ReadonlyMap<IsoDate, number>>;
  /** Days that are still open: volume, freshness and distribution are not judged. */
  readonly openDays: ReadonlySet<IsoDate>;
  /** Extracts that delete keys and were not let through before. */
  readonly deletions: readonly Deletion[];
}

/** The keys that a full extract lacks. */
export interface Deletion {
  readonly day: IsoDate;
  /** Keys that were there before. */
  readonly present: number;
  readonly deleted: number;
}

export type Outcome = 'passed' | 'warned' | 'quarantined' | 'failed' | 'skipped';

export interface CheckResult {
  /** Of the model, a rule of the contract, `max_rejected` or `max_deleted`. */
  readonly check: string;
  readonly severity: Check['severity'];
  /** The day judged; 0001-01-01 of what has no partitions. */
  readonly day: IsoDate;
  readonly judged: number;
  readonly failing: number;
  readonly observed: number | null;
  readonly outcome: Outcome;
  /** Why, for everything but `passed`: what was found and what was expected. */
  readonly message?: string;
  /** What to do about it, or what the author of the check says about it; the same on every day. */
  readonly remedy?: string;
}

export interface Totals {
  readonly staged: number;
  readonly passed: number;
  readonly quarantined: number;
  readonly duplicates: number;
}

export interface Verdict {
  readonly totals: Totals;
  readonly results: readonly CheckResult[];
  /** Empty: the batch may be published. */
  readonly failures: readonly string[];
}
