import type { PlannedDate, Task } from '../core/planning/plan';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { publicationsOf } from './publications';
import type { TaskWork } from './task-work';

/** A date of a plan; `run` says who has made it where that is not who publishes it. */
type Wanted = PlannedDate & { readonly run?: string };

/**
 * Whether an attempt that failed on its pins did so because an earlier one has published exactly these versions: its
 * job ended after it had been given up, and nothing is left to do.
 */
export async function isPublishedAnyway(
  context: Context,
  { model, dates }: Pick<Task, 'model'> & { readonly dates: readonly Wanted[] },
  { run, attempt }: TaskWork,
  error: unknown,
): Promise<boolean> {
  const hasMoved = error instanceof WarehouseError && error.kind === 'assertion';
  if (!hasMoved || attempt === 1 || dates.length === 0) return false;
  const publications = await publicationsOf(context, model);
  const isMade = (wanted: Wanted): boolean =>
    publications.some(
      ({ date, seq, version, run: maker }) =>
        date === wanted.date &&
        seq === wanted.seq + 1 &&
        version === wanted.version &&
        maker === (wanted.run ?? run),
    );
  return dates.every(isMade);
}
