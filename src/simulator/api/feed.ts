import { type Emission, type Fields, PRIMARY_KEY } from '../dirt/emission';

/** One page of a feed, as it is sent. */
export interface Page {
  readonly items: readonly Fields[];
  /** Opaque; `null` on the last page. */
  readonly next_cursor: string | null;
}

export interface FeedQuery {
  /** Records with `updated_at` after this instant (milliseconds). */
  readonly since?: number;
  /** Records with `updated_at` up to this instant, itself included. */
  readonly until: number;
  readonly limit: number;
}

/** Where a walk through the pages stands. It keeps its bounds, so that what is written meanwhile changes nothing. */
interface Position {
  readonly since: number;
  readonly until: number;
  readonly offset: number;
}

/** The records of a source in the order of `updated_at`, then of their key; a repeated record follows the first. */
export class Feed {
  private readonly records: readonly { readonly updatedAt: number; readonly fields: Fields }[];

  constructor(emissions: readonly Emission[]) {
    const keyed = emissions.map((emission) => ({
      updatedAt: Date.parse(String(emission.fields.updated_at)),
      key: keyOf(emission),
      fields: emission.fields,
    }));
    this.records = keyed.sort((a, b) => a.updatedAt - b.updatedAt || compare(a.key, b.key));
  }

  first({ since, until, limit }: FeedQuery): Page {
    return this.page({ since: since ?? Number.NEGATIVE_INFINITY, until, offset: 0 }, limit);
  }

  /** @returns undefined when `cursor` is not one that this feed gave */
  next(cursor: string, limit: number): Page | undefined {
    const position = decode(cursor);
    return position === undefined ? undefined : this.page(position, limit);
  }

  private page(position: Position, limit: number): Page {
    const start = this.firstAfter(position.since) + position.offset;
    const end = Math.min(start + limit, this.firstAfter(position.until));
    const items = this.records.slice(start, end).map((record) => record.fields);
    const more = end < this.firstAfter(position.until) && items.length > 0;
    return {
      items,
      next_cursor: more ? encode({ ...position, offset: position.offset + items.length }) : null,
    };
  }

  /** Index of the first record with `updated_at` after `instant`. */
  private firstAfter(instant: number): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.updatedAt ?? Number.POSITIVE_INFINITY) > instant) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function keyOf(emission: Emission): string {
  const parts = PRIMARY_KEY[emission.source].map((column) => emission.fields[column]);
  return parts
    .map((part) => (typeof part === 'number' ? String(part).padStart(6, '0') : String(part)))
    .join('/');
}

/** By code units: the same in every locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Infinite bounds become `null` in JSON. */
function encode({ since, until, offset }: Position): string {
  return Buffer.from(JSON.stringify([since, until, offset])).toString('base64url');
}

function decode(cursor: string): Position | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [since, until, offset]: unknown[] = parts;
    const position = { since: bound(since, -1), until: bound(until, 1), offset };
    return isPosition(position) ? position : undefined;
  } catch {
    return undefined;
  }
}

function bound(value: unknown, sign: number): unknown {
  return value === null ? sign * Number.POSITIVE_INFINITY : value;
}

function isPosition(value: { since: unknown; until: unknown; offset: unknown }): value is Position {
  const { since, until, offset } = value;
  return (
    typeof since === 'number' && typeof until === 'number' && Number.isInteger(offset) && Number(offset) >= 0
  );
}
