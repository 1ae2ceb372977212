import { mkdir, readdir, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { LocalFileStore } from '../../src/adapters/local-files';
import { ObjectError } from '../../src/ports/objects';
import { type TemporaryFolder, temporaryFolder } from './folder';

let folder: TemporaryFolder;
let store: LocalFileStore;
const inLanding = (name: string) => path.join(folder.path, 'landing', name);

beforeEach(async () => {
  folder = await temporaryFolder();
  store = new LocalFileStore(folder.path);
  await mkdir(inLanding('visits'), { recursive: true });
});
afterEach(() => folder.remove());

async function generation(name: string): Promise<string> {
  const found = await store.stat('landing', name);
  if (!found) throw new Error(`${name} is absent`);
  return found.generation;
}

async function listed(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list('landing')) names.push(name);
  return names;
}

async function refusal(work: Promise<unknown>): Promise<ObjectError> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof ObjectError) return error;
  throw error;
}

describe('A file dropped by hand', () => {
  test('keeps its generation as long as nobody touches it, in every process', async () => {
    await writeFile(inLanding('visits/a.csv'), 'id\n1\n');
    const first = await generation('visits/a.csv');
    const other = new LocalFileStore(folder.path);
    expect((await other.stat('landing', 'visits/a.csv'))?.generation).toBe(first);
    expect(await text(other.read('landing', 'visits/a.csv', first))).toBe('id\n1\n');
  });

  test('gets another generation for every content, also in place, of one size, at one instant and time', async () => {
    const seen = new Set<string>();
    const noon = new Date('2026-10-01T12:00:00Z');
    for (let i = 0; i < 20; i++) {
      await writeFile(inLanding('visits/a.csv'), `id\n${i % 10}\n`);
      await utimes(inLanding('visits/a.csv'), noon, noon);
      seen.add(await generation('visits/a.csv'));
    }
    expect(seen.size).toBe(20);
  });

  test('gets another generation when a file prepared in the same instant is moved over it', async () => {
    const contents = ['one', 'two', 'six'];
    for (const content of contents) await writeFile(path.join(folder.path, content), content);
    const seen = new Set<string>();
    for (const content of contents) {
      await rename(path.join(folder.path, content), inLanding('visits/a.csv'));
      seen.add(await generation('visits/a.csv'));
    }
    expect(seen.size).toBe(3);
  });

  test('was created when its content was last modified', async () => {
    await writeFile(inLanding('visits/a.csv'), 'x');
    const noon = new Date('2026-10-01T12:00:00Z');
    await utimes(inLanding('visits/a.csv'), noon, noon);
    expect((await store.stat('landing', 'visits/a.csv'))?.created).toEqual(noon);
  });

  test('fails its reader when it is rewritten in place meanwhile', async () => {
    await writeFile(inLanding('visits/a.csv'), 'o'.repeat(4_000_000));
    const found = await store.stat('landing', 'visits/a.csv');
    if (!found) throw new Error('absent');
    const stream = store.read('landing', found.name, found.generation);
    await new Promise((resolve) => stream.once('readable', resolve));
    await writeFile(inLanding('visits/a.csv'), 'n'.repeat(4_000_000));
    expect((await refusal(text(stream))).kind).toBe('not_found');
  });

  test('may be a symbolic link, which has the generation of its target', async () => {
    await writeFile(path.join(folder.path, 'big.csv'), 'first');
    await symlink(path.join(folder.path, 'big.csv'), inLanding('visits/link.csv'));
    const first = await generation('visits/link.csv');
    await writeFile(path.join(folder.path, 'big.csv'), 'other');
    expect(await generation('visits/link.csv')).not.toBe(first);
    expect(await listed()).toEqual(['visits/link.csv']);
  });
});

/** Longer than the tick of the clock that stamps files. */
const TICK_MS = 20;

