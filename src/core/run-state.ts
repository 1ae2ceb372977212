export const STATES = ['PENDING', 'RUNNING', 'SUCCESS', 'FAILED', 'RETRY', 'SKIPPED', 'CANCELLED'] as const;
export type State = (typeof STATES)[number];

/** The only table of legal transitions; a run and a task obey the same one. */
export const TRANSITIONS: Readonly<Record<State, readonly State[]>> = {
  PENDING: ['RUNNING', 'SKIPPED', 'CANCELLED'],
  RUNNING: ['SUCCESS', 'FAILED', 'CANCELLED'],
  FAILED: ['RETRY'],
  RETRY: ['RUNNING', 'CANCELLED'],
  SUCCESS: [],
  SKIPPED: [],
  CANCELLED: [],
};

/** FAILED can be left for another attempt of the same run, never by anybody else. */
export const isFinal = (state: State): boolean => TRANSITIONS[state].length === 0 || state === 'FAILED';

export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition';
  constructor(
    readonly subject: string,
    readonly from: State,
    readonly to: State,
  ) {
    const legal = TRANSITIONS[from].join(', ') || 'nothing: it is final';
    super(`${subject} is ${from} and cannot become ${to}. From ${from} it can become ${legal}.`);
  }
}

/** @throws {IllegalTransition} */
export function transition(subject: string, from: State, to: State): State {
  if (!TRANSITIONS[from].includes(to)) throw new IllegalTransition(subject, from, to);
  return to;
}

/** What a run has come to when its tasks have. */
export function runState(tasks: readonly State[]): State {
  if (tasks.some((state) => state === 'CANCELLED')) return 'CANCELLED';
  return tasks.some((state) => state === 'FAILED' || state === 'SKIPPED') ? 'FAILED' : 'SUCCESS';
}
