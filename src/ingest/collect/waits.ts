import type { Clock } from '../../ports/clock';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** An API that wants a longer pause than this is asked again by the next pull. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

const TOKEN_LENGTH = 8;

/**
 * Exponential backoff with full jitter: anything from nothing up to 0.5 s, 1 s, 2 s … 30 s.
 * @param failures how often the request has failed, from 1
 */
export function backoff(failures: number, clock: Clock): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return Math.round(ceiling * chance(clock));
}

/**
 * What Retry-After asks for, in milliseconds: seconds or an HTTP date. `null`: it says nothing that can be read.
 */
export function retryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

/** Keeps requests apart, so that no more than the agreed number begin in a second. */
export class Pace {
  private readonly gap: number;
  private next = 0;

  /** @param rate requests a second; absent: no limit */
  constructor(
    rate: number | undefined,
    private readonly clock: Clock,
  ) {
    this.gap = rate === undefined ? 0 : 1000 / rate;
  }

  async turn(): Promise<void> {
    const wait = this.next - this.clock.now().getTime();
    if (this.gap > 0 && wait > 0) await this.clock.sleep(Math.ceil(wait));
    this.next = Math.max(this.next, this.clock.now().getTime()) + this.gap;
  }
}

/** From 0 to 1, by the clock's token: base 36. */
const chance = (clock: Clock): number => Number.parseInt(clock.token(TOKEN_LENGTH), 36) / 36 ** TOKEN_LENGTH;
