import type { Task } from '../core/planning/plan';
import { isRepublishing } from '../core/planning/rollback';
import { isFinal, type State } from '../core/run-state';
import { taskSuffix } from '../core/statement';
import { backoff } from '../ingest/collect/waits';
import { discardScratch } from '../ingest/discard-scratch';
import type { Context } from '../ports/context';
import { ObjectError } from '../ports/objects';
import { WarehouseError } from '../ports/warehouse';
import { findingsOf } from './alerts';
import { executeTask, jobsOf } from './execute-task';
import { Interruption, type RunGuard } from './guard';
import { interruptible } from './interruptible';
import type { Journal, RunRecord } from './journal';
import { republish } from './republish';
import type { TaskOutcome } from './task-work';
import { tellLineage } from './tell-lineage';
import { withoutValues } from './without-values';

export interface TaskResult {
  readonly task: Task;
  readonly state: State;
  /** Absent when it had ended before. */
  readonly outcome?: TaskOutcome;
  /** Why it failed, was skipped or cancelled. */
  readonly reason?: string;
  /** What broke that should not: the task has failed, and somebody has to look. */
  readonly defect?: unknown;
}

/** Where a task is after a step: ended, or `RUNNING` and worth another step after a while. */
export interface TaskStep extends TaskResult {
  /** Milliseconds. */
  readonly again?: number;
}

/** A job that works is looked at again after this. */
const LOOK_AGAIN_MS = 15_000;
const ATTEMPTS = 3;

/**
 * Takes the tasks of one run through their states, each event into the journal before the next step. Where a task is
 * stands in the journal, not here: any process can take the next step.
 */
export class TaskRunner {
  private readonly context: Context;

  /** @param patience once it aborts, a step comes back although the job of the task still works */
  constructor(
    context: Context,
    private readonly journal: Journal,
    private readonly record: Pick<RunRecord, 'run' | 'pipeline' | 'backfill' | 'plan'>,
    private readonly guard: RunGuard,
    patience?: AbortSignal,
  ) {
    this.context = { ...context, warehouse: interruptible(context.warehouse, guard, patience) };
  }

  /**
   * From where the task is to its end, to its next attempt, or until patience has run out.
   * @throws {Interruption} `lost`
   */
  async step(task: Task): Promise<TaskStep> {
    const { state, attempt } = await this.journal.task(this.record.run, task.id);
    if (isFinal(state)) return { task, state };
    await this.guard.look();
    if (this.isCancelled()) return this.stop(task, state, attempt);
    this.guard.signal.throwIfAborted();
    if (state === 'PENDING') return this.begin(task);
    return this.attempt(task, state === 'RETRY' ? attempt + 1 : attempt);
  }

  private async attempt(task: Task, attempt: number): Promise<TaskStep> {
    const step = await this.tried(task, attempt);
    const scratch = taskSuffix(this.record.run, task.id, attempt);
    if (step.state !== 'RUNNING') await discardScratch(this.context.warehouse, scratch);
    return step;
  }

  private async begin(task: Task): Promise<TaskStep> {
    for (const id of task.after) {
      const { state, message } = await this.journal.task(this.record.run, id);
      if (!isFinal(state)) return { task, state: 'PENDING', again: LOOK_AGAIN_MS };
      if (state !== 'SUCCESS') return this.skip(task, this.causeOf(id, state, message));
    }
    return this.attempt(task, 1);
  }

  /** The first model that did not succeed is the one to look at; why it did not is said there. */
  private causeOf(id: string, state: State, message: string | undefined): string {
    if (state === 'SKIPPED' && message) return message;
    const model = this.record.plan.tasks.find((task) => task.id === id)?.model ?? id;
    return `${model} is ${state}`;
  }

  private async skip(task: Task, reason: string): Promise<TaskStep> {
    await this.note(task, 'SKIPPED', 1, reason);
    return { task, state: 'SKIPPED', reason };
  }

  /** Its jobs may be at work without anybody waiting for them. */
  private async stop(task: Task, state: State, attempt: number): Promise<TaskStep> {
    if (state === 'RUNNING')
      for (const job of jobsOf(task, { run: this.record.run, attempt }))
        await this.context.warehouse.cancel(job);
    const reason = this.reason();
    await this.note(task, 'CANCELLED', state === 'RETRY' ? attempt + 1 : attempt, reason);
    return { task, state: 'CANCELLED', reason };
  }

  private async tried(task: Task, attempt: number): Promise<TaskStep> {
    await this.note(task, 'RUNNING', attempt);
    const { run, pipeline, backfill } = this.record;
    if (attempt === 1) await tellLineage(this.context, { run, pipeline, task, type: 'START' });
    const work = { run, attempt, backfill: backfill !== undefined };
    let outcome: TaskOutcome;
    try {
      outcome = await (isRepublishing(task)
        ? republish(this.context, task, work)
        : executeTask(this.context, task, work));
    } catch (error) {
      return this.broken(task, attempt, error);
    }
    const state = outcome.published ? 'SUCCESS' : 'FAILED';
    const reason = outcome.failures.join('; ');
    await this.note(task, state, attempt, reason, outcome);
    const rows = outcome.published ? outcome.verdict.totals.passed : 0;
    const type = outcome.published ? 'COMPLETE' : 'FAIL';
    await tellLineage(this.context, { run, pipeline, task, type, rows, ...(reason && { reason }) });
    return { task, state, outcome, ...(reason && { reason }) };
  }

  private async broken(task: Task, attempt: number, error: unknown): Promise<TaskStep> {
    if (this.isCancelled()) {
      await this.note(task, 'CANCELLED', attempt, this.reason());
      return { task, state: 'CANCELLED', reason: this.reason() };
    }
    this.guard.signal.throwIfAborted();
    if (error instanceof ObjectError && error.kind === 'transient') throw error;
    const kind = error instanceof WarehouseError ? error.kind : null;
    if (kind === 'pending') return { task, state: 'RUNNING', again: LOOK_AGAIN_MS };
    await this.note(task, 'FAILED', attempt, withoutValues(error));
    if ((kind === 'transient' || kind === 'conflict') && attempt < ATTEMPTS) {
      await this.note(task, 'RETRY', attempt);
      return { task, state: 'RETRY', again: backoff(attempt, this.context.clock) };
    }
    const { run, pipeline } = this.record;
    await tellLineage(this.context, { run, pipeline, task, type: 'FAIL', reason: withoutValues(error) });
    const reason = error instanceof Error ? error.message : String(error);
    return { task, state: 'FAILED', reason, ...(kind === null && { defect: error }) };
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
    outcome?: TaskOutcome,
  ): Promise<void> {
    return this.journal.append({
      run: this.record.run,
      task: task.id,
      state,
      attempt,
      at: this.context.clock.now().toISOString(),
      ...(message && { message }),
      ...(outcome && { counts: { ...outcome.verdict.totals }, findings: findingsOf(outcome) }),
    });
  }
}
