import type { Plan } from '../network/plan';
import type { Product } from '../network/products';
import type { Store } from '../network/stores';
import { stream } from '../random';

/** A product that a store carries. */
export interface Assortment {
  readonly product: Product;
  /** Units that the store expects to sell on an average day. */
  readonly demand: number;
}

/** What a store carries: each product with the probability of its profile. */
export function assortmentOf(store: Store, { products, options }: Plan): Assortment[] {
  const random = stream(options.seed, 'assortment', store.id);
  const carried = products.filter(() => random.chance(store.profile.assortment));
  const popularity = carried.reduce((sum, product) => sum + product.popularity, 0);
  const units = unitsADay(store, options.scale);
  return carried.map((product) => ({ product, demand: (units * product.popularity) / popularity }));
}

/** Units that an average day sells; a line has about 1.35 of them. */
function unitsADay({ profile, attraction }: Store, scale: number): number {
  const visitors = profile.visitors * (profile.closingHour - profile.openingHour) * attraction * scale;
  return (visitors * profile.conversion * 1.35) / (1 - profile.nextLine);
}
