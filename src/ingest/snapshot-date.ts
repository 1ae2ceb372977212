import type { Source } from '../core/manifest';
import type { IsoDate } from '../core/types';
import { RefusedFile } from './reader';

/** `20261004`, or with a time of that day: `202610041330`, `20261004133000`. */
const DIGITS = /^(\d{4})(\d{2})(\d{2})(?:([01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?$/;

/**
 * The day that a full extract describes, from the name of its object; `null` for other deliveries.
 * @throws {RefusedFile} when the name does not say one
 */
export function snapshotDate({ delivery, file }: Source, object: string): IsoDate | null {
  if (!delivery.snapshotDate) return null;
  const found = new RegExp(delivery.snapshotDate).exec(object)?.[1] ?? '';
  const [whole, year, month, day] = DIGITS.exec(found.replace(/\D/g, '')) ?? [];
  const date = `${year}-${month}-${day}`;
  if (whole !== undefined && isDate(date)) return date;
  throw new RefusedFile(
    'not_this_format',
    `${object}: the name does not say which day the extract describes; ${file} expects ${delivery.snapshotDate}. Rename the object, or correct snapshot_date.`,
  );
}

function isDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
