import type { Plan, Task } from '../core/planning/plan';
import { IllegalTransition, isFinal, runState, type State } from '../core/run-state';
import type { Context } from '../ports/context';
import { checkViews } from './check-views';
import { Interruption, RunGuard } from './guard';
import { Journal, type RunRecord } from './journal';
import { takeLeases } from './leases';
import { closeRun } from './recover';
import { inPlanOrder } from './schedule';
import { type TaskResult, TaskRunner } from './task-runner';

export type { TaskResult } from './task-runner';

export interface RunOptions {
  readonly pipeline: string;
  /** `manual`, `cron …`, `on_file …`, `after …`, `rerun`, `backfill`. */
  readonly trigger: string;
  /** Attempts of a task at most. Default 3. */
  readonly attempts?: number;
  /** Tasks at once that do not wait for each other. Default 1: transactions of a local warehouse take turns. */
  readonly concurrency?: number;
  /** The run whose plan this is. */
  readonly rerunOf?: string;
  /** Identity of the backfill that it works for: what its checks observe feeds no baseline. */
  readonly backfill?: string;
}

export interface RunResult {
  readonly run: string;
  readonly state: State;
  readonly tasks: readonly TaskResult[];
  /** What checks of severity `warn` found, each beginning with the model. */
  readonly warnings: readonly string[];
}

const DEFAULT_ATTEMPTS = 3;

/** `20261004t031500123-k3f9`: sorts by time to the millisecond, fits into names of objects, jobs and tables. */
export function runId({ clock }: Context): string {
  const stamp = clock.now().toISOString().slice(0, 23).replace(/[-:.]/g, '').toLowerCase();
  return `${stamp}-${clock.token(4)}`;
}

/**
 * Executes a plan in its order, holding the leases of all its models. What reads a task that did not succeed is
 * skipped; everything else goes on.
 * @throws {LeaseHeld} before anything is done, when somebody else is at work on one of the models
 * @throws {Interruption} `lost`: the run was closed by somebody who took it for dead
 */
export async function executeRun(context: Context, plan: Plan, options: RunOptions): Promise<RunResult> {
  const run = runId(context);
  const leases = await takeLeases(
    context,
    run,
    plan.tasks.map((task) => task.model),
  );
  const guard = new RunGuard(context, run, leases);
  try {
    return await recorded(context, recordOf(context, run, plan, options), options, guard);
  } finally {
    await guard.end();
    await leases.release();
  }
}

function recordOf(
  context: Context,
  run: string,
  plan: Plan,
  { pipeline, trigger, rerunOf, backfill }: RunOptions,
): RunRecord {
  const origin = { ...(rerunOf && { rerunOf }), ...(backfill && { backfill }) };
  return { run, pipeline, trigger, createdAt: now(context), plan, ...origin };
}

const now = ({ clock }: Context): string => clock.now().toISOString();

/** The run in the journal from its first event to its last, also when it breaks. */
async function recorded(
  context: Context,
  record: RunRecord,
  { concurrency = 1, attempts = DEFAULT_ATTEMPTS }: RunOptions,
  guard: RunGuard,
): Promise<RunResult> {
  const { run, plan } = record;
  const journal = new Journal(context.objects);
  await journal.create(record);
  try {
    await journal.append({ run, state: 'RUNNING', attempt: 1, at: now(context) });
    const runner = new TaskRunner(context, journal, record, guard, attempts);
    const tasks = await runTasks(context, plan, runner, concurrency);
    const warnings = [...tasks.flatMap(warningsOf), ...(await checkViews(context, record, published(tasks)))];
    const state = runState(tasks.map((result) => result.state));
    await journal.append({ run, state, attempt: 1, at: now(context) });
    return { run, state, tasks, warnings };
  } catch (error) {
    throw await explained(context, journal, run, error);
  }
}

const published = (tasks: readonly TaskResult[]): Set<string> =>
  new Set(tasks.filter((result) => result.state === 'SUCCESS').map((result) => result.task.model));

const warningsOf = ({ task, outcome }: TaskResult): string[] =>
  (outcome?.verdict.results ?? [])
    .filter((result) => result.outcome === 'warned')
    .map((result) => `${task.model}: ${result.message}`);

async function runTasks(
  context: Context,
  { tasks }: Plan,
  runner: TaskRunner,
  concurrency: number,
): Promise<TaskResult[]> {
  const results = new Map<string, TaskResult>();
  await inPlanOrder(tasks, concurrency, async (task) => {
    context.progress(`${results.size + 1}/${tasks.length} ${task.model} ${task.window.start}`);
    const blocked = task.after.find((id) => results.get(id)?.state !== 'SUCCESS');
    results.set(
      task.id,
      await (blocked ? runner.skip(task, `${blocked} did not succeed`) : runner.run(task)),
    );
  });
  return tasks.flatMap((task: Task) => results.get(task.id) ?? []);
}

/** Leaves no run open. Where the journal knows that it was closed by others, that is the error. */
async function explained(context: Context, journal: Journal, run: string, error: unknown): Promise<unknown> {
  const status = error instanceof IllegalTransition ? await journal.status(run) : null;
  if (status && isFinal(status.state))
    return new Interruption('lost', `${status.events.at(-1)?.message ?? `Run ${run} was closed`}.`);
  await closeRun(context, journal, run, error instanceof Error ? error.message : String(error));
  return error;
}
