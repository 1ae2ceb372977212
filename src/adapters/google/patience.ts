import { setTimeout as pause } from 'node:timers/promises';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;

/** How often and how patiently requests over a network are tried again. */
export class Patience {
  readonly #longestMs: number;

  /** @param isPassing whether the same request may succeed later */
  constructor(
    longestPauseSeconds: number,
    private readonly isPassing: (error: unknown) => boolean,
  ) {
    this.#longestMs = longestPauseSeconds * 1000;
  }

  /** Runs work that may be repeated until it succeeds or fails for good, or nobody waits for it any more. */
  async repeat<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (signal?.aborted || !(await this.isWorthAnother(attempt, error))) throw error;
      }
    }
  }

  /** Waits before another attempt, where one makes sense; the pauses double and vary, so that callers do not march. */
  async isWorthAnother(attempt: number, error: unknown): Promise<boolean> {
    if (attempt >= ATTEMPTS || !this.isPassing(error)) return false;
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), this.#longestMs);
    await pause(longest * (0.5 + Math.random() / 2));
    return true;
  }
}
