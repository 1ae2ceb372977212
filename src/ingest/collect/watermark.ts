import { createHash } from 'node:crypto';
import type { Order } from './order';
import type { PageRecord } from './page';

/** More records than this at the boundary are not remembered: they land again, and models drop the repeats. */
const REMEMBERED = 5_000;

/** How far a pull has come. */
export interface Watermark {
  /** Greatest value of the incremental column that can be believed. */
  readonly greatest: string | null;
  /** Records that the next pull will be given again: value of the incremental column, hash of the record. */
  readonly boundary: readonly (readonly [value: string, hash: string])[];
}

/**
 * Where the next pull begins: a little before the greatest value, whether the API answers from there or from behind
 * there. Records that got the greatest value after they were asked for are not lost, and those that come again are
 * known by their hash.
 */
export const sinceOf = (greatest: string | null, order: Order): string | null =>
  greatest === null ? null : order.before(greatest);

/**
 * The mark after another page.
 * @param until later instants are not believed: one wrong clock would hide all that follows
 */
export function raise(mark: Watermark, records: readonly PageRecord[], order: Order, until: Date): Watermark {
  const placed = records.flatMap(({ value, raw }) =>
    value !== null && order.has(value) ? [{ value, raw }] : [],
  );
  const greatest = placed
    .map(({ value }) => value)
    .filter((value) => !order.isAfter(value, until))
    .reduce((best, value) => (best === null || order.compare(value, best) > 0 ? value : best), mark.greatest);
  const since = sinceOf(greatest, order);
  const comesAgain = (value: string): boolean => since === null || order.compare(value, since) >= 0;
  const boundary = [
    ...mark.boundary.filter(([value]) => comesAgain(value)),
    ...placed.filter(({ value }) => comesAgain(value)).map(({ value, raw }) => [value, hashOf(raw)] as const),
  ];
  return { greatest, boundary: boundary.slice(-REMEMBERED) };
}

/** Whether the page holds a record that the pull before did not end with. */
export function hasNews(records: readonly PageRecord[], known: ReadonlySet<string>): boolean {
  if (known.size === 0) return records.length > 0;
  return records.some(({ raw }) => !known.has(hashOf(raw)));
}

/** 96 bits. */
export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
