import type { Context } from '../../src/ports/context';
import { type Warehouse, WarehouseError } from '../../src/ports/warehouse';

/**
 * The same world, where jobs take long for whoever has patience: the first `looks` times that somebody asks for a job that `isLong`, it is
 * still at work, as if patience had run out.
 */
export function withLongJobs(context: Context, looks: number, isLong = (_job: string) => true): Context {
  const { warehouse } = context;
  const asked = new Map<string, number>();
  const pending = (job: string, patience: AbortSignal | undefined): void => {
    if (!patience) return;
    const times = (asked.get(job) ?? 0) + 1;
    asked.set(job, times);
    if (isLong(job) && times <= looks) throw new WarehouseError('pending', `${job} is at work`);
  };
  const slow: Warehouse = {
    query: (bound, options) => warehouse.query(bound, options),
    execute: async (job, statements, patience) => {
      pending(job, patience);
      return warehouse.execute(job, statements);
    },
    load: async (job, request, patience) => {
      pending(job, patience);
      return warehouse.load(job, request);
    },
    estimate: (bound) => warehouse.estimate(bound),
    prepare: (structure) => warehouse.prepare(structure),
    discard: (tasks) => warehouse.discard(tasks),
    cancel: (job) => warehouse.cancel(job),
    close: () => warehouse.close(),
  };
  return { ...context, warehouse: slow };
}
