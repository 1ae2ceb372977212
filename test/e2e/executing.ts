import type { Context } from '../../src/ports/context';
import type { JobResult, Warehouse } from '../../src/ports/warehouse';

type Way = (job: string, execute: () => Promise<JobResult>) => Promise<JobResult>;

/** The same world, where what is executed goes another way: later, or without an answer. */
export function executing({ warehouse, ...context }: Context, way: Way): Context {
  const execute: Warehouse['execute'] = (job, statements, patience) =>
    way(job, () => warehouse.execute(job, statements, patience));
  const other = new Proxy(warehouse, {
    get(target, name: keyof Warehouse) {
      return name === 'execute' ? execute : (target[name] as () => unknown).bind(target);
    },
  });
  return { ...context, warehouse: other };
}
