import type { Context } from '../../src/ports/context';
import type { Warehouse } from '../../src/ports/warehouse';

/** The same world, where something happens before each job of its warehouse. */
export function withBefore(context: Context, before: (job: string) => Promise<void>): Context {
  const { warehouse } = context;
  const watched: Warehouse = {
    query: (bound) => warehouse.query(bound),
    execute: async (job, statements) => {
      await before(job);
      return warehouse.execute(job, statements);
    },
    load: (job, request) => warehouse.load(job, request),
    estimate: (bound) => warehouse.estimate(bound),
    prepare: (structure) => warehouse.prepare(structure),
    discard: (tasks) => warehouse.discard(tasks),
    cancel: (job) => warehouse.cancel(job),
    close: () => warehouse.close(),
  };
  return { ...context, warehouse: watched };
}
