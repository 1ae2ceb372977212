import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, isAbsent } from './failures';
import { isRunning, startOf } from './processes';

/**
 * A lock between processes that survives SIGKILL at any moment.
 *
 * A lock is a folder of numbered symbolic links, its turns; the highest one is its state: its target is `free`, or
 * says who holds it. Taking the lock means creating the next number, which the file system grants to exactly one
 * process (symlink fails if the name exists, and content appears with the name). Releasing it means creating the
 * number after that, as `free`. A holder that has died counts as free.
 *
 * The highest turn is never deleted, so nobody can break a lock twice: who saw an outdated state fails to create its
 * number, or finds a higher one after creating it and steps back.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return inTurn(folder, async () => {
    const turn = await acquire(folder);
    try {
      return await work();
    } finally {
      await create(folder, turn + 1, FREE);
    }
  });
}

const FREE = 'free';

/** Turns kept behind the highest, so that a scan of the folder cannot miss all of them at once. */
const KEPT = 8;

/** A holder on another machine (a folder shared by containers) cannot be asked; it is presumed dead after this. */
const FOREIGN_HOLDER_MS = 60_000;

const token = randomUUID();

/** Waiting inside a process needs no polling. */
const queues = new Map<string, Promise<unknown>>();

async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  queues.set(key, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(key) === mine) queues.delete(key);
  }
}

async function acquire(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const me = [process.pid, await startOf(process.pid), token, hostname()].join('@');
  for (;;) {
    const turn = await tryAcquire(folder, me);
    if (turn !== null) return turn;
    await sleep(1 + Math.random() * 4);
  }
}

async function tryAcquire(folder: string, me: string): Promise<number | null> {
  const newest = Math.max(0, ...(await turnsOf(folder)));
  if (newest > 0 && !(await isFree(folder, newest))) return null;
  const mine = newest + 1;
  if (!(await create(folder, mine, me))) return null;
  const turns = await turnsOf(folder);
  if (Math.max(...turns) > mine) {
    await forget(folder, [mine]);
    return null;
  }
  await forget(
    folder,
    turns.filter((turn) => turn < mine - KEPT),
  );
  return mine;
}

async function turnsOf(folder: string): Promise<number[]> {
  return (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function create(folder: string, turn: number, state: string): Promise<boolean> {
  try {
    await symlink(state, path.join(folder, String(turn)));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function forget(folder: string, turns: readonly number[]): Promise<void> {
  for (const turn of turns) await rm(path.join(folder, String(turn)), { force: true });
}

async function isFree(folder: string, turn: number): Promise<boolean> {
  const link = path.join(folder, String(turn));
  try {
    const state = await readlink(link);
    return state === FREE || !(await isHeld(state, link));
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function isHeld(state: string, link: string): Promise<boolean> {
  const [pid = '', start = '', holder = '', ...host] = state.split('@');
  // Whoever asks waits in `inTurn`: a turn of this very process is one that it failed to release.
  if (holder === token) return false;
  if (host.join('@') === hostname()) return isRunning(Number(pid), start);
  return Date.now() - (await lstat(link)).mtimeMs < FOREIGN_HOLDER_MS;
}
