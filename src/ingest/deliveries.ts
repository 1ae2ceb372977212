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

/**
 * All deliveries of an object, the oldest generation first; none of what is not known.
 * @param file the object, or the id of one delivery
 */
export async function deliveriesOf(
  { warehouse, manifest }: Pick<Context, 'warehouse' | 'manifest'>,
  file: string,
): Promise<Delivery[]> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.deliveries, { object: file, file_id: file }));
  const replacing = manifest.sources.filter(replaces).map(({ name }) => name);
  const deliveries = rows.map((row) => ({
    id: String(row.id),
    source: String(row.source),
    object: String(row.object),
    generation: generationOf(row),
    state: stateOf(row, replacing.includes(String(row.source)) ? rows.filter(isThere) : []),
    records: Number(row.row_count),
    ingestedAt: String(row.ingested_at),
    ...(row.withdrawn === true && {
      withdrawal: { reason: String(row.turn_reason), at: String(row.turned_at) },
    }),
  }));
  return deliveries.sort((a, b) => (a.generation < b.generation ? -1 : 1));
}

/** Does a later delivery of an object take the place of those before it? */
export const replaces = ({ delivery }: Pick<Source, 'delivery'>): boolean =>
  delivery.mode === 'full' || delivery.redelivered === 'replaces';

const generationOf = ({ generation }: Row): bigint => BigInt(String(generation));
const isThere = ({ status, withdrawn }: Row): boolean => status === 'loaded' && withdrawn !== true;

/** @param rivals deliveries that would replace it if they are later */
function stateOf(row: Row, rivals: readonly Row[]): Delivery['state'] {
  if (row.status !== 'loaded') return 'refused';
  if (row.withdrawn === true) return 'withdrawn';
  const replaced = rivals.some(
    (rival) => rival.source === row.source && generationOf(rival) > generationOf(row),
  );
  return replaced ? 'replaced' : 'counts';
}

/** What another delivery of an object does to those before it. */
export interface Redelivery {
  /** `late`: a delivery that is newer counts instead. */
  readonly effect: 'replaces' | 'adds' | 'late';
  /** Records of the earlier deliveries that count so far. */
  readonly records: number;
}

/**
 * @param before deliveries of the object that are known already
 * @returns none for the first one that counts, and for full extracts, which have a rule of their own
 */
export function redeliveryOf(
  source: Source,
  generation: string,
  before: readonly Delivery[],
): Redelivery | undefined {
  const counting = before.filter(({ state, source: name }) => state === 'counts' && name === source.name);
  if (counting.length === 0 || source.delivery.mode === 'full') return undefined;
  const late = counting.some((delivery) => delivery.generation > BigInt(generation));
  const records = counting.reduce((sum, delivery) => sum + delivery.records, 0);
  if (!replaces(source)) return { effect: 'adds', records };
  return { effect: late ? 'late' : 'replaces', records };
}
