import type { Plan } from '../core/planning/plan';
import { replan } from '../core/planning/replan';
import { isFinal, type State } from '../core/run-state';
import type { Context } from '../ports/context';
import { Journal, type RunRecord } from './journal';
import { readState } from './warehouse-state';

/** There is nothing that could be run again: no such run, one that has not ended, or one that made nothing. */
export class RerunRefused extends Error {
  override readonly name = 'RerunRefused';
  constructor(
    readonly kind: 'unknown' | 'open' | 'no_plan',
    message: string,
  ) {
    super(message);
  }
}

export interface Rerun {
  readonly of: RunRecord;
  readonly plan: Plan;
}

const UNDONE: readonly State[] = ['FAILED', 'SKIPPED', 'CANCELLED'];

/**
 * The plan of a run that has ended, as it can be executed now: the same windows and dates, other pins.
 * @param failedOnly only the tasks that failed, were skipped or cancelled
 * @throws {RerunRefused} {OutdatedPlan}
 */
export async function planRerun(context: Context, run: string, failedOnly: boolean): Promise<Rerun> {
  const status = await new Journal(context.objects).status(run);
  if (!status)
    throw new RerunRefused('unknown', `There is no run ${run}. ecluse status lists the last ones.`);
  if (!isFinal(status.state))
    throw new RerunRefused(
      'open',
      `Run ${run} is ${status.state}. Wait for it, or end it with ecluse cancel ${run}.`,
    );
  const { trigger } = status.record;
  if (trigger === 'rollback' || trigger === 'unpin')
    throw new RerunRefused('no_plan', `Run ${run} is of ecluse ${trigger}. Start that again instead.`);
  const undone = new Set(status.tasks.filter(({ state }) => UNDONE.includes(state)).map(({ task }) => task));
  const { tasks } = status.record.plan;
  const chosen = failedOnly ? tasks.filter((task) => undone.has(task.id)) : tasks;
  return { of: status.record, plan: replan(context.manifest, await readState(context), chosen) };
}
