import { csvLine } from '../files/csv';
import type { LandingFile } from '../files/landing-file';
import type { Plan } from '../network/plan';
import { isListed, productOn } from '../network/products';
import { storeOn } from '../network/stores';
import { type Random, stream } from '../random';
import type { ExtractRates } from '../rates';
import {
  clean,
  type Emission,
  EXTRA_FIELD,
  euros,
  type Fields,
  type MalformedLine,
  repeated,
  violating,
} from './emission';

/**
 * The daily full extracts of stores and products. Real rows are always clean and complete: dirt is added beside them,
 * as rows of things that do not exist and as broken lines, so that no row that is stopped looks like a deletion.
 */
export function emitExtracts(plan: Plan): LandingFile[] {
  return plan.options.dates.flatMap((date) => [
    extract('stores', date, storeRows(plan, date), plan),
    extract('products', date, productRows(plan, date), plan),
  ]);
}

type Extracted = 'stores' | 'products';

function storeRows(plan: Plan, date: string): Fields[] {
  return plan.stores.map((store) => {
    const { name, region, city, areaM2 } = storeOn(store, date);
    return {
      store_id: store.id,
      name,
      region_code: region,
      city,
      opened_on: store.openedOn,
      area_m2: areaM2,
      opening_hour: store.profile.openingHour,
      closing_hour: store.profile.closingHour,
    };
  });
}

function productRows(plan: Plan, date: string): Fields[] {
  const listed = plan.products.filter((product) => isListed(product, date));
  return listed.map((product) => {
    const { name, priceCents, costCents } = productOn(product, date);
    return {
      product_id: product.id,
      name,
      category: product.category,
      supplier: product.supplier,
      unit_price: euros(priceCents),
      unit_cost: euros(costCents),
    };
  });
}

function extract(source: Extracted, date: string, rows: readonly Fields[], plan: Plan): LandingFile {
  const rates = plan.options.rates[source];
  const random = stream(plan.options.seed, 'dirt', source, date);
  const extra = stream(plan.options.seed, 'extra', source, date).chance(rates.extraColumn);
  const filled = rows.map((row) => (extra ? { ...row, [EXTRA_FIELD[source]]: 'A' } : row));
  const lines = filled.flatMap((fields) => rowAndDirt(clean(source, date, fields), rates, random));
  const columns = Object.keys(filled[0] ?? {});
  return { source, name: `${source}/${source}_${date}.csv`, format: 'csv', date, columns, lines };
}

function rowAndDirt(record: Emission, rates: ExtractRates, random: Random): (Emission | MalformedLine)[] {
  const rows = random.chance(rates.duplicate) ? repeated(record) : [record];
  const invented = random.chance(rates.violation) ? [phantom(record, random)] : [];
  const broken = random.chance(rates.malformed) ? [brokenLine(record, random)] : [];
  return [...rows, ...invented, ...broken];
}

/** A row of a store or product that does not exist, which breaks the contract. */
function phantom(record: Emission, random: Random): Emission {
  if (record.source === 'stores') {
    const store = { ...record, fields: { ...record.fields, store_id: 'S98' } };
    return random.chance(0.5)
      ? violating(store, 'type: opening_hour', 'nine')
      : violating(store, 'minimum: area_m2', -1);
  }
  const product = { ...record, fields: { ...record.fields, product_id: `P80${random.int(10, 99)}` } };
  return random.pick([
    () => violating(product, 'type: unit_price', 'n/a'),
    () => violating(product, 'minimum: unit_cost', -1),
    () => violating(product, 'required: name', null),
  ])();
}

/** The row with a field too few or too many. */
function brokenLine({ fields }: Emission, random: Random): MalformedLine {
  const values = Object.values(fields);
  const text = csvLine(random.chance(0.5) ? values.slice(0, -2) : [...values, 'surplus', 'fields']);
  return { fate: 'malformed', kind: 'malformed', text };
}
