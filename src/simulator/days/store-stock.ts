import type { Plan } from '../network/plan';
import { isListed, type Product, productOn } from '../network/products';
import type { Store } from '../network/stores';
import { type Random, stream } from '../random';
import { addDays } from '../time/dates';
import { hoursOfDay } from '../time/paris';
import { type Assortment, assortmentOf } from './assortment';
import type { Delivery, StockRow } from './events';

interface Order {
  readonly product: string;
  readonly quantity: number;
  readonly due: string;
}

/** The shelves of a store from day to day: deliveries in the morning, sales, the count and the orders at night. */
export class StoreStock {
  private readonly levels = new Map<string, number>();
  private orders: Order[] = [];
  private readonly assortment: readonly Assortment[];

  constructor(
    private readonly store: Store,
    private readonly plan: Plan,
  ) {
    this.assortment = assortmentOf(store, plan);
    const random = this.stream('stock', 'start');
    for (const item of this.assortment) this.stockUp(item, random);
  }

  /** Takes delisted products off the shelves, makes room for listed ones, and receives what is due. */
  openDay(date: string): Delivery[] {
    for (const { product } of this.assortment) this.list(product, isListed(product, date));
    const due = this.orders.filter((order) => order.due <= date);
    this.orders = this.orders.filter((order) => order.due > date);
    const random = this.stream('deliveries', date);
    return merged(due).map(([product, quantity]) => this.receive(product, quantity, date, random));
  }

  level(product: string): number {
    return this.levels.get(product) ?? 0;
  }

  /** Takes units off the shelf; a negative quantity puts them back. */
  take(product: string, quantity: number): void {
    this.levels.set(product, this.level(product) - quantity);
  }

  /** Products on the shelf of which at least one unit is there. */
  available(): Assortment[] {
    return this.assortment.filter(({ product }) => this.level(product.id) > 0);
  }

  /** Counts, books what is missing, and orders. */
  closeDay(date: string): StockRow[] {
    const random = this.stream('stock', date);
    const carried = this.assortment.filter(({ product }) => this.levels.has(product.id));
    return carried.map((item) => {
      const book = this.level(item.product.id);
      const missing = random.chance(0.02) ? Math.min(book, random.int(1, 2)) : 0;
      this.take(item.product.id, missing);
      this.order(item, date, random);
      return this.row(item.product.id, date, book);
    });
  }

  /** Four to eight days of demand on the shelf, and for every third product more on its way. */
  private stockUp({ product, demand }: Assortment, random: Random): void {
    const { startDate } = this.plan.options;
    const level = Math.ceil(demand * 4 + 3) + random.int(0, Math.ceil(demand * 4));
    const order = { product: product.id, quantity: 6, due: addDays(startDate, random.int(0, 3)) };
    const ordered = random.chance(1 / 3);
    if (!isListed(product, startDate)) return;
    this.levels.set(product.id, level);
    if (ordered) this.orders.push(order);
  }

  private list(product: Product, listed: boolean): void {
    const carried = this.levels.has(product.id);
    if (listed && !carried) this.levels.set(product.id, 0);
    if (listed || !carried) return;
    this.levels.delete(product.id);
    this.orders = this.orders.filter((order) => order.product !== product.id);
  }

  private receive(ordered: string, quantity: number, date: string, random: Random): Delivery {
    this.take(ordered, -quantity);
    const product = this.assortment.find((item) => item.product.id === ordered)?.product;
    if (product === undefined)
      throw new Error(`${this.store.id} ordered ${ordered}, which it does not carry.`);
    const morning = hoursOfDay(date, 5, 6)[0]?.instant ?? Date.parse(`${date}T04:00:00Z`);
    return {
      id: `D${date.replaceAll('-', '')}-${this.store.id}-${ordered}`,
      store: this.store.id,
      product: ordered,
      deliveredAt: morning + random.int(0, 3 * 3600) * 1000,
      quantity,
      costCents: productOn(product, date).costCents,
    };
  }

  /** Orders up to nine days of demand, in cases of six; now and then an order is forgotten. */
  private order({ product, demand }: Assortment, date: string, random: Random): void {
    const forgotten = random.chance(0.1);
    const lead = random.int(1, 4);
    const covered = this.level(product.id) + this.onOrder(product.id);
    if (forgotten || covered > demand * 4 + 2) return;
    const cases = Math.ceil((demand * 9 + 3 - covered) / 6);
    this.orders.push({ product: product.id, quantity: cases * 6, due: addDays(date, lead) });
  }

  private row(product: string, date: string, book: number): StockRow {
    const counted = this.level(product);
    return { store: this.store.id, product, date, book, counted, onOrder: this.onOrder(product) };
  }

  private onOrder(product: string): number {
    const open = this.orders.filter((order) => order.product === product);
    return open.reduce((sum, order) => sum + order.quantity, 0);
  }

  private stream(...name: readonly string[]): Random {
    return stream(this.plan.options.seed, ...name, this.store.id);
  }
}

/** Orders of one product that are due on one day come as one delivery. */
function merged(orders: readonly Order[]): [product: string, quantity: number][] {
  const quantities = new Map<string, number>();
  for (const { product, quantity } of orders)
    quantities.set(product, quantity + (quantities.get(product) ?? 0));
  return [...quantities];
}
