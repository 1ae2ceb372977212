import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../ports/clock';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(unlessAborted(signal)),
  token: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
};

const unlessAborted =
  (signal: AbortSignal | undefined) =>
  (error: unknown): void => {
    if (!signal?.aborted) throw error;
  };
