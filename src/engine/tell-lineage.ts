import { type Happening, lineageEvent } from '../core/lineage/build';
import type { Context } from '../ports/context';

/** Tells the catalog, if there is one. A catalog that does not listen fails no run. */
export async function tellLineage(
  { lineage, manifest, clock, progress }: Context,
  happening: Omit<Happening, 'at'>,
): Promise<void> {
  if (!lineage) return;
  try {
    await lineage.emit(
      lineageEvent(manifest, lineage.naming, { ...happening, at: clock.now().toISOString() }),
    );
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'Error';
    progress(`the lineage of ${happening.task.id} was not told (${kind})`);
  }
}
