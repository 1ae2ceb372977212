import type { Plan } from '../core/planning/plan';
import { STATES, type State, transition } from '../core/run-state';
import { ObjectError, type ObjectStore } from '../ports/objects';

/** What happened to a task or, without `task`, to the run. */
export interface RunEvent {
  readonly run: string;
  readonly task?: string;
  readonly state: State;
  /** From 1. */
  readonly attempt: number;
  /** ISO instant. */
  readonly at: string;
  readonly message?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

export interface RunRecord {
  readonly run: string;
  readonly pipeline: string;
  readonly trigger: string;
  readonly createdAt: string;
  readonly plan: Plan;
}

export interface TaskStatus {
  readonly task: string;
  readonly model: string;
  readonly state: State;
  readonly attempt: number;
  readonly events: readonly RunEvent[];
}

export interface RunStatus {
  readonly record: RunRecord;
  readonly state: State;
  readonly events: readonly RunEvent[];
  readonly tasks: readonly TaskStatus[];
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The history of runs as small objects, one an event, each written once: the name says attempt and state, so that
 * writing the same event again finds it there. Readable without the warehouse.
 */
export class Journal {
  constructor(private readonly objects: ObjectStore) {}

  async create(record: RunRecord): Promise<void> {
    await this.writeOnce(`runs/${record.run}/run.json`, record);
    await this.append({ run: record.run, state: 'PENDING', attempt: 1, at: record.createdAt });
  }

  /** Repeating an event that is there already changes nothing. */
  async append(event: RunEvent): Promise<void> {
    const folder = event.task ? `tasks/${event.task}` : 'events';
    await this.writeOnce(`runs/${event.run}/${folder}/${eventName(event)}.json`, event);
  }

  async runs(): Promise<string[]> {
    const names = new Set<string>();
    for await (const object of this.objects.list('journal', 'runs/'))
      names.add(object.name.split('/')[1] ?? '');
    return [...names].sort();
  }

  async record(run: string): Promise<RunRecord | null> {
    const found = await this.objects.stat('journal', `runs/${run}/run.json`);
    return found ? ((await this.read(found.name)) as RunRecord) : null;
  }

  async status(run: string): Promise<RunStatus | null> {
    const record = await this.record(run);
    if (!record) return null;
    const events: RunEvent[] = [];
    for await (const object of this.objects.list('journal', `runs/${run}/`))
      if (!object.name.endsWith('/run.json')) events.push((await this.read(object.name)) as RunEvent);
    const own = inOrder(events.filter((event) => !event.task));
    const tasks = record.plan.tasks.map((task) => {
      const its = inOrder(events.filter((event) => event.task === task.id));
      return {
        task: task.id,
        model: task.model,
        state: fold(`task ${task.id}`, its),
        attempt: its.at(-1)?.attempt ?? 1,
        events: its,
      };
    });
    return { record, state: fold(`run ${run}`, own), events: own, tasks };
  }

  private async writeOnce(name: string, content: object): Promise<void> {
    try {
      await this.objects.write('journal', name, JSON.stringify(content), { ifGeneration: '0' });
    } catch (error) {
      if (!(error instanceof ObjectError && error.kind === 'precondition')) throw error;
    }
  }

  private async read(name: string): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.objects.read('journal', name)) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  }
}

/** FAILED and RETRY belong to the attempt that failed; the RUNNING after them begins the next. */
const rank = (event: RunEvent): string =>
  `${two(event.attempt)}.${two(event.state === 'RETRY' ? STATES.length : STATES.indexOf(event.state))}`;

const eventName = (event: RunEvent): string => `${rank(event)}.${event.state}`;

const inOrder = (events: readonly RunEvent[]): RunEvent[] =>
  [...events].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));

function fold(subject: string, events: readonly RunEvent[]): State {
  return events
    .filter((event) => event.state !== 'PENDING')
    .reduce<State>((state, event) => transition(subject, state, event.state), 'PENDING');
}
