import type { Plan } from '../network/plan';
import type { Store } from '../network/stores';
import type { StoreDay } from './events';
import { receiptsOf } from './receipts';
import { StoreStock } from './store-stock';
import { visitsOf } from './visits';

/** Everything that happens in the network, store by store, day by day. */
export function liveThrough(plan: Plan): StoreDay[] {
  return plan.stores.flatMap((store) => daysOf(store, plan));
}

function daysOf(store: Store, plan: Plan): StoreDay[] {
  const stock = new StoreStock(store, plan);
  return plan.options.dates.map((date) => {
    const deliveries = stock.openDay(date);
    const visits = visitsOf(store, date, plan);
    const receipts = receiptsOf(store, date, visits, stock, plan);
    return { store, date, visits, receipts, stock: stock.closeDay(date), deliveries };
  });
}
