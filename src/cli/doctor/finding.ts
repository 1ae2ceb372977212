/** `unknown`: it could not be asked, for want of a network, a program or a right. */
export type State = 'ok' | 'missing' | 'unknown';

/** One line of the report. */
export interface Finding {
  readonly check: string;
  readonly state: State;
  /** What was found, or why nothing was. */
  readonly found: string;
  /** The command to run, or what to do where no command does it. */
  readonly remedy?: string;
}

export const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found });

export const missing = (check: string, found: string, remedy: string): Finding => ({
  check,
  state: 'missing',
  found,
  remedy,
});

export const unknown = (check: string, found: string, remedy: string): Finding => ({
  check,
  state: 'unknown',
  found,
  remedy,
});
