import type { Task } from '../core/planning/plan';
import type { State } from '../core/run-state';
import { backoff } from '../ingest/collect/waits';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { executeTask, type TaskOutcome } from './execute-task';
import { Interruption, type RunGuard } from './guard';
import { interruptible } from './interruptible';
import type { Journal, RunRecord } from './journal';

export interface TaskResult {
  readonly task: Task;
  readonly state: State;
  readonly outcome?: TaskOutcome;
  /** Why it failed, was skipped or cancelled. */
  readonly reason?: string;
}

/** What a task ends with, or begins another attempt after. */
interface Attempt extends TaskResult {
  readonly retry: boolean;
}

/** Takes tasks of one run through their states, each event into the journal before the next step. */
export class TaskRunner {
  private readonly context: Context;

  constructor(
    context: Context,
    private readonly journal: Journal,
    private readonly record: Pick<RunRecord, 'run' | 'backfill'>,
    private readonly guard: RunGuard,
    /** At most, from 1. */
    private readonly attempts: number,
  ) {
    this.context = { ...context, warehouse: interruptible(context.warehouse, guard) };
  }

  /** @throws {Interruption} `lost`, and whatever is a defect */
  async run(task: Task): Promise<TaskResult> {
    if (this.isCancelled()) return this.stop(task, 1);
    for (let attempt = 1; ; attempt++) {
      await this.note(task, 'RUNNING', attempt);
      const { retry, ...result } = await this.attempt(task, attempt);
      const counts = result.outcome && { ...result.outcome.verdict.totals };
      await this.note(task, result.state, attempt, result.reason, counts);
      if (!retry || attempt >= this.attempts) return result;
      await this.note(task, 'RETRY', attempt);
      await this.context.clock.sleep(backoff(attempt, this.context.clock), this.guard.signal);
      if (this.isCancelled()) return this.stop(task, attempt + 1);
    }
  }

  async skip(task: Task, reason: string): Promise<TaskResult> {
    if (this.isCancelled()) return this.stop(task, 1);
    await this.note(task, 'SKIPPED', 1, reason);
    return { task, state: 'SKIPPED', reason };
  }

  private async stop(task: Task, attempt: number): Promise<TaskResult> {
    const reason = this.reason();
    await this.note(task, 'CANCELLED', attempt, reason);
    return { task, state: 'CANCELLED', reason };
  }

  private async attempt(task: Task, attempt: number): Promise<Attempt> {
    try {
      const { run, backfill } = this.record;
      const work = { run, attempt, backfill: backfill !== undefined };
      const outcome = await executeTask(this.context, task, work);
      if (outcome.published) return { task, state: 'SUCCESS', outcome, retry: false };
      return { task, state: 'FAILED', outcome, reason: outcome.failures.join('; '), retry: false };
    } catch (error) {
      return this.failed(task, error);
    }
  }

  private failed(task: Task, error: unknown): Attempt {
    if (this.isCancelled()) return { task, state: 'CANCELLED', reason: this.reason(), retry: false };
    this.guard.signal.throwIfAborted();
    if (!(error instanceof WarehouseError)) throw error;
    const retry = error.kind === 'transient' || error.kind === 'conflict';
    return { task, state: 'FAILED', reason: error.message, retry };
  }

  private isCancelled(): boolean {
    const { aborted, reason } = this.guard.signal;
    return aborted && reason instanceof Interruption && reason.kind === 'cancelled';
  }

  private reason(): string {
    const reason: unknown = this.guard.signal.reason;
    return reason instanceof Error ? reason.message : String(reason);
  }

  private note(
    task: Task,
    state: State,
    attempt: number,
    message?: string,
    counts?: Readonly<Record<string, number>>,
  ): Promise<void> {
    return this.journal.append({
      run: this.record.run,
      task: task.id,
      state,
      attempt,
      at: this.context.clock.now().toISOString(),
      ...(message && { message }),
      ...(counts && { counts }),
    });
  }
}
