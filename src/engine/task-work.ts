import type { Verdict } from '../core/quality/types';
import type { Values } from '../core/types';

/** A row that a gate stopped. */
export interface StoppedRow {
  readonly file: string;
  readonly line: number;
  readonly failed: readonly string[];
}

/** What a task is done for. */
export interface TaskWork {
  readonly run: string;
  /** From 1; part of the ids of its jobs. */
  readonly attempt: number;
  /** What checks observe then feeds no baseline. */
  readonly backfill: boolean;
}

/** What became of a task. */
export interface TaskOutcome {
  readonly published: boolean;
  readonly verdict: Verdict;
  /** Rows of the dates in bronze, for `source_row` models. */
  readonly bronze: number | null;
  readonly stopped: readonly StoppedRow[];
  /** Why nothing was published; empty when it was. */
  readonly failures: readonly string[];
}

/** What the audit of a task came to, and the job that acts on it. */
export interface Decision {
  readonly step: 'publish' | 'refuse';
  readonly values: Values;
  readonly outcome: TaskOutcome;
}
