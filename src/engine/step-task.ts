import { levelsOf } from '../core/planning/levels';
import type { Task } from '../core/planning/plan';
import type { Context } from '../ports/context';
import { exclusively } from './exclusive';
import { RunGuard } from './guard';
import { Journal, type RunRecord } from './journal';
import { HeldLeases } from './leases';
import { TaskRunner, type TaskStep } from './task-runner';

/** Somebody else takes a step of the same task: it is asked for again after this. */
const OTHER_MS = 5000;

/** The task at a place of the plan, both counted from 0. @throws when the plan has no such place */
export function taskAt({ run, plan }: RunRecord, level: number, index: number): Task {
  const task = levelsOf(plan.tasks)[level]?.[index];
  if (task) return task;
  throw new RangeError(`Run ${run} has no task ${index} on level ${level}.`);
}

/**
 * One step of one task of a run that other processes step as well. The leases of the run are renewed; a step that
 * somebody else is taking is not taken twice.
 * @param patience once it aborts, the step comes back although the job of the task still works
 * @throws {Interruption} `lost`: the run was closed meanwhile
 */
export async function stepTask(
  context: Context,
  record: RunRecord,
  task: Task,
  patience: AbortSignal,
): Promise<TaskStep> {
  const { run, plan } = record;
  const step = await exclusively(context, `steps/${run}/${task.id}.json`, async () => {
    const leases = new HeldLeases(
      context,
      run,
      plan.tasks.map(({ model }) => model),
    );
    const guard = new RunGuard(context, run, leases);
    try {
      return await new TaskRunner(context, new Journal(context.objects), record, guard, patience).step(task);
    } finally {
      await guard.end();
    }
  });
  return step ?? { task, state: 'RUNNING', again: OTHER_MS };
}
