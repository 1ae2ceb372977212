import { euros, type Scalar } from '../dirt/emission';
import { ALWAYS, type Product, type ProductVersion } from '../network/products';
import type { Store, StoreVersion } from '../network/stores';
import type { Network } from '../simulate';
import type { AttributeChange, Change, ListingChange } from './types';

/** What changes in the extracts after the first one, in the order of dates, then ids. */
export function changesOf({ stores, products, options }: Network): readonly Change[] {
  const all: Change[] = [
    ...stores.flatMap(storeChanges),
    ...products.flatMap(productChanges),
    ...products.flatMap(listings),
  ];
  const seen = all.filter(({ date }) => date > options.startDate && date <= (options.dates.at(-1) ?? ''));
  return seen.sort((a, b) => (`${a.date}/${a.id}` < `${b.date}/${b.id}` ? -1 : 1));
}

function storeChanges(store: Store): AttributeChange[] {
  return changesBetween('stores', store.id, store.versions, (version: StoreVersion) => ({
    name: version.name,
    region_code: version.region,
    city: version.city,
    area_m2: version.areaM2,
  }));
}

/** A change on a day on which the product is absent shows when it comes back; before its launch nobody sees it. */
function productChanges(product: Product): AttributeChange[] {
  const changes = changesBetween('products', product.id, product.versions, (version: ProductVersion) => ({
    name: version.name,
    unit_price: euros(version.priceCents),
    unit_cost: euros(version.costCents),
  }));
  return changes.flatMap((change) => {
    const absence = product.absences.find(({ from, to }) => change.date >= from && change.date < to);
    if (absence === undefined) return [change];
    return absence.from === ALWAYS ? [] : [{ ...change, date: absence.to }];
  });
}

function changesBetween<Version extends { readonly from: string }>(
  source: AttributeChange['source'],
  id: string,
  versions: readonly Version[],
  columns: (version: Version) => Readonly<Record<string, Scalar>>,
): AttributeChange[] {
  return versions.slice(1).map((version, index) => {
    const before = columns(versions[index] ?? version);
    const after = Object.entries(columns(version)).filter(([column, value]) => value !== before[column]);
    const values = Object.fromEntries(
      after.map(([column, to]) => [column, { from: before[column] ?? null, to }]),
    );
    return { what: 'changed', source, id, date: version.from, values };
  });
}

function listings({ id, absences }: Product): ListingChange[] {
  return absences.flatMap(({ from, to }) => [
    { what: 'delisted', source: 'products', id, date: from },
    { what: 'listed', source: 'products', id, date: to },
  ]);
}
