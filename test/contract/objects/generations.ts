import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ObjectError } from '../../../src/ports/objects';
import type { Claim } from '../claims';
import { kindOf, readText, type Store, succeeded } from './tools';

/** Generations and preconditions. */
export function claimGenerations(claim: Claim, store: Store): void {
  claim('an untouched object keeps its generation', async () => {
    const written = await store().write('journal', 'generations/kept', 'x');
    await readText(store(), 'journal', 'generations/kept');
    expect(await store().stat('journal', 'generations/kept')).toEqual(written);
    for await (const listed of store().list('journal', 'generations/kept')) expect(listed).toEqual(written);
  });

  claim('no generation comes twice, however quickly content of one size follows another', async () => {
    const seen = new Set<string>();
    for (let i = 10; i < 30; i++) {
      seen.add((await store().write('journal', 'generations/rapid', `v${i}`)).generation);
      if (i % 2) await store().delete('journal', 'generations/rapid');
    }
    expect(seen.size).toBe(20);
  });

  claim('the bytes of one generation are read, or none', async () => {
    const first = await store().write('journal', 'generations/read', 'first');
    expect(await readText(store(), 'journal', 'generations/read', first.generation)).toBe('first');
    const second = await store().write('journal', 'generations/read', 'other');
    expect(await kindOf(readText(store(), 'journal', 'generations/read', first.generation))).toBe(
      'not_found',
    );
    expect(await readText(store(), 'journal', 'generations/read', second.generation)).toBe('other');
    expect(await readText(store(), 'journal', 'generations/read')).toBe('other');
  });

  claim('a reader that has begun gets its generation to the end, or an error, never a mixture', async () => {
    const old = 'o'.repeat(3_000_000);
    const { generation } = await store().write('clean', 'generations/open', old);
    const stream = store().read('clean', 'generations/open', generation);
    await new Promise((resolve) => stream.once('readable', resolve));
    await store().write('clean', 'generations/open', 'n'.repeat(3_000_000));
    const result = await text(stream).catch((error: unknown) => error);
    if (result instanceof ObjectError) expect(result.kind).toBe('not_found');
    else expect(result === old).toBe(true);
  });

  claim('generation 0 means: only if the object does not exist', async () => {
    const name = 'generations/created';
    await store().write('journal', name, 'first', { ifGeneration: '0' });
    const again = store().write('journal', name, 'second', { ifGeneration: '0' });
    expect(await kindOf(again)).toBe('precondition');
    expect(await readText(store(), 'journal', name)).toBe('first');
    await store().delete('journal', name);
    await store().write('journal', name, 'third', { ifGeneration: '0' });
  });

  claim('any other generation means: only if the object is at it', async () => {
    const name = 'generations/swapped';
    const absent = store().write('journal', name, 'x', { ifGeneration: '1' });
    expect(await kindOf(absent)).toBe('precondition');
    const first = await store().write('journal', name, 'first');
    await store().write('journal', name, 'second', { ifGeneration: first.generation });
    const stale = store().write('journal', name, 'third', { ifGeneration: first.generation });
    expect(await kindOf(stale)).toBe('precondition');
    expect(await readText(store(), 'journal', name)).toBe('second');
  });

  claim('a write that its precondition refuses leaves nothing behind', async () => {
    const body = Readable.from(['lost']);
    expect(await kindOf(store().write('clean', 'generations/refused', body, { ifGeneration: '7' }))).toBe(
      'precondition',
    );
    expect(await store().stat('clean', 'generations/refused')).toBeNull();
  });

  claim('a copy takes exactly the generation it was given', async () => {
    const first = await store().write('landing', 'generations/file', 'first');
    await store().write('landing', 'generations/file', 'other');
    expect(await kindOf(store().copy(first, 'archive', 'generations/gone'))).toBe('not_found');
    expect(await store().stat('archive', 'generations/gone')).toBeNull();
  });

  claim('a copy obeys the precondition on its target', async () => {
    const from = await store().write('landing', 'generations/source', 'x');
    await store().copy(from, 'archive', 'generations/target', { ifGeneration: '0' });
    const again = store().copy(from, 'archive', 'generations/target', { ifGeneration: '0' });
    expect(await kindOf(again)).toBe('precondition');
  });

  claim('deleting obeys its precondition', async () => {
    const first = await store().write('journal', 'generations/lease', 'a');
    const second = await store().write('journal', 'generations/lease', 'b');
    const stale = store().delete('journal', 'generations/lease', { ifGeneration: first.generation });
    expect(await kindOf(stale)).toBe('precondition');
    await store().delete('journal', 'generations/lease', { ifGeneration: second.generation });
    await store().delete('journal', 'generations/lease', { ifGeneration: second.generation });
    expect(await store().stat('journal', 'generations/lease')).toBeNull();
  });

  claim('of many who create an object at once one succeeds', async () => {
    const writers = Array.from({ length: 20 }, (_, i) =>
      store().write('journal', 'generations/race', `${i}`, { ifGeneration: '0' }),
    );
    const [winner, ...others] = succeeded(await Promise.allSettled(writers));
    expect(others).toEqual([]);
    expect(await store().stat('journal', 'generations/race')).toEqual(winner);
  });

  claim('of many who replace a generation at once one succeeds', async () => {
    const { generation } = await store().write('journal', 'generations/swap race', 'start');
    const writers = Array.from({ length: 20 }, (_, i) =>
      store().write('journal', 'generations/swap race', `${i}`, { ifGeneration: generation }),
    );
    const [winner, ...others] = succeeded(await Promise.allSettled(writers));
    expect(others).toEqual([]);
    expect(await store().stat('journal', 'generations/swap race')).toEqual(winner);
  });
}
