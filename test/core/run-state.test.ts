import { IllegalTransition, runState, STATES, TRANSITIONS, transition } from '../../src/core/run-state';

const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));
const legal = pairs.filter(([from, to]) => TRANSITIONS[from].includes(to));
const illegal = pairs.filter(([from, to]) => !TRANSITIONS[from].includes(to));

describe('states of runs and tasks', () => {
  test('have exactly these nine legal transitions', () => {
    expect(legal.map(([from, to]) => `${from} → ${to}`)).toEqual([
      'PENDING → RUNNING',
      'PENDING → SKIPPED',
      'PENDING → CANCELLED',
      'RUNNING → SUCCESS',
      'RUNNING → FAILED',
      'RUNNING → CANCELLED',
      'FAILED → RETRY',
      'RETRY → RUNNING',
      'RETRY → CANCELLED',
    ]);
  });

  test.each(legal)('%s may become %s', (from, to) => {
    expect(transition('task x', from, to)).toBe(to);
  });

  test.each(illegal)('%s may not become %s, and the error says what it may', (from, to) => {
    expect(() => transition('task x', from, to)).toThrow(IllegalTransition);
    expect(() => transition('task x', from, to)).toThrow(`task x is ${from} and cannot become ${to}`);
  });

  test('a run succeeds only when every task does', () => {
    expect(runState(['SUCCESS', 'SUCCESS'])).toBe('SUCCESS');
    expect(runState(['SUCCESS', 'FAILED', 'SKIPPED'])).toBe('FAILED');
    expect(runState(['SUCCESS', 'CANCELLED', 'FAILED'])).toBe('CANCELLED');
    expect(runState([])).toBe('SUCCESS');
  });
});
