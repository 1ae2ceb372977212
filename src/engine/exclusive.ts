import type { World } from '../ports/context';
import { findJson, unless } from './json-object';

/** How long a holder that has died keeps others out. */
const HOLD_MS = 60_000;

/**
 * Does the work unless somebody else, in whatever process, is at it under the same name. A holder that works renews
 * its hold; that of one that died ends after a minute.
 * @param name of an object in the journal
 * @returns `null` when somebody else is at it
 */
export async function exclusively<T>(world: World, name: string, work: () => Promise<T>): Promise<T | null> {
  const hold = await take(world, name);
  if (!hold) return null;
  const ended = new AbortController();
  const renewing = renew(world, hold, ended.signal);
  try {
    return await work();
  } finally {
    ended.abort();
    await renewing;
    await unless('precondition', world.objects.delete('journal', name, { ifGeneration: hold.generation }));
  }
}

interface Hold {
  readonly name: string;
  generation: string;
}

async function take(world: World, name: string): Promise<Hold | null> {
  for (;;) {
    const current = await findJson(world.objects, name);
    const until = (current?.content as { until: string } | undefined)?.until ?? '';
    if (until > world.clock.now().toISOString()) return null;
    const generation = await write(world, name, current?.generation ?? '0');
    if (generation) return { name, generation };
  }
}

async function write(world: World, name: string, ifGeneration: string): Promise<string | null> {
  const until = new Date(world.clock.now().getTime() + HOLD_MS).toISOString();
  const body = JSON.stringify({ until });
  const written = await unless('precondition', world.objects.write('journal', name, body, { ifGeneration }));
  return written?.generation ?? null;
}

/** A renewal that fails costs nothing as long as the work ends soon; what is done twice must bear it anyway. */
async function renew(world: World, hold: Hold, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await world.clock.sleep(HOLD_MS / 3, ended);
    if (ended.aborted) return;
    const generation = await write(world, hold.name, hold.generation).catch(() => null);
    if (!generation) return;
    hold.generation = generation;
  }
}
