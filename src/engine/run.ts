import type { Alert } from '../core/alerts';
import type { Plan, Task } from '../core/planning/plan';
import { windowText } from '../core/planning/window-text';
import { findingsText } from '../core/quality/words';
import { IllegalTransition, isFinal, type State } from '../core/run-state';
import type { Context } from '../ports/context';
import { type BegunRun, beginRun, type RunOptions, runId } from './begin-run';
import { requestCancel } from './cancel';
import { finishRun } from './finish-run';
import { Interruption, RunGuard } from './guard';
import { Journal } from './journal';
import { closeRun } from './recover';
import { inPlanOrder } from './schedule';
import { type TaskResult, TaskRunner } from './task-runner';
import { withoutValues } from './without-values';

export { runId } from './begin-run';
export type { TaskResult } from './task-runner';

export interface LocalRunOptions extends RunOptions {
  /** Tasks at once that do not wait for each other. Default 1: transactions of a local warehouse take turns. */
  readonly concurrency?: number;
}

export interface RunResult {
  readonly run: string;
  readonly state: State;
  readonly tasks: readonly TaskResult[];
  /** What checks of severity `warn` found, each beginning with the model. */
  readonly warnings: readonly string[];
  /** What owners should look at, also without a check of their own. */
  readonly alerts: readonly Alert[];
}

/**
 * Executes a plan in its order in this process: begins the run, steps its tasks until they have ended, finishes it.
 * What reads a task that did not succeed is skipped; everything else goes on. When the process is to end, the run is
 * cancelled.
 * @throws {LeaseHeld} before anything is done, when somebody else is at work on one of the models
 * @throws {Interruption} `lost`: the run was closed by somebody who took it for dead
 * @throws what kept it from being cancelled, after it has ended
 */
export async function executeRun(
  context: Context,
  plan: Plan,
  { concurrency = 1, ...options }: LocalRunOptions,
): Promise<RunResult> {
  const { ending } = context;
  ending?.throwIfAborted();
  const begun = await beginRun(context, runId(context), plan, options);
  const { run } = begun.record;
  const guard = new RunGuard(context, run, begun.leases);
  let cancelling: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelling = requestCancel(context, run);
    // Heard of below; without a handler until then it would end the process in the middle.
    cancelling.catch(() => undefined);
  };
  if (ending?.aborted) cancel();
  ending?.addEventListener('abort', cancel, { once: true });
  try {
    return await worked(context, begun, guard, concurrency);
  } finally {
    ending?.removeEventListener('abort', cancel);
    await guard.end();
    await begun.leases.release();
    await cancelling;
  }
}

/** The run in the journal to its last event, also when it breaks. */
async function worked(
  context: Context,
  { record }: BegunRun,
  guard: RunGuard,
  concurrency: number,
): Promise<RunResult> {
  const { run, plan } = record;
  const journal = new Journal(context.objects);
  try {
    const runner = new TaskRunner(context, journal, record, guard);
    const tasks = await runTasks(context, plan, guard, runner, concurrency);
    const { state, warnings, alerts } = await finishRun(context, run);
    return { run, state, tasks, alerts, warnings: [...tasks.flatMap(warningsOf), ...warnings] };
  } catch (error) {
    throw await explained(context, journal, run, error);
  }
}

const warningsOf = ({ task, outcome }: TaskResult): string[] =>
  findingsText((outcome?.verdict.results ?? []).filter((result) => result.outcome === 'warned')).map(
    (text) => `${task.model}: ${text}`,
  );

async function runTasks(
  context: Context,
  { tasks }: Plan,
  guard: RunGuard,
  runner: TaskRunner,
  concurrency: number,
): Promise<TaskResult[]> {
  const results = new Map<string, TaskResult>();
  await inPlanOrder(tasks, concurrency, async (task) => {
    context.progress(`${results.size + 1}/${tasks.length} ${task.model} ${windowText(task.window)}`);
    const result = await untilEnded(context, runner, guard, task);
    if (result.defect !== undefined) throw result.defect;
    results.set(task.id, result);
  });
  return tasks.flatMap((task: Task) => results.get(task.id) ?? []);
}

async function untilEnded(
  { clock }: Context,
  runner: TaskRunner,
  guard: RunGuard,
  task: Task,
): Promise<TaskResult> {
  for (;;) {
    const { again, ...result } = await runner.step(task);
    if (again === undefined) return result;
    await clock.sleep(again, guard.signal);
  }
}

/** Leaves no run open. Where the journal knows that it was closed by others, that is the error. */
async function explained(context: Context, journal: Journal, run: string, error: unknown): Promise<unknown> {
  const status = error instanceof IllegalTransition ? await journal.status(run) : null;
  if (status && isFinal(status.state))
    return new Interruption('lost', `${status.events.at(-1)?.message ?? `Run ${run} was closed`}.`);
  await closeRun(context, journal, run, withoutValues(error));
  return error;
}
