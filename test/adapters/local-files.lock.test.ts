import { lutimes, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../src/adapters/local-files/lock';
import { isRunning, startOf } from '../../src/adapters/local-files/processes';
import { type TemporaryFolder, temporaryFolder } from './folder';

let folder: TemporaryFolder;
const turn = (number: number) => path.join(folder.path, String(number));

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(folder.path, { recursive: true });
});
afterEach(() => folder.remove());

const taken = () => withLock(folder.path, async () => 'taken');
const withinMs = (ms: number) => Promise.race([taken(), sleep(ms, 'waiting')]);

describe('The lock', () => {
  test('is held by one at a time', async () => {
    let inside = 0;
    const work = () =>
      withLock(folder.path, async () => {
        inside++;
        await sleep(1);
        expect(inside--).toBe(1);
      });
    await Promise.all(Array.from({ length: 30 }, work));
  });

  test('is released when the work fails', async () => {
    await expect(withLock(folder.path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await taken()).toBe('taken');
  });

  test('keeps few turns, however often it is taken', async () => {
    for (let i = 0; i < 50; i++) await taken();
    const turns = (await readdir(folder.path)).map(Number);
    expect(turns.length).toBeLessThan(15);
    expect(await readlink(turn(Math.max(...turns)))).toBe('free');
  });

  test('is waited for while its holder lives', async () => {
    const parent = `${process.ppid}@${await startOf(process.ppid)}@other@${hostname()}`;
    await symlink(parent, turn(1));
    expect(await withinMs(100)).toBe('waiting');
    await symlink('free', turn(2));
    expect(await taken()).toBe('taken');
  });

  test('passes on when its holder has died, also if another process has its number now', async () => {
    await symlink(`999999999@1@other@${hostname()}`, turn(1));
    expect(await taken()).toBe('taken');
    const last = Math.max(...(await readdir(folder.path)).map(Number));
    await symlink(`${process.ppid}@1@other@${hostname()}`, turn(last + 1));
    expect(await taken()).toBe('taken');
  });

  test('passes on from a holder on another machine only after a minute', async () => {
    await symlink('1@1@other@elsewhere', turn(1));
    expect(await withinMs(100)).toBe('waiting');
    const longAgo = new Date(Date.now() - 61_000);
    await lutimes(turn(1), longAgo, longAgo);
    expect(await taken()).toBe('taken');
  });
});

test('A process is running only if it is the one that started then', async () => {
  expect(await isRunning(process.pid, await startOf(process.pid))).toBe(true);
  expect(await isRunning(process.pid, '1')).toBe(false);
  expect(await isRunning(999_999_999, '1')).toBe(false);
});
