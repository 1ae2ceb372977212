/** Time and chance, from outside: nothing below the entry points reads them itself. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds, or as soon as the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Lower-case letters and digits, different each time. */
  token(length: number): string;
}
