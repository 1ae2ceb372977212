import type { Warehouse } from '../../ports/warehouse';

/** Who waits for which job, so that the end of one caller does not end what another one waits for. */
export class Jobs {
  private readonly callers = new Map<string, number>();

  /** Does the work as a caller of the job. */
  async during<T>(job: string, work: () => Promise<T>): Promise<T> {
    this.callers.set(job, this.waiting(job) + 1);
    try {
      return await work();
    } finally {
      const left = this.waiting(job) - 1;
      if (left === 0) this.callers.delete(job);
      else this.callers.set(job, left);
    }
  }

  waiting(job: string): number {
    return this.callers.get(job) ?? 0;
  }

  /** The warehouse as the process sees it that holds it. */
  counted(warehouse: Warehouse): Warehouse {
    return {
      query: (bound, options) => warehouse.query(bound, options),
      execute: (job, statements) => this.during(job, () => warehouse.execute(job, statements)),
      load: (job, request) => this.during(job, () => warehouse.load(job, request)),
      estimate: (bound) => warehouse.estimate(bound),
      prepare: (structure) => warehouse.prepare(structure),
      discard: (tasks) => warehouse.discard(tasks),
      cancel: (job) => warehouse.cancel(job),
      close: () => warehouse.close(),
    };
  }
}
