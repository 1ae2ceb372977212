import type { Socket } from 'node:net';
import type { Warehouse } from '../../ports/warehouse';
import { Channel, decodeNumbers } from './channel';
import type { Jobs } from './jobs';
import { answer, failureOf, jobOf, type Reply, type Request } from './messages';

/** A guest as the holder sees it: answers its calls, and ends what it called when it is gone. */
export class GuestDesk {
  private readonly channel: Channel;
  private readonly calls = new Map<number, { readonly request: Request; readonly abort: AbortController }>();
  private readonly working = new Set<Promise<void>>();
  private leaving = false;

  constructor(
    socket: Socket,
    private readonly warehouse: Warehouse,
    private readonly jobs: Jobs,
  ) {
    this.channel = new Channel(socket, (message) => this.take(decodeNumbers(message) as Request));
    // What keeps the holder alive is its own work, not its guests.
    socket.unref();
    void this.channel.closed.then(() => this.abandonAll());
    void this.say({ hello: process.pid });
  }

  get gone(): Promise<void> {
    return this.channel.closed;
  }

  signOfLife(): void {
    void this.say({ alive: true });
  }

  /** No call is begun from now on. Resolves when those that were have been answered. */
  async finish(): Promise<void> {
    this.leaving = true;
    await Promise.all(this.working);
  }

  /** Sends the guest to the next holder. */
  dismiss(): void {
    void this.say({ bye: true });
    this.channel.socket.end();
  }

  private take(request: Request): void {
    if (request.verb === 'abandon') return void this.abandon(request.call);
    if (this.leaving) return;
    const work: Promise<void> = this.reply(request).finally(() => this.working.delete(work));
    this.working.add(work);
  }

  private async reply(request: Request): Promise<void> {
    const { id } = request;
    const abort = new AbortController();
    this.calls.set(id, { request, abort });
    const job = jobOf(request);
    const work = (): Promise<unknown> =>
      answer(this.warehouse, request, abort.signal, (rows) => this.say({ id, rows }));
    try {
      const value = await (job === undefined ? work() : this.jobs.during(job, work));
      await this.say({ id, value: value ?? null });
    } catch (error) {
      await this.say({ id, error: failureOf(error) });
    } finally {
      this.calls.delete(id);
    }
  }

  private abandonAll(): void {
    for (const id of this.calls.keys()) this.abandon(id);
  }

  private abandon(id: number): void {
    const call = this.calls.get(id);
    if (!call) return;
    call.abort.abort();
    const job = jobOf(call.request);
    if (job !== undefined && this.jobs.waiting(job) === 1) void this.warehouse.cancel(job);
  }

  private say(reply: Reply): Promise<void> {
    return this.channel.send(reply);
  }
}
