import type { State } from '../core/run-state';

/** As much of a task as its reason needs. */
interface Explained {
  readonly task: { readonly model: string };
  readonly state: State;
  readonly reason?: string;
}

/** Tasks that ended for the same reason. */
export interface Reasoned<T extends Explained> {
  readonly state: State;
  readonly reason: string;
  readonly tasks: readonly T[];
}

/** Why tasks did not succeed, each reason once, in the order of the plan. */
export function reasonsOf<T extends Explained>(results: readonly T[]): Reasoned<T>[] {
  const found = new Map<string, Reasoned<T>>();
  for (const result of results) {
    const { state, reason } = result;
    if (!reason) continue;
    const key = `${state} ${reason}`;
    found.set(key, { state, reason, tasks: [...(found.get(key)?.tasks ?? []), result] });
  }
  return [...found.values()];
}

/** `SKIPPED gold.daily, gold.hourly: silver.orders is FAILED` */
export function reasonText({ state, reason, tasks }: Reasoned<Explained>): string {
  const models = [...new Set(tasks.map(({ task }) => task.model))];
  return `${state} ${models.join(', ')}: ${reason}`;
}
