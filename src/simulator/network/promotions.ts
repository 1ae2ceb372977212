import type { ResolvedOptions } from '../options';
import { stream } from '../random';
import { addDays } from '../time/dates';
import type { Product } from './products';

/** A product sold at a discount in all stores; `to` is exclusive. */
export interface Promotion {
  readonly product: string;
  readonly from: string;
  readonly to: string;
  /** 10, 15, 20 or 30 percent of the price. */
  readonly percent: number;
}

/** In each week about one product in twenty is promoted for three to seven days. */
export function buildPromotions(
  products: readonly Product[],
  options: ResolvedOptions,
): readonly Promotion[] {
  const weeks = Math.ceil(options.days / 7);
  return Array.from({ length: weeks }, (_, week) => promotionsOfWeek(week, products, options)).flat();
}

/** Percent off on a date, by product; where two promotions meet, the larger counts. */
export function discountsOn(promotions: readonly Promotion[], date: string): ReadonlyMap<string, number> {
  const running = promotions.filter(({ from, to }) => date >= from && date < to);
  return new Map(running.sort((a, b) => a.percent - b.percent).map((one) => [one.product, one.percent]));
}

function promotionsOfWeek(week: number, products: readonly Product[], options: ResolvedOptions): Promotion[] {
  const random = stream(options.seed, 'promotions', week);
  const count = Math.max(1, Math.round(products.length / 20));
  const weekStart = addDays(options.startDate, week * 7);
  const chosen = new Set(Array.from({ length: count }, () => random.pick(products).id));
  return [...chosen].map((product) => {
    const length = random.int(3, 7);
    const from = addDays(weekStart, random.int(0, 7 - length));
    return { product, from, to: addDays(from, length), percent: random.pick([10, 15, 20, 30]) };
  });
}
