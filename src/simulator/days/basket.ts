import type { Plan } from '../network/plan';
import { productOn } from '../network/products';
import { discountsOn } from '../network/promotions';
import type { Store } from '../network/stores';
import type { Random } from '../random';
import type { Assortment } from './assortment';
import type { ReceiptLine } from './events';
import type { StoreStock } from './store-stock';

/** Probability that a product's companion is taken along. */
const COMPANION = 0.45;
/** Probability of a return on a receipt: alone, or beside sales. */
const RETURN = 0.015;
const MOST_LINES = 12;

/** What one customer of a store takes home on a date: lines of a receipt, never empty unless the shelves are. */
export class Baskets {
  /** Percent off, by product. */
  private readonly discounts: ReadonlyMap<string, number>;

  constructor(
    private readonly store: Store,
    private readonly date: string,
    private readonly stock: StoreStock,
    private readonly plan: Plan,
  ) {
    this.discounts = discountsOn(plan.promotions, date);
  }

  fill(random: Random): ReceiptLine[] {
    const lines = random.chance(RETURN / 2) ? [] : this.sales(random);
    const brings = lines.length === 0 || random.chance(RETURN / 2);
    return brings ? [...lines, ...this.returned(lines, random)] : lines;
  }

  private sales(random: Random): ReceiptLine[] {
    const taken = new Set<string>();
    const lines: ReceiptLine[] = [];
    do {
      for (const item of this.withCompanions(this.pick(random, taken), taken, random)) {
        taken.add(item.product.id);
        lines.push(this.sold(item, random));
      }
    } while (lines.length < MOST_LINES && random.chance(this.store.profile.nextLine));
    return lines;
  }

  private withCompanions(
    item: Assortment | undefined,
    taken: ReadonlySet<string>,
    random: Random,
  ): Assortment[] {
    if (item === undefined) return [];
    const companions = this.plan.affinities.filter((affinity) => affinity.product === item.product.id);
    const along = companions.filter(() => random.chance(COMPANION)).map((affinity) => affinity.companion);
    const there = this.stock
      .available()
      .filter(({ product }) => along.includes(product.id) && !taken.has(product.id));
    return [item, ...there];
  }

  /** By popularity, promoted products twice as often. */
  private pick(random: Random, taken: ReadonlySet<string>): Assortment | undefined {
    const items = this.stock.available().filter(({ product }) => !taken.has(product.id));
    const weights = items.map(({ product }) => product.popularity * (this.discounts.has(product.id) ? 2 : 1));
    let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    return items.find((_, index) => {
      rest -= weights[index] ?? 0;
      return rest < 0;
    });
  }

  private sold({ product }: Assortment, random: Random): ReceiptLine {
    const wanted = random.chance(0.74) ? 1 : random.int(2, 4);
    const quantity = Math.min(wanted, this.stock.level(product.id));
    const { priceCents } = productOn(product, this.date);
    const percent = this.discounts.get(product.id) ?? 0;
    this.stock.take(product.id, quantity);
    const discountCents = Math.round((quantity * priceCents * percent) / 100);
    return { product: product.id, quantity, priceCents, discountCents };
  }

  /** One unit of something that is not on the receipt already. */
  private returned(lines: readonly ReceiptLine[], random: Random): ReceiptLine[] {
    const item = this.pick(random, new Set(lines.map((line) => line.product)));
    if (item === undefined) return [];
    this.stock.take(item.product.id, -1);
    const { priceCents } = productOn(item.product, this.date);
    return [{ product: item.product.id, quantity: -1, priceCents, discountCents: 0 }];
  }
}
