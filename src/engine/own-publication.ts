import type { Task } from '../core/planning/plan';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { publicationsOf } from './publications';
import type { TaskWork } from './task-work';

/**
 * Whether an attempt that failed on its pins did so because an earlier one has published exactly these versions: its
 * job ended after it had been given up, and nothing is left to do.
 */
export async function isPublishedAnyway(
  context: Context,
  { model, dates }: Task,
  { run, attempt }: TaskWork,
  error: unknown,
): Promise<boolean> {
  const hasMoved = error instanceof WarehouseError && error.kind === 'assertion';
  if (!hasMoved || attempt === 1 || dates.length === 0) return false;
  const own = (await publicationsOf(context, model)).filter((publication) => publication.run === run);
  return dates.every(({ date, seq, version }) =>
    own.some((made) => made.date === date && made.seq === seq + 1 && made.version === version),
  );
}
