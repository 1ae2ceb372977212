import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Body } from '../../ports/objects';
import { codeOf, isAbsent } from './failures';

/** Private to the store; hidden from `list` by the dot. In the bucket's folder, so that a rename is atomic. */
export const PRIVATE_FOLDER = '.store';

/** What a killed process left behind is removed when nothing has been added to it for so long. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Writes the body to a file that nobody sees. @returns its path, to be given to `reveal`, then removed */
export async function stage(folder: string, body: Body, durable: boolean): Promise<string> {
  const staging = path.join(folder, PRIVATE_FOLDER, 'writing');
  await mkdir(staging, { recursive: true });
  const file = path.join(staging, randomUUID());
  const source = body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
  try {
    await pipeline(source, createWriteStream(file, { flags: 'wx', flush: durable }));
    return file;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Milliseconds between tries grow by one each time. */
const REVEAL_ATTEMPTS = 40;

/** Makes a staged file the object, replacing what was there: visible whole or not at all. */
export async function reveal(staged: string, target: string, durable: boolean): Promise<void> {
  const parent = path.dirname(target);
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(parent, { recursive: true });
      await rename(staged, target);
      break;
    } catch (error) {
      // A concurrent delete may prune the folder while it is made, or once it is; each try meets it less often.
      if (codeOf(error) !== 'ENOENT' || attempt === REVEAL_ATTEMPTS) throw error;
      await wait(attempt);
    }
  }
  if (durable) await syncFolder(parent);
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes folders left empty, so that a name which was a prefix can become an object again. */
export async function pruneFolders(folder: string, from: string): Promise<void> {
  for (let empty = from; empty.length > folder.length; empty = path.dirname(empty)) {
    try {
      await rmdir(empty);
    } catch (error) {
      if (isAbsent(error)) continue;
      return;
    }
  }
}

export async function removeAbandoned(folder: string): Promise<void> {
  const staging = path.join(folder, PRIVATE_FOLDER, 'writing');
  const files = await readdir(staging).catch(() => []);
  for (const file of files.map((name) => path.join(staging, name))) {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  }
}
