import type { Plan } from '../network/plan';
import type { Store } from '../network/stores';
import { type Random, stream } from '../random';
import { HOUR_MS } from '../time/dates';
import { hoursOfDay } from '../time/paris';
import { Baskets } from './basket';
import type { Receipt, SensorDay } from './events';
import type { StoreStock } from './store-stock';
import { visitorsAt } from './visits';

/** The receipts of a store on a date. Nobody buys who did not come in: receipts never exceed visitors of the hour. */
export function receiptsOf(
  store: Store,
  date: string,
  visits: readonly SensorDay[],
  stock: StoreStock,
  plan: Plan,
): Receipt[] {
  const random = stream(plan.options.seed, 'receipts', store.id, date);
  const baskets = new Baskets(store, date, stock, plan);
  const receipts = timesOf(store, date, visits, random).map((occurredAt, index) => ({
    id: `${store.id}-${date.replaceAll('-', '')}-${String(index + 1).padStart(4, '0')}`,
    store: store.id,
    occurredAt,
    updatedAt: occurredAt + random.int(1, 90) * 1000,
    customer: customerOf(store, random),
    payment: paymentOf(random),
    lines: baskets.fill(random),
  }));
  return receipts.filter((receipt) => receipt.lines.length > 0);
}

/** When somebody paid, in order. */
function timesOf(store: Store, date: string, visits: readonly SensorDay[], random: Random): number[] {
  const { openingHour, closingHour, conversion } = store.profile;
  return hoursOfDay(date, openingHour, closingHour).flatMap(({ instant }) => {
    const buyers = random.successes(visitorsAt(visits, instant), conversion);
    const seconds = Array.from({ length: buyers }, () => random.int(0, HOUR_MS / 1000 - 1));
    return seconds.sort((a, b) => a - b).map((second) => instant + second * 1000);
  });
}

/** Three in ten show a loyalty card; most of them always shop in the same store. */
function customerOf(store: Store, random: Random): string | null {
  if (!random.chance(0.3)) return null;
  const home = random.chance(0.9) ? Number(store.id.slice(1)) : random.int(1, 90);
  return `C${String(home * 1000 + random.int(1, 400)).padStart(6, '0')}`;
}

function paymentOf(random: Random): Receipt['payment'] {
  const draw = random.next();
  if (draw < 0.74) return 'card';
  return draw < 0.94 ? 'cash' : 'voucher';
}
