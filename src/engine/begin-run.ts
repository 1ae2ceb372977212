import type { Plan } from '../core/planning/plan';
import { IllegalTransition } from '../core/run-state';
import type { Context, World } from '../ports/context';
import { Journal, type RunRecord } from './journal';
import { type HeldLeases, takeLeases } from './leases';
import { refuseTooLarge } from './plan-limits';

export interface RunOptions {
  readonly pipeline: string;
  /** `manual`, `cron …`, `on_file …`, `after …`, `rerun`, `backfill`, `rollback`, `unpin`, `replay`. */
  readonly trigger: string;
  /** The run whose plan this is. */
  readonly rerunOf?: string;
  /** Identity of the backfill that it works for: what its checks observe feeds no baseline. */
  readonly backfill?: string;
  /** Of models or dates that somebody chose: its success is not its pipeline's. */
  readonly partial?: boolean;
  /** The run after which the partitions were as this one makes them be again. */
  readonly rollbackTo?: string;
  /** Object in `manifests` that it is planned with. */
  readonly manifestObject?: string;
}

/** `20261004t031500123-k3f9`: sorts by time to the millisecond, fits into names of objects, jobs and tables. */
export function runId({ clock }: Pick<World, 'clock'>): string {
  const stamp = clock.now().toISOString().slice(0, 23).replace(/[-:.]/g, '').toLowerCase();
  return `${stamp}-${clock.token(4)}`;
}

export interface BegunRun {
  readonly record: RunRecord;
  readonly leases: HeldLeases;
}

/**
 * Holds the leases of all models of the plan in the name of the run, and writes down that it has begun. Beginning a
 * run that has begun changes nothing: its record stands.
 * @throws {LeaseHeld} before anything is done, when somebody else is at work on one of the models
 * @throws {PlanTooLarge} before anything is done
 */
export async function beginRun(
  context: Context,
  run: string,
  plan: Plan,
  options: RunOptions,
): Promise<BegunRun> {
  await refuseTooLarge(context, plan);
  const models = plan.tasks.map((task) => task.model);
  const leases = await takeLeases(context, run, models);
  const journal = new Journal(context.objects);
  const createdAt = context.clock.now().toISOString();
  const record = await journal.create({ run, createdAt, plan, ...options });
  await startedOnce(journal, run, createdAt);
  return { record, leases };
}

/** The run may have gone on since, by whoever was first. */
async function startedOnce(journal: Journal, run: string, at: string): Promise<void> {
  try {
    await journal.append({ run, state: 'RUNNING', attempt: 1, at });
  } catch (error) {
    if (!(error instanceof IllegalTransition)) throw error;
  }
}