describe('The clock of the file system', () => {
  const stamp = async (file: string) => (await stat(file)).ctimeMs;

  test('has ticked before a fresh file dropped by hand is identified, listed or read', async () => {
    const looks = [
      () => store.stat('landing', 'visits/a.csv'),
      () => listed(),
      () => text(store.read('landing', 'visits/a.csv')),
    ];
    for (const look of looks) {
      await writeFile(inLanding('visits/a.csv'), 'x');
      await look();
      expect(Date.now() - (await stamp(inLanding('visits/a.csv')))).toBeGreaterThanOrEqual(TICK_MS);
    }
  });

  test('has ticked between two generations of one name, also when one is deleted', async () => {
    const file = store.address('journal', 'lease');
    const stamps: number[] = [];
    for (let i = 0; i < 4; i++) {
      await store.write('journal', 'lease', String(i));
      stamps.push(await stamp(file));
      if (i % 2) await store.delete('journal', 'lease');
    }
    for (const [i, at] of stamps.slice(1).entries()) {
      expect(at).toBeGreaterThan(stamps[i] ?? at);
    }
  });
});

describe('The folder of a bucket', () => {
  test('may lie elsewhere', async () => {
    const elsewhere = path.join(folder.path, 'inbox');
    const other = new LocalFileStore(path.join(folder.path, '.ecluse'), { folders: { landing: elsewhere } });
    await other.write('landing', 'visits/a.csv', 'x');
    expect(other.address('landing', 'visits/a.csv')).toBe(path.join(elsewhere, 'visits/a.csv'));
    expect(await readdir(path.join(elsewhere, 'visits'))).toEqual(['a.csv']);
  });

  test('hides what starts with a dot: the store itself, and files of the desktop', async () => {
    await store.write('landing', 'visits/a.csv', 'x');
    await writeFile(inLanding('.DS_Store'), 'x');
    await writeFile(inLanding('visits/.b.csv.swp'), 'x');
    expect(await readdir(inLanding(''))).toContain('.store');
    expect(await listed()).toEqual(['visits/a.csv']);
  });

  test('keeps no unfinished write that was abandoned a day ago', async () => {
    const writing = path.join(folder.path, 'clean/.store/writing');
    await mkdir(writing, { recursive: true });
    await writeFile(path.join(writing, 'old'), 'half');
    await writeFile(path.join(writing, 'recent'), 'half');
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    await utimes(path.join(writing, 'old'), longAgo, longAgo);
    await store.write('clean', 'x', 'x');
    expect(await readdir(writing)).toEqual(['recent']);
  });

  test('has no empty folders left when its objects are deleted', async () => {
    await store.write('clean', 'a/b/c', 'x');
    await store.delete('clean', 'a/b/c');
    await store.write('clean', 'a', 'now an object');
    expect(await text(store.read('clean', 'a'))).toBe('now an object');
  });
});

describe('A name', () => {
  const hostile = [
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/./b',
    'a//b',
    'a/',
    'a\\b',
    'a\0b',
    'a\nb',
    '.store/x',
  ];
  test.each(hostile)('such as %j is refused by every verb', async (name) => {
    const from = { bucket: 'landing', name, generation: '1', size: 1, created: new Date(0) } as const;
    const calls = [
      store.stat('landing', name),
      store.write('landing', name, 'x'),
      store.delete('landing', name),
      text(store.read('landing', name)),
      store.copy(from, 'archive', 'x'),
    ];
    for (const call of calls) expect((await refusal(call)).kind).toBe('invalid_name');
    expect(() => store.address('landing', name)).toThrow(ObjectError);
  });

  test('with half a surrogate pair, or a part longer than the file system allows, is refused', async () => {
    expect((await refusal(store.write('landing', 'a\ud800', 'x'))).kind).toBe('invalid_name');
    expect((await refusal(store.write('landing', 'é'.repeat(128), 'x'))).message).toContain(
      'more than 255 bytes',
    );
  });

  test('cannot lead a listing out of the bucket', async () => {
    await store.write('archive', 'secret', 'x');
    for (const prefix of ['../archive/', '../archive/secret', '/', 'a/../../archive/']) {
      for await (const found of store.list('landing', prefix)) throw new Error(`found ${found.name}`);
    }
  });

  test('cannot be both an object and the folder of others, and the message says so', async () => {
    await store.write('clean', 'a', 'x');
    const below = await refusal(store.write('clean', 'a/b', 'x'));
    await store.write('clean', 'c/d', 'x');
    const above = await refusal(store.write('clean', 'c', 'x'));
    for (const { kind, message } of [below, above]) {
      expect(kind).toBe('invalid_name');
      expect(message).toMatch(/^clean\/(a\/b|c) cannot be written: .* rename one of the two\.$/);
    }
    expect(await store.stat('clean', 'c')).toBeNull();
    expect(await store.stat('clean', 'a/b')).toBeNull();
  });
});
