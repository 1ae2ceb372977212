import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { jobsOf } from './execute-task';
import type { RunStatus } from './journal';

/**
 * Ends the jobs that may be at work for a run that goes on no more: nobody waits for them, and one that published
 * after the run was closed would do so behind the back of the next.
 * @returns what could not be ended; the run is to be closed all the same
 */
export async function cancelJobs(
  { warehouse }: Pick<Context, 'warehouse'>,
  { record: { run, plan }, tasks }: RunStatus,
): Promise<string[]> {
  const left: string[] = [];
  for (const { task: id, state, attempt } of tasks) {
    const task = plan.tasks.find((planned) => planned.id === id);
    if (state !== 'RUNNING' || !task) continue;
    for (const job of jobsOf(task, { run, attempt }))
      try {
        await warehouse.cancel(job);
      } catch (error) {
        if (!(error instanceof WarehouseError)) throw error;
        left.push(`the job ${job} could not be cancelled: ${error.message}`);
      }
  }
  return left;
}
