import { fingerprint } from '../../core/fingerprint';
import type { Manifest } from '../../core/manifest';
import { bindTo } from '../../core/statement';
import { firstMemory, plausible, type TriggerFacts, type TriggerMemory } from '../../core/triggers';
import type { Context, World } from '../../ports/context';
import { findJson } from '../json-object';
import { text } from '../warehouse-state';

export type Memories = ReadonlyMap<string, TriggerMemory>;

const nameOf = (pipeline: string): string => `serve/${pipeline}.json`;

/** What every pipeline remembers; one that nobody has served yet begins to, so that a restart knows since when. */
export async function recall(world: World, { pipelines }: Manifest): Promise<Memories> {
  const now = world.clock.now();
  const memories = new Map<string, TriggerMemory>();
  for (const { name } of pipelines) {
    const found = await findJson(world.objects, nameOf(name));
    const memory = found ? plausible(found.content as TriggerMemory, now) : firstMemory(now);
    if (memory !== found?.content) await remember(world, name, memory);
    memories.set(name, memory);
  }
  return memories;
}

export async function remember({ objects }: World, pipeline: string, memory: TriggerMemory): Promise<void> {
  await objects.write('journal', nameOf(pipeline), JSON.stringify(memory));
}

/** What triggers look at. */
export async function observe(context: Context, memories: Memories): Promise<TriggerFacts> {
  const successes = [...memories].flatMap(([name, { succeededAt }]): [string, string][] =>
    succeededAt ? [[name, succeededAt]] : [],
  );
  return {
    now: context.clock.now(),
    arrived: await arrivals(context),
    succeeded: new Map(successes),
  };
}

async function arrivals({ warehouse, manifest }: Context): Promise<Map<string, string>> {
  const watched = manifest.pipelines.some(({ triggers }) => triggers.some(({ kind }) => kind === 'on_file'));
  if (!watched) return new Map();
  const { rows } = await warehouse.query(bindTo(manifest.ops.sourceDates, {}));
  const dates = new Map<string, string[]>();
  for (const row of rows) {
    const source = text(row, 'source');
    dates.set(source, [...(dates.get(source) ?? []), `${text(row, 'event_date')} ${text(row, 'version')}`]);
  }
  return new Map([...dates].map(([source, versions]) => [source, fingerprint(versions.sort())]));
}
