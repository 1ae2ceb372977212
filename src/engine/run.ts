import type { Plan, Task } from '../core/planning/plan';
import { runState, type State } from '../core/run-state';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { checkViews } from './check-views';
import { executeTask, type TaskOutcome } from './execute-task';
import { Journal } from './journal';

export interface RunOptions {
  readonly pipeline: string;
  /** `manual`, `cron …`, `on_file …`, `after …`. */
  readonly trigger: string;
  /** Attempts of a task at most. Default 3. */
  readonly attempts?: number;
}

export interface TaskResult {
  readonly task: Task;
  readonly state: State;
  readonly outcome?: TaskOutcome;
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

export interface RunResult {
  readonly run: string;
  readonly state: State;
  readonly tasks: readonly TaskResult[];
  /** What checks of severity `warn` found, each beginning with the model. */
  readonly warnings: readonly string[];
}

const DEFAULT_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 500;

/** `20261004t031500-k3f9`: sorts by time, fits into names of objects, jobs and tables. */
export function runId({ clock }: Context): string {
  const stamp = clock.now().toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `${stamp}-${clock.token(4)}`;
}

/** Executes a plan in its order. What reads a task that did not succeed is skipped; everything else goes on. */
export async function executeRun(context: Context, plan: Plan, options: RunOptions): Promise<RunResult> {
  const journal = new Journal(context.objects);
  const run = runId(context);
  const at = (): string => context.clock.now().toISOString();
  await journal.create({ run, pipeline: options.pipeline, trigger: options.trigger, createdAt: at(), plan });
  await journal.append({ run, state: 'RUNNING', attempt: 1, at: at() });
  const results = new Map<string, TaskResult>();
  for (const [index, task] of plan.tasks.entries()) {
    context.progress(`${index + 1}/${plan.tasks.length} ${task.model} ${task.window.start}`);
    const blocked = task.after.find((id) => results.get(id)?.state !== 'SUCCESS');
    const result = blocked
      ? await skip(journal, run, task, `${blocked} did not succeed`, at())
      : await new TaskRunner(context, journal, run, options.attempts ?? DEFAULT_ATTEMPTS).run(task);
    results.set(task.id, result);
  }
  const tasks = [...results.values()];
  const warnings = [...tasks.flatMap(warningsOf), ...(await checkViews(context, run, published(tasks)))];
  const state = runState(tasks.map((result) => result.state));
  await journal.append({ run, state, attempt: 1, at: at() });
  return { run, state, tasks, warnings };
}

const published = (tasks: readonly TaskResult[]): Set<string> =>
  new Set(tasks.filter((result) => result.state === 'SUCCESS').map((result) => result.task.model));

const warningsOf = ({ task, outcome }: TaskResult): string[] =>
  (outcome?.verdict.results ?? [])
    .filter((result) => result.outcome === 'warned')
    .map((result) => `${task.model}: ${result.message}`);

async function skip(
  journal: Journal,
  run: string,
  task: Task,
  reason: string,
  at: string,
): Promise<TaskResult> {
  await journal.append({ run, task: task.id, state: 'SKIPPED', attempt: 1, at, message: reason });
  return { task, state: 'SKIPPED', reason };
}

class TaskRunner {
  constructor(
    private readonly context: Context,
    private readonly journal: Journal,
    private readonly id: string,
    private readonly attempts: number,
  ) {}

  async run(task: Task): Promise<TaskResult> {
    for (let attempt = 1; ; attempt++) {
      await this.note(task, 'RUNNING', attempt);
      const result = await this.attempt(task, attempt);
      const counts = result.outcome && { ...result.outcome.verdict.totals };
      await this.note(task, result.state, attempt, result.reason, counts);
      if (!result.retry || attempt >= this.attempts) return result;
      await this.note(task, 'RETRY', attempt);
      await this.context.clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }

  private async attempt(task: Task, attempt: number): Promise<TaskResult & { readonly retry: boolean }> {
    try {
      const outcome = await executeTask(this.context, this.id, task, attempt);
      if (outcome.published) return { task, state: 'SUCCESS', outcome, retry: false };
      return { task, state: 'FAILED', outcome, reason: outcome.failures.join('; '), retry: false };
    } catch (error) {
      if (!(error instanceof WarehouseError)) throw error;
      const retry = error.kind === 'transient' || error.kind === 'conflict';
      return { task, state: 'FAILED', reason: error.message, retry };
    }
  }

  private note(
    task: Task,
    state: State,
    attempt: number,
    message?: string,
    counts?: Readonly<Record<string, number>>,
  ): Promise<void> {
    const at = this.context.clock.now().toISOString();
    return this.journal.append({
      run: this.id,
      task: task.id,
      state,
      attempt,
      at,
      ...(message && { message }),
      ...(counts && { counts }),
    });
  }
}
