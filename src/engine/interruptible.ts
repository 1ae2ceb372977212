import type { Warehouse } from '../ports/warehouse';
import type { RunGuard } from './guard';

/**
 * The warehouse as a run sees it: no job starts once the run is to stop, and a job that works then is cancelled.
 * @param patience given to every job: once it aborts, jobs go on and calls end as `pending`
 */
export function interruptible(warehouse: Warehouse, guard: RunGuard, patience?: AbortSignal): Warehouse {
  const guarded = async <T>(job: string, start: () => Promise<T>): Promise<T> => {
    await guard.check();
    let cancelled: Promise<void> | undefined;
    const cancel = (): void => {
      // That it could not be cancelled shows in how it ends: nobody else is to hear of it.
      cancelled = warehouse.cancel(job).catch(() => undefined);
    };
    guard.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await start();
    } finally {
      guard.signal.removeEventListener('abort', cancel);
      await cancelled;
    }
  };
  return {
    query: (bound, options = {}) =>
      options.job === undefined
        ? warehouse.query(bound, options)
        : guarded(options.job, () => warehouse.query(bound, { ...options, patience })),
    execute: (job, statements) => guarded(job, () => warehouse.execute(job, statements, patience)),
    load: (job, request) => guarded(job, () => warehouse.load(job, request, patience)),
    estimate: (bound) => warehouse.estimate(bound),
    prepare: (structure) => warehouse.prepare(structure),
    discard: (tasks) => warehouse.discard(tasks),
    cancel: (job) => warehouse.cancel(job),
    close: () => warehouse.close(),
  };
}
