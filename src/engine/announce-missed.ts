import { fileId } from '../ingest/file-id';
import { knownFiles, sourceOf } from '../ingest/sweep';
import type { Announcer } from '../ports/announcer';
import type { Context } from '../ports/context';

/** Younger ones are being brought in. */
const AGE_MS = 600_000;
/** At once; the next sweep goes on. */
const MOST = 1000;

/**
 * Announces what has landed and is not in the ledger: its event was lost, or whoever brought it in died.
 * @returns how many
 */
export async function announceMissed(context: Context, announcer: Announcer): Promise<number> {
  const { objects, clock, manifest } = context;
  const known = await knownFiles(context);
  const before = clock.now().getTime() - AGE_MS;
  let announced = 0;
  for await (const object of objects.list('landing')) {
    if (announced === MOST) break;
    const isMissed = object.created.getTime() <= before && !known.has(fileId(object));
    if (!isMissed || !sourceOf(manifest.sources, object.name)) continue;
    await announcer.announce(object);
    announced++;
  }
  return announced;
}
