import { ObjectError, type ObjectStore } from '../../ports/objects';
import type { ApiSource } from './address';
import { contentOf } from './content';
import type { PullState } from './state';

const six = (value: number): string => String(value).padStart(6, '0');

const pathOf = ({ pull, day, page }: PullState): string => `collected/${six(pull)}-${day}/${six(page)}`;

/** `<prefix>collected/<pull>-<day on which it began>/<page>.json`: the same page has the same name after a crash. */
export const pageName = ({ server }: ApiSource, state: PullState): string =>
  `${server.prefix}${pathOf(state)}.json`;

/** Number of the last pull that has landed something, 0 if there is none: for when the state was deleted. */
export async function lastPull(objects: ObjectStore, { server }: ApiSource): Promise<number> {
  const prefix = `${server.prefix}collected/`;
  let last = 0;
  for await (const { name } of objects.list('landing', prefix))
    last = Math.max(last, Number(/^\d+/.exec(name.slice(prefix.length))?.[0] ?? 0));
  return last;
}

/** The page that a process before this one has landed. `null`: it has not. */
export async function landedPage(objects: ObjectStore, name: string): Promise<Buffer | null> {
  const there = await objects.stat('landing', name);
  return there && contentOf(objects, 'landing', name, there.generation);
}

/** Lands the page unless it is there. @returns what is there: another process may have been faster */
export async function land(objects: ObjectStore, name: string, bytes: Buffer): Promise<Buffer> {
  try {
    await objects.write('landing', name, bytes, { ifGeneration: '0' });
    return bytes;
  } catch (error) {
    if (!(error instanceof ObjectError && error.kind === 'precondition')) throw error;
    return (await landedPage(objects, name)) ?? bytes;
  }
}

/**
 * Keeps an answer that is no page where a person can look at it and nothing is ingested from.
 * @returns where
 */
export async function keepAside(
  objects: ObjectStore,
  source: ApiSource,
  state: PullState,
  bytes: Buffer,
): Promise<string> {
  const name = `${source.name}/${pathOf(state)}.answer`;
  await objects.write('malformed', name, bytes);
  return `malformed/${name}`;
}
