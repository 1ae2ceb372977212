import { liveThrough } from './days/store-days';
import { emitDeliveries } from './dirt/deliveries';
import type { Emission } from './dirt/emission';
import { emitExtracts } from './dirt/extracts';
import { emitInventory } from './dirt/inventory';
import { emitTransactions } from './dirt/transactions';
import { emitVisits } from './dirt/visits';
import type { LandingFile } from './files/landing-file';
import { type Plan, planNetwork } from './network/plan';
import { resolveOptions, type SimulatorOptions } from './options';

/** A simulated network: its plan, the files it delivers, and the records its API serves. Nothing is written yet. */
export interface Network extends Plan {
  readonly files: readonly LandingFile[];
  readonly feeds: { readonly visits: readonly Emission[]; readonly transactions: readonly Emission[] };
}

/**
 * Pure: equal options give an equal network. About 1 s for the default month.
 *
 * @throws {RangeError} an option is outside its range
 */
export function simulate(options: SimulatorOptions = {}): Network {
  const plan = planNetwork(resolveOptions(options));
  const days = liveThrough(plan);
  return {
    ...plan,
    files: [...emitExtracts(plan), ...emitInventory(days, plan), ...emitDeliveries(days, plan)],
    feeds: {
      visits: days.flatMap((day) => emitVisits(day, plan)),
      transactions: days.flatMap((day) => emitTransactions(day, plan)),
    },
  };
}
