import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Claim } from '../claims';
import { kindOf, namesIn, readBytes, readText, type Store } from './tools';

/** Writing, reading, copying and deleting. */
export function claimContent(claim: Claim, store: Store): void {
  claim('an object that was never written is absent', async () => {
    expect(await store().stat('landing', 'content/none.csv')).toBeNull();
    expect(await kindOf(readText(store(), 'landing', 'content/none.csv'))).toBe('not_found');
  });

  claim('a write answers what was written', async () => {
    const before = Date.now();
    const written = await store().write('clean', 'content/été 😀.csv', 'naïve');
    expect(written).toMatchObject({ bucket: 'clean', name: 'content/été 😀.csv', size: 6 });
    expect(written.generation).toMatch(/^[1-9]\d*$/);
    expect(Math.abs(written.created.getTime() - before)).toBeLessThan(60_000);
    expect(await store().stat('clean', 'content/été 😀.csv')).toEqual(written);
  });

  claim('text, bytes and streams are stored byte for byte', async () => {
    const bytes = randomBytes(5_000_000);
    await store().write('clean', 'content/text', 'a\r\n\0é');
    await store().write('clean', 'content/bytes', bytes);
    const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 3_000_000), bytes.subarray(3_000_000)];
    await store().write('clean', 'content/stream', Readable.from(pieces));
    await store().write('clean', 'content/empty', '');
    expect(await readText(store(), 'clean', 'content/text')).toBe('a\r\n\0é');
    expect(bytes.equals(await readBytes(store(), 'clean', 'content/bytes'))).toBe(true);
    expect(bytes.equals(await readBytes(store(), 'clean', 'content/stream'))).toBe(true);
    expect(await readText(store(), 'clean', 'content/empty')).toBe('');
  });

  claim('the same name in two buckets is two objects', async () => {
    await store().write('landing', 'content/twice', 'one');
    await store().write('archive', 'content/twice', 'two');
    expect(await readText(store(), 'landing', 'content/twice')).toBe('one');
    expect(await readText(store(), 'archive', 'content/twice')).toBe('two');
  });

  claim('an object is invisible until its last byte is written', async () => {
    const body = async function* () {
      yield 'first';
      expect(await store().stat('clean', 'content/slow')).toBeNull();
      expect(await namesIn(store(), 'clean', 'content/slow')).toEqual([]);
      yield 'last';
    };
    await store().write('clean', 'content/slow', Readable.from(body()));
    expect(await readText(store(), 'clean', 'content/slow')).toBe('firstlast');
  });

  claim('a write whose source fails leaves the object as it was', async () => {
    const failing = () =>
      Readable.from(
        (function* () {
          yield 'half';
          throw new Error('the source broke');
        })(),
      );
    await expect(store().write('clean', 'content/broken', failing())).rejects.toThrow('the source broke');
    expect(await store().stat('clean', 'content/broken')).toBeNull();
    const old = await store().write('clean', 'content/broken', 'whole');
    await expect(store().write('clean', 'content/broken', failing())).rejects.toThrow('the source broke');
    expect(await store().stat('clean', 'content/broken')).toEqual(old);
  });

  claim('a copy is the same bytes under another generation, and may be repeated', async () => {
    const from = await store().write('landing', 'content/original.csv', 'id\n1\n');
    const copy = await store().copy(from, 'archive', 'content/copy/a1');
    expect(copy).toMatchObject({ bucket: 'archive', name: 'content/copy/a1', size: 5 });
    await store().copy(from, 'archive', 'content/copy/a1');
    expect(await readText(store(), 'archive', 'content/copy/a1')).toBe('id\n1\n');
    expect(await store().stat('landing', 'content/original.csv')).toEqual(from);
  });

  claim('deleting removes the object, and what is not there is deleted already', async () => {
    await store().write('clean', 'content/deleted', 'x');
    await store().delete('clean', 'content/deleted');
    await store().delete('clean', 'content/deleted');
    expect(await store().stat('clean', 'content/deleted')).toBeNull();
    expect(await kindOf(readText(store(), 'clean', 'content/deleted'))).toBe('not_found');
  });

  claim('a stream may be abandoned in the middle', async () => {
    await store().write('clean', 'content/long', randomBytes(3_000_000));
    for await (const chunk of store().read('clean', 'content/long')) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await store().delete('clean', 'content/long');
  });
}
