import type { State } from '../core/run-state';
import type { TaskResult } from './task-runner';

/** Tasks that ended for the same reason. */
export interface Reasoned {
  readonly state: State;
  readonly reason: string;
  readonly tasks: readonly TaskResult[];
}

/** Why tasks did not succeed, each reason once, in the order of the plan. */
export function reasonsOf(results: readonly TaskResult[]): Reasoned[] {
  const found = new Map<string, Reasoned>();
  for (const result of results) {
    const { state, reason } = result;
    if (!reason) continue;
    const key = `${state} ${reason}`;
    found.set(key, { state, reason, tasks: [...(found.get(key)?.tasks ?? []), result] });
  }
  return [...found.values()];
}

/** `SKIPPED gold.daily, gold.hourly: silver.orders is FAILED` */
export function reasonText({ state, reason, tasks }: Reasoned): string {
  const models = [...new Set(tasks.map(({ task }) => task.model))];
  return `${state} ${models.join(', ')}: ${reason}`;
}
