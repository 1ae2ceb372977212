import type { Alert } from '../core/alerts';
import { isFinal, runState, type State } from '../core/run-state';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { alertsOf, raiseAlerts } from './alerts';
import { isCancelRequested } from './cancel';
import { cancelJobs } from './cancel-jobs';
import { checkViews } from './check-views';
import { Journal, type RunStatus } from './journal';
import { dropLeases } from './leases';
import { closeTasks } from './recover';
import { withoutValues } from './without-values';

export interface FinishedRun {
  readonly run: string;
  readonly state: State;
  /** What checks of views found, each beginning with the view; jobs that could not be cancelled. */
  readonly warnings: readonly string[];
  readonly alerts: readonly Alert[];
  /** False: it had been finished before. */
  readonly now: boolean;
}

/**
 * Ends a run, whatever has become of its tasks: views are checked, what did not end is closed, the state is written
 * down, the leases are given back. Finishing it again answers the same.
 * @param failure why it goes no further, when it stopped in the middle
 * @throws when there is no such run
 */
export async function finishRun(context: Context, run: string, failure?: string): Promise<FinishedRun> {
  const journal = new Journal(context.objects);
  const status = await statusOf(journal, run);
  const models = status.record.plan.tasks.map((task) => task.model);
  if (isFinal(status.state)) {
    await dropLeases(context, run, models);
    return { run, state: status.state, warnings: [], alerts: await alertsOf(context, run), now: false };
  }
  const cancelled = await isCancelRequested(context, run);
  const warnings = failure || cancelled ? [] : await viewWarnings(context, status);
  warnings.push(...(await cancelJobs(context, status)));
  const reason = cancelled ? `Run ${run} was cancelled.` : (failure ?? 'it was never executed');
  const tasks = await closeTasks(context, journal, status, reason, cancelled);
  const state = runState(tasks);
  const at = context.clock.now().toISOString();
  const alerts = await raiseAlerts(context, await statusOf(journal, run));
  await journal.append({ run, state, attempt: 1, at, ...(failure && { message: failure }) });
  // What has come to its end is not continued: the next start begins anew.
  const { backfill } = status.record;
  if (backfill && state === 'SUCCESS') await journal.forgetBackfill(backfill);
  await dropLeases(context, run, models);
  return { run, state, warnings, alerts, now: true };
}

async function statusOf(journal: Journal, run: string): Promise<RunStatus> {
  const status = await journal.status(run);
  if (status) return status;
  throw new Error(`There is no run ${run} to finish.`);
}

/** Checks of views only warn; that they could not be asked keeps no run from ending. */
async function viewWarnings(context: Context, status: RunStatus): Promise<string[]> {
  try {
    return await checkViews(context, status.record, publishedBy(status));
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    return [`the views could not be checked: ${withoutValues(error)}`];
  }
}

const publishedBy = ({ tasks }: RunStatus): Set<string> =>
  new Set(tasks.filter(({ state }) => state === 'SUCCESS').map(({ model }) => model));
