import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAbsent } from './failures';

/**
 * A generation is derived from the file, so that a file dropped by hand has one too, and an untouched file keeps
 * its own. It is the time of the last change of the inode (ctime: it moves with every write, also when the
 * modification time is forged or preserved) in microseconds, followed by three digits of inode, size and
 * modification time. It fits an INT64.
 *
 * File systems stamp files with a coarse clock (1 to 10 ms): two changes within one tick look the same. Hence the
 * rule that makes generations unique: **no generation is replaced, deleted or (where files are changed by hand)
 * handed out before the tick of its stamp has passed.** Any later change then carries a later stamp.
 *
 * What changes the inode but not the bytes (`chmod`, a hard link) makes a new generation as well.
 */
export function generationOf(file: BigIntStats): string {
  const micros = file.ctimeNs / 1000n;
  const mark = (file.ino * 1_000_003n + file.size * 7919n + file.mtimeNs) % 1000n;
  return String(micros * 1000n + mark);
}

/** Longer than the tick of any clock that stamps files. */
const TICK_MS = 20;

/** A file that never comes to rest (a log) is handed out all the same after so many looks. */
const LOOKS = 3;

/** Waits until a later change of the file is bound to get a later stamp. */
export async function outliveTick(file: BigIntStats): Promise<boolean> {
  const ageMs = Date.now() - Number(file.ctimeNs / 1_000_000n);
  if (ageMs > TICK_MS) return false;
  await sleep(TICK_MS);
  return true;
}

/** What `look` sees once the file has been at rest for a tick. */
export async function atRest(look: () => Promise<BigIntStats>): Promise<BigIntStats> {
  let file = await look();
  for (let looks = 1; looks < LOOKS && (await outliveTick(file)); looks++) file = await look();
  return file;
}

/** `null` when there is no regular file (symbolic links to files count as their target). */
export async function observe(path: string, byHand: boolean): Promise<BigIntStats | null> {
  const look = () => stat(path, { bigint: true });
  try {
    const file = await (byHand ? atRest(look) : look());
    return file.isFile() ? file : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
