import type { Plan, Task } from '../core/planning/plan';
import type { State } from '../core/run-state';
import type { ObjectStore } from '../ports/objects';
import { EventLog, type RunEvent, stateOf } from './event-log';
import { findJson, readJson, unless } from './json-object';

export type { RunEvent } from './event-log';

export interface RunRecord {
  readonly run: string;
  readonly pipeline: string;
  readonly trigger: string;
  /** ISO instant. */
  readonly createdAt: string;
  readonly plan: Plan;
  /** The run whose plan this one repeats. */
  readonly rerunOf?: string;
  /** Identity of the backfill that it works for; see `backfill.ts`. */
  readonly backfill?: string;
  /** Of models or dates that somebody chose; see `begin-run.ts`. */
  readonly partial?: boolean;
  /** Object in `manifests` that it was planned with, where there can be others. */
  readonly manifestObject?: string;
  /** The run after which the partitions were as this one makes them be again. */
  readonly rollbackTo?: string;
}

export interface TaskStatus {
  readonly task: string;
  readonly model: string;
  readonly state: State;
  readonly attempt: number;
  readonly events: readonly RunEvent[];
}

/** Where a task is, and what was said last. */
export interface TaskState {
  readonly state: State;
  readonly attempt: number;
  readonly message?: string;
}

export interface RunStatus {
  readonly record: RunRecord;
  readonly state: State;
  readonly events: readonly RunEvent[];
  readonly tasks: readonly TaskStatus[];
}

/**
 * The history of runs as small objects, readable without the warehouse, also while a run works:
 * `runs/<run>.json` is what it set out to do, `events/<run>/…` what happened.
 */
export class Journal {
  private readonly logs = new Map<string, EventLog>();

  constructor(private readonly objects: ObjectStore) {}

  /** @returns the record as it stands: that of whoever was first */
  async create(record: RunRecord): Promise<RunRecord> {
    const { run, backfill } = record;
    if (backfill) await this.objects.write('journal', backfillName(backfill, run), '{}');
    const written = await unless(
      'precondition',
      this.objects.write('journal', recordName(run), JSON.stringify(record), { ifGeneration: '0' }),
    );
    const standing = written ? record : ((await this.record(run)) ?? record);
    await this.append({ run, state: 'PENDING', attempt: 1, at: standing.createdAt });
    return standing;
  }

  /**
   * Repeating an event that is there already changes nothing.
   * @throws {IllegalTransition} also when somebody else has closed the run meanwhile
   */
  async append(event: RunEvent): Promise<void> {
    await this.log(event.run, event.task).append(event);
  }

  /** A task as far as it has come; what this journal has read or written itself is not read again. */
  async task(run: string, task: string): Promise<TaskState> {
    const events = await this.log(run, task).known();
    const { attempt = 1, message } = events.at(-1) ?? {};
    return { state: stateOf(events), attempt, ...(message && { message }) };
  }

  /** From the first to the last. */
  async runs(): Promise<string[]> {
    return this.namesBelow('runs/');
  }

  /** The runs that have worked for a backfill that has not come to its end. */
  async runsOf(backfill: string): Promise<string[]> {
    return this.namesBelow(backfillPrefix(backfill));
  }

  async forgetBackfill(backfill: string): Promise<void> {
    for (const run of await this.runsOf(backfill))
      await this.objects.delete('journal', backfillName(backfill, run));
  }

  async record(run: string): Promise<RunRecord | null> {
    const found = await findJson(this.objects, recordName(run));
    return found && (found.content as RunRecord);
  }

  async status(run: string): Promise<RunStatus | null> {
    const record = await this.record(run);
    if (!record) return null;
    const bySubject = new Map<string, RunEvent[]>();
    for (const event of await this.events(run)) {
      const subject = event.task ?? '';
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), event]);
    }
    const events = bySubject.get('') ?? [];
    const tasks = record.plan.tasks.map((task) => taskStatus(task, bySubject.get(task.id) ?? []));
    return { record, state: stateOf(events), events, tasks };
  }

  private log(run: string, task: string | undefined): EventLog {
    const subject = task ? `task ${task} of run ${run}` : `run ${run}`;
    const prefix = task ? taskPrefix(run, task) : `${eventsPrefix(run)}run/`;
    const log = this.logs.get(prefix) ?? new EventLog(this.objects, prefix, subject);
    this.logs.set(prefix, log);
    return log;
  }

  /** `<prefix><name>.json`, and nothing deeper. */
  private async namesBelow(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for await (const { name } of this.objects.list('journal', prefix)) {
      const own = /^([^/]+)\.json$/.exec(name.slice(prefix.length))?.[1];
      if (own) names.push(own);
    }
    return names;
  }

  private async events(run: string): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const { name } of this.objects.list('journal', eventsPrefix(run)))
      events.push((await readJson(this.objects, name)) as RunEvent);
    return events;
  }
}

const recordName = (run: string): string => `runs/${run}.json`;
const backfillPrefix = (backfill: string): string => `backfills/${backfill}/`;
const backfillName = (backfill: string, run: string): string => `${backfillPrefix(backfill)}${run}.json`;
const eventsPrefix = (run: string): string => `events/${run}/`;
const taskPrefix = (run: string, task: string): string => `${eventsPrefix(run)}tasks/${task}/`;

const taskStatus = (task: Task, events: readonly RunEvent[]): TaskStatus => ({
  task: task.id,
  model: task.model,
  state: stateOf(events),
  attempt: events.at(-1)?.attempt ?? 1,
  events,
});
