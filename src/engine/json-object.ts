import { text } from 'node:stream/consumers';
import { ObjectError, type ObjectStore } from '../ports/objects';

/** The content of an object of the journal. @throws {ObjectError} `not_found` */
export async function readJson(objects: ObjectStore, name: string, generation?: string): Promise<unknown> {
  return JSON.parse(await text(objects.read('journal', name, generation)));
}

/** The content with its generation, or `null` when there is no such object. */
export async function findJson(
  objects: ObjectStore,
  name: string,
): Promise<{ readonly content: unknown; readonly generation: string } | null> {
  for (;;) {
    const found = await objects.stat('journal', name);
    if (!found) return null;
    const content = await unless('not_found', readJson(objects, name, found.generation));
    if (content !== null) return { content, generation: found.generation };
  }
}

/** `null` where the object store answers with that kind of error. */
export async function unless<T>(kind: ObjectError['kind'], work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ObjectError && error.kind === kind) return null;
    throw error;
  }
}
