import type { WarehouseState } from '../core/planning/plan';
import type { IsoDate } from '../core/types';
import type { Context, World } from '../ports/context';
import { findJson } from './json-object';
import { readState } from './warehouse-state';

/** Partitions that a rollback holds; of tables without partitions the dates of all that they are made from. */
export interface Pinned {
  readonly model: string;
  readonly dates: readonly IsoDate[];
}

const NOTE = 'pinned.json';

export const pinnedIn = ({ versions }: Pick<WarehouseState, 'versions'>): Pinned[] =>
  [...versions].flatMap(([model, table]) => {
    const dates = table.pinned();
    return dates.length === 0 ? [] : [{ model, dates }];
  });

/** Writes down what is pinned for those who have no warehouse at hand. The warehouse alone decides. */
export async function notePinned(context: Context, state?: WarehouseState): Promise<readonly Pinned[]> {
  const pinned = pinnedIn(state ?? (await readState(context)));
  const note = JSON.stringify(pinned);
  const noted = await findJson(context.objects, NOTE);
  if (note !== JSON.stringify(noted?.content ?? [])) await context.objects.write('journal', NOTE, note);
  return pinned;
}

/** What was pinned when somebody looked last. */
export async function notedPinned({ objects }: World): Promise<readonly Pinned[]> {
  return ((await findJson(objects, NOTE))?.content ?? []) as readonly Pinned[];
}
