import type { ApiSource } from './address';
import { CollectError } from './errors';
import { earlier, instantOf } from './instant';

type Meaning = 'instant' | 'number' | 'text';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  TIMESTAMP: 'instant',
  DATETIME: 'instant',
  DATE: 'instant',
  INT64: 'number',
  NUMERIC: 'number',
  BIGNUMERIC: 'number',
  FLOAT64: 'number',
};

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;

/**
 * The order of the values of an incremental column, by the column's type. Values of a text column are compared as
 * instants when both are, else as text. What the type cannot read has no place in the order: `n/a` must not pass for
 * the greatest timestamp.
 */
export class Order {
  private readonly meaning: Meaning;

  /** @param type GoogleSQL type of the column; absent: the contract does not have it, so it is text */
  constructor(type: string | undefined) {
    this.meaning = MEANINGS[type ?? ''] ?? 'text';
  }

  has(value: string): boolean {
    if (this.meaning === 'instant') return instantOf(value) !== null;
    return this.meaning === 'number' ? NUMBER.test(value) : value !== '';
  }

  compare(a: string, b: string): number {
    if (this.meaning === 'number') return compareNumbers(a, b);
    const [left, right] = [instantOf(a), instantOf(b)];
    if (left !== null && right !== null) return left - right;
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }

  /** Whether the value is an instant behind the limit; what is no instant is behind none. */
  isAfter(value: string, limit: Date): boolean {
    const instant = this.meaning === 'number' ? null : instantOf(value);
    return instant !== null && instant > limit.getTime();
  }

  /**
   * A value a little smaller, so that an API which answers what is greater also answers what is equal. There is none
   * for text: it stays as it is.
   */
  before(value: string): string {
    if (this.meaning !== 'number') return earlier(value);
    return INTEGER.test(value) ? String(BigInt(value) - 1n) : String(Math.floor(Number(value)) - 1);
  }
}

/** @throws {CollectError} `configuration`, when values of the column, as they are spelled, have no order */
export function orderOf(source: ApiSource): Order {
  const name = source.server.incremental?.column;
  const column = source.columns.find((candidate) => candidate.name === name);
  if (column?.format === undefined) return new Order(column?.type);
  throw new CollectError(
    'configuration',
    `${source.file}: ${source.name} is pulled by increments of "${name}", whose values are spelled ${column.format}; only ISO timestamps, numbers and text that sorts can say what is new. Name another column in the property incremental, or leave it out to pull everything each time.`,
  );
}

function compareNumbers(a: string, b: string): number {
  if (!INTEGER.test(a) || !INTEGER.test(b)) return Number(a) - Number(b);
  const [left, right] = [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
