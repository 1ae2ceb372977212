import { json } from 'node:stream/consumers';
import type { Clock } from '../ports/clock';
import { ObjectError, type ObjectStore } from '../ports/objects';
import { WarehouseError } from '../ports/warehouse';

/**
 * How often the jobs of a file, a reference table or a view have been tried. A warehouse may run the id of a job only once, ever: after a failure
 * that may pass, the next attempt needs ids of its own, in whatever process it is made.
 */
export class Attempts {
  private readonly name: string;

  constructor(
    private readonly objects: ObjectStore,
    id: string,
  ) {
    this.name = `attempts/${id}.json`;
  }

  /** From 1. */
  async current(): Promise<number> {
    try {
      return ((await json(this.objects.read('journal', this.name))) as { attempt: number }).attempt;
    } catch (error) {
      if (error instanceof ObjectError && error.kind === 'not_found') return 1;
      throw error;
    }
  }

  /** Counts the attempt when one of its jobs has failed; passes every error on. */
  async counted<T>(attempt: number, clock: Clock, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const hasEnded = error instanceof WarehouseError && error.kind !== 'pending';
      const next = { attempt: attempt + 1, at: clock.now().toISOString() };
      if (hasEnded) await this.objects.write('journal', this.name, JSON.stringify(next));
      throw error;
    }
  }
}
