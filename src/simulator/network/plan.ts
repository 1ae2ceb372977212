import type { ResolvedOptions } from '../options';
import { type Affinity, buildAffinities, buildProducts, type Product } from './products';
import { buildPromotions, type Promotion } from './promotions';
import { buildStores, type Store } from './stores';

/** The network before anything happens in it. */
export interface Plan {
  readonly options: ResolvedOptions;
  readonly stores: readonly Store[];
  readonly products: readonly Product[];
  readonly affinities: readonly Affinity[];
  readonly promotions: readonly Promotion[];
}

export function planNetwork(options: ResolvedOptions): Plan {
  const products = buildProducts(options);
  return {
    options,
    stores: buildStores(options),
    products,
    affinities: buildAffinities(products),
    promotions: buildPromotions(products, options),
  };
}
