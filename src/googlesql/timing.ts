/** What compiling a statement took, for whoever listens (`node:diagnostics_channel`); nobody else pays for it. */
import { channel } from 'node:diagnostics_channel';

export const COMPILED = 'googlesql.compiled';

export interface CompileTimes {
  /** Request to the analyzer, its answer, and the tree made of it; others may wait at the same time. */
  readonly analyzeMs: number;
  /** Lineage and DuckDB SQL. */
  readonly generateMs: number;
  /** `performance.now()` */
  readonly endedAt: number;
}

const compiled = channel(COMPILED);

/** Of three moments of `performance.now()`. */
export function publishTimes(started: number, analyzed: number, endedAt: number): void {
  if (!compiled.hasSubscribers) return;
  const times: CompileTimes = { analyzeMs: analyzed - started, generateMs: endedAt - analyzed, endedAt };
  compiled.publish(times);
}
