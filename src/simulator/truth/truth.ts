import type { SimulatorOptions } from '../options';
import { type Network, simulate } from '../simulate';
import { addDays } from '../time/dates';
import { changesOf } from './changes';
import { sourceTruth } from './source-truth';
import { cleanTotals } from './totals';
import type { Truth } from './types';

/** The ground truth of a network: exact counts, and the key of every record that is not clean. */
export function truth(input: SimulatorOptions | Network = {}): Truth {
  const network = 'files' in input ? input : simulate(input);
  const { seed, startDate, days } = network.options;
  return {
    seed,
    startDate,
    endDate: addDays(startDate, days),
    sources: {
      stores: sourceTruth('stores', network),
      products: sourceTruth('products', network),
      visits: sourceTruth('visits', network),
      transactions: sourceTruth('transactions', network),
      inventory: sourceTruth('inventory', network),
      deliveries: sourceTruth('deliveries', network),
    },
    clean: cleanTotals(network),
    changes: changesOf(network),
    affinities: network.affinities,
  };
}
