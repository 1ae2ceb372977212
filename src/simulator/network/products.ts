import type { ResolvedOptions } from '../options';
import { type Random, stream } from '../random';
import { addDays } from '../time/dates';
import { BOUGHT_TOGETHER, CATALOGUE } from './catalogue';
import { current } from './versions';

/** A product with everything that it was in the course of time. Money is in cents. */
export interface Product {
  readonly id: string;
  readonly category: string;
  readonly supplier: string;
  /** Share of all picks from the shelf; only their proportions matter. */
  readonly popularity: number;
  /** In order of `from`. */
  readonly versions: readonly ProductVersion[];
  /** Half-open ranges of dates in which the product is not in the extract and not sold. */
  readonly absences: readonly { readonly from: string; readonly to: string }[];
}

export interface ProductVersion {
  readonly from: string;
  readonly name: string;
  readonly priceCents: number;
  readonly costCents: number;
}

export interface Affinity {
  readonly product: string;
  /** Taken along with probability 0.45 by those who take `product`. */
  readonly companion: string;
}

/** Before any simulated date. */
export const ALWAYS = '0001-01-01';

export function buildProducts(options: ResolvedOptions): readonly Product[] {
  return Array.from({ length: options.products }, (_, index) => buildProduct(index, options));
}

export function productOn(product: Product, date: string): ProductVersion {
  return current(product.versions, date);
}

export function isListed(product: Product, date: string): boolean {
  return product.absences.every((absence) => date < absence.from || date >= absence.to);
}

export function buildAffinities(products: readonly Product[]): readonly Affinity[] {
  const ids = new Map(products.map((product) => [product.versions[0]?.name, product.id]));
  return BOUGHT_TOGETHER.flatMap(([first, second]) => {
    const product = ids.get(first);
    const companion = ids.get(second);
    return product === undefined || companion === undefined ? [] : [{ product, companion }];
  });
}

function buildProduct(index: number, options: ResolvedOptions): Product {
  const id = `P${String(index + 1).padStart(4, '0')}`;
  const random = stream(options.seed, 'product', id);
  const { category, supplier, first } = firstVersion(index);
  return {
    id,
    category,
    supplier,
    popularity: 1 + 12 * random.next() * random.next() * random.next(),
    versions: [first, ...laterVersions(first, options, random)],
    absences: absencesOf(index, options),
  };
}

/** Goes through the categories in turn, so that a small assortment has something of each. */
function firstVersion(index: number): { category: string; supplier: string; first: ProductVersion } {
  const shelf = CATALOGUE[index % CATALOGUE.length];
  const row = Math.floor(index / CATALOGUE.length);
  const [name, priceCents] = shelf?.goods[row % shelf.goods.length] ?? [];
  if (shelf === undefined || name === undefined || priceCents === undefined) {
    throw new RangeError(`The catalogue has no goods for product ${index + 1}.`);
  }
  const edition = Math.floor(row / shelf.goods.length);
  const costCents = Math.round(priceCents * shelf.costShare);
  const first = {
    from: ALWAYS,
    name: edition === 0 ? name : `${name}, no. ${edition + 1}`,
    priceCents,
    costCents,
  };
  return { category: shelf.category, supplier: shelf.supplier, first };
}

/** One product in six changes its price once, one in twenty its name, one in fifteen its cost; never on the same day. */
function laterVersions(
  first: ProductVersion,
  { startDate, days }: ResolvedOptions,
  random: Random,
): ProductVersion[] {
  if (days < 9) return [];
  const third = Math.floor((days - 2) / 3);
  const versions: ProductVersion[] = [];
  const change = (probability: number, block: number, changed: (before: ProductVersion) => object) => {
    const from = addDays(startDate, 1 + block * third + random.int(0, third - 1));
    const before = versions.at(-1) ?? first;
    if (random.chance(probability)) versions.push({ ...before, ...changed(before), from });
  };
  change(1 / 6, 0, ({ priceCents }) => ({ priceCents: newPrice(priceCents, random) }));
  change(1 / 20, 1, ({ name }) => ({ name: `${name} - new recipe` }));
  change(1 / 15, 2, ({ costCents }) => ({
    costCents: costCents + Math.max(1, Math.round(costCents * 0.04)),
  }));
  return versions;
}

/** Up by 3 to 12 %, now and then down by 4 %. */
function newPrice(cents: number, random: Random): number {
  const factor = random.chance(0.2) ? 0.96 : 1.03 + 0.09 * random.next();
  const changed = Math.round(cents * factor);
  return changed === cents ? cents + 1 : changed;
}

/** The seventh product is delisted and listed again; the twelfth is launched while the simulation runs. */
function absencesOf(index: number, { startDate, days }: ResolvedOptions): Product['absences'] {
  const day = (share: number) => addDays(startDate, Math.floor(days * share));
  if (index === 6 && days >= 9) return [{ from: day(0.3), to: day(0.55) }];
  if (index === 11 && days >= 9) return [{ from: ALWAYS, to: day(0.25) }];
  return [];
}
