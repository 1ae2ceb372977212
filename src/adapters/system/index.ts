import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../ports/clock';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => wait(milliseconds),
  token: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
};
