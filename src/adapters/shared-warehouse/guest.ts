import { connect, type Socket } from 'node:net';
import type { BoundStatement, Row } from '../../core/types';
import {
  type Estimate,
  type JobResult,
  type LoadRequest,
  type QueryOptions,
  type QueryResult,
  type Structure,
  type Warehouse,
  WarehouseError,
} from '../../ports/warehouse';
import { Channel } from './channel';
import { type Call, errorOf, type Reply } from './messages';

/** The holder has let go of the warehouse before it began with the call. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/** A holder that works says something every five seconds. */
const SILENCE_MS = 30_000;
const GREETING_MS = 2000;

/** A call that has not been answered yet. */
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly rows: Row[];
}

/** A warehouse that another process holds. */
export class Guest implements Warehouse {
  private readonly channel: Channel;
  private readonly waiting = new Map<number, Waiting>();
  private readonly unanswered = new Set<Promise<unknown>>();
  private calls = 0;
  private holder = 0;
  private left = false;
  private greet: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    this.channel = new Channel(socket, (message) => this.take(message as Reply));
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    void this.channel.closed.then(() => this.lose());
  }

  /** @returns `null` when nobody answers there */
  static async at(address: string): Promise<Guest | null> {
    const guest = new Guest(connect(address));
    if (await guest.greeted()) return guest;
    guest.socket.destroy();
    return null;
  }

  get isGone(): boolean {
    return this.left || this.socket.destroyed || this.socket.readableEnded;
  }

  async query(bound: BoundStatement, { signal }: QueryOptions = {}): Promise<QueryResult> {
    const rows: Row[] = [];
    const head = (await this.ask({ verb: 'query', bound }, rows, signal)) as Pick<QueryResult, 'columns'>;
    return { columns: head.columns, rows };
  }

  async execute(job: string, statements: readonly BoundStatement[]): Promise<JobResult> {
    return (await this.ask({ verb: 'execute', job, statements })) as JobResult;
  }

  async load(job: string, request: LoadRequest): Promise<JobResult> {
    return (await this.ask({ verb: 'load', job, request })) as JobResult;
  }

  async estimate(bound: BoundStatement): Promise<Estimate> {
    return (await this.ask({ verb: 'estimate', bound })) as Estimate;
  }

  async prepare(structure: Structure): Promise<void> {
    await this.ask({ verb: 'prepare', structure });
  }

  async discard(tasks: readonly string[]): Promise<void> {
    await this.ask({ verb: 'discard', tasks });
  }

  async cancel(job: string): Promise<void> {
    await this.ask({ verb: 'cancel', job });
  }

  /** Waits for what runs. */
  async close(): Promise<void> {
    await Promise.allSettled(this.unanswered);
    // A process that has nothing else to wait for would end here, with code 0, whatever it has to say.
    this.socket.ref();
    this.socket.end();
    await this.channel.closed;
  }

  private greeted(): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (greeted: boolean): void => {
        clearTimeout(patience);
        this.socket.unref();
        resolve(greeted);
      };
      const patience = setTimeout(answer, GREETING_MS, false);
      this.greet = () => answer(true);
      void this.channel.closed.then(() => answer(false));
    });
  }

  private async ask(call: Call, rows: Row[] = [], signal?: AbortSignal): Promise<unknown> {
    if (this.isGone) throw new Moved('The holder of the warehouse has gone.');
    const id = ++this.calls;
    const abandon = (): void => this.send({ verb: 'abandon', call: id }, ++this.calls);
    signal?.addEventListener('abort', abandon, { once: true });
    const answered = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, rows });
    });
    this.unanswered.add(answered);
    this.socket.ref();
    this.send(call, id);
    try {
      return await answered;
    } finally {
      signal?.removeEventListener('abort', abandon);
      this.waiting.delete(id);
      this.unanswered.delete(answered);
      if (this.waiting.size === 0) this.socket.unref();
    }
  }

  private send(call: Call, id: number): void {
    void this.channel.send({ ...call, id });
  }

  private take(reply: Reply): void {
    if ('hello' in reply) {
      this.holder = reply.hello;
      this.greet();
    }
    if ('bye' in reply) this.leave(new Moved('The holder of the warehouse has let go of it.'));
    if (!('id' in reply)) return;
    const waiting = this.waiting.get(reply.id);
    if (!waiting) return;
    if ('rows' in reply) for (const row of reply.rows) waiting.rows.push(row);
    else if ('value' in reply) waiting.resolve(reply.value);
    else waiting.reject(errorOf(reply.error));
  }

  private lose(): void {
    const message = `Process ${this.holder}, which held the warehouse, ended or fell silent in the middle of the call. Try again: the next call opens the warehouse anew.`;
    this.leave(new WarehouseError('transient', message));
  }

  private leave(reason: Error): void {
    this.left = true;
    for (const { reject } of this.waiting.values()) reject(reason);
  }
}
