import type { Source } from '../core/manifest';
import { bindTo } from '../core/statement';
import type { Row } from '../core/types';
import type { Context } from '../ports/context';

/** One generation of an object that was brought in, or refused. */
export interface Delivery {
  /** In `ops.ledger`. */
  readonly id: string;
  readonly source: string;
  readonly object: string;
  readonly generation: bigint;
  /** `replaced`: a later delivery has taken its place. */
  readonly state: 'counts' | 'replaced' | 'withdrawn' | 'refused';
  readonly records: number;
  readonly ingestedAt: string;
  /** Why and when (UTC) it was withdrawn, where it is. */
  readonly withdrawal?: { readonly reason: string; readonly at: string };
}

/** All deliveries of an object of a source, the oldest generation first; none of what is not known. */
export async function deliveriesOf(
  { warehouse, manifest }: Pick<Context, 'warehouse' | 'manifest'>,
  { source, object }: Pick<Delivery, 'source' | 'object'>,
): Promise<Delivery[]> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.deliveries, { source, object }));
  return rows.map(deliveryOf).sort((a, b) => (a.generation < b.generation ? -1 : 1));
}

function deliveryOf(row: Row): Delivery {
  const state = row.state as Delivery['state'];
  return {
    id: String(row.id),
    source: String(row.source),
    object: String(row.object),
    generation: BigInt(String(row.generation)),
    state,
    records: Number(row.row_count),
    ingestedAt: String(row.ingested_at),
    ...(state === 'withdrawn' && {
      withdrawal: { reason: String(row.turn_reason), at: String(row.turned_at) },
    }),
  };
}

/** What another delivery of an object does to those before it. */
export interface Redelivery {
  /** `late`: a delivery that is newer counts instead. */
  readonly effect: 'replaces' | 'adds' | 'late';
  /** Records of the earlier deliveries that count so far. */
  readonly records: number;
}

/**
 * @param before deliveries of the object to the same source that are known already
 * @returns none for the first one that counts, and for full extracts, which have a rule of their own
 */
export function redeliveryOf(
  source: Source,
  generation: string,
  before: readonly Delivery[],
): Redelivery | undefined {
  const counting = before.filter(({ state }) => state === 'counts');
  if (counting.length === 0 || source.delivery.mode === 'full') return undefined;
  const late = counting.some((delivery) => delivery.generation > BigInt(generation));
  const records = counting.reduce((sum, delivery) => sum + delivery.records, 0);
  if (source.delivery.redelivered !== 'replaces') return { effect: 'adds', records };
  return { effect: late ? 'late' : 'replaces', records };
}
