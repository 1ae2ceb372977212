import type { WorstDay } from '../core/alerts';
import { STATES, type State, transition } from '../core/run-state';
import { ObjectError, type ObjectStore } from '../ports/objects';
import { readJson } from './json-object';

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
  /** Of a task that has stopped rows: the checks, those that stopped most first, hashes of some of the rows, the worst day. */
  readonly findings?: {
    readonly checks: readonly string[];
    readonly keys: readonly string[];
    readonly rejected?: WorstDay;
  };
}

/**
 * The events of a run or of one of its tasks: objects numbered from 1, each created once. Whoever appends must have
 * seen everything before, so that no two writers can bring a log into a state that the table of transitions forbids.
 */
export class EventLog {
  private events: RunEvent[] | undefined;

  /** @param prefix of the names of its objects, ending in `/` */
  constructor(
    private readonly objects: ObjectStore,
    private readonly prefix: string,
    private readonly subject: string,
  ) {}

  /** From the first to the last, as of the last look. */
  async known(): Promise<RunEvent[]> {
    return this.events ?? this.reread();
  }

  /**
   * Repeating an event that is there already changes nothing.
   * @throws {IllegalTransition} also when somebody else has written meanwhile
   */
  async append(event: RunEvent): Promise<void> {
    for (let events = await this.known(); !isIn(event, events); events = await this.reread()) {
      const begins = events.length === 0 && event.state === 'PENDING';
      if (!begins) transition(this.subject, stateOf(events), event.state);
      if (await this.create(events.length + 1, event)) return void events.push(event);
    }
  }

  private async reread(): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const { name } of this.objects.list('journal', this.prefix))
      events.push((await readJson(this.objects, name)) as RunEvent);
    this.events = events;
    return events;
  }

  private async create(number: number, event: RunEvent): Promise<boolean> {
    const name = `${this.prefix}${String(number).padStart(4, '0')}.json`;
    try {
      await this.objects.write('journal', name, JSON.stringify(event), { ifGeneration: '0' });
      return true;
    } catch (error) {
      if (error instanceof ObjectError && error.kind === 'precondition') return false;
      throw error;
    }
  }
}

const isIn = (event: RunEvent, events: readonly RunEvent[]): boolean =>
  events.some(({ state, attempt }) => state === event.state && attempt === event.attempt);

/** What has no event yet is PENDING. */
export const stateOf = (events: readonly RunEvent[]): State => events.at(-1)?.state ?? STATES[0];
