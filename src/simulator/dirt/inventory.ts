import type { StockRow, StoreDay } from '../days/events';
import type { LandingFile } from '../files/landing-file';
import type { Plan } from '../network/plan';
import { type Random, stream } from '../random';
import { clean, type Emission, EXTRA_FIELD, type MalformedLine, violating } from './emission';
import { Mail } from './mail';
import { postStock } from './stock-dirt';

/** One file a store and day. Late rows come in the store's file of a later day. */
export function emitInventory(days: readonly StoreDay[], plan: Plan): LandingFile[] {
  const mail = new Mail<Emission | MalformedLine>(plan.options.dates);
  for (const day of days) {
    const random = stream(plan.options.seed, 'dirt', 'inventory', day.store.id, day.date);
    for (const row of day.stock) post(row, mail, plan, random);
  }
  return days.map((day) => fileOf(day, mail, plan));
}

function fileOf({ store, date }: StoreDay, mail: Mail<Emission | MalformedLine>, plan: Plan): LandingFile {
  const { seed, rates } = plan.options;
  const extra = stream(seed, 'extra', 'inventory', store.id, date).chance(rates.inventory.extraColumn);
  const name = `inventory/${date}/${store.id}.ndjson.gz`;
  const columns = [
    'store_id',
    'product_id',
    'snapshot_date',
    'book_quantity',
    'counted_quantity',
    'on_order',
  ];
  const lines = mail.of(store.id, date).map((line) => (extra ? withAisle(line) : line));
  const all = extra ? [...columns, EXTRA_FIELD.inventory] : columns;
  return { source: 'inventory', name, format: 'ndjson.gz', date, columns: all, lines };
}

function withAisle(line: Emission | MalformedLine): Emission | MalformedLine {
  if (line.fate === 'malformed') return line;
  return { ...line, fields: { ...line.fields, [EXTRA_FIELD.inventory]: 3 } };
}

function post(row: StockRow, mail: Mail<Emission | MalformedLine>, plan: Plan, random: Random): void {
  const rates = plan.options.rates.inventory;
  const record = clean('inventory', row.date, fieldsOf(row));
  postStock(record, row.store, mail, rates, random, () =>
    random.chance(0.5)
      ? violating(record, 'type: book_quantity', 'abc')
      : violating(record, 'minimum: counted_quantity', -row.counted - 1),
  );
  if (random.chance(rates.malformed)) mail.post(row.store, row.date, 0, [brokenLine(record, random)]);
}

function fieldsOf(row: StockRow): Emission['fields'] {
  return {
    store_id: row.store,
    product_id: row.product,
    snapshot_date: row.date,
    book_quantity: row.book,
    counted_quantity: row.counted,
    on_order: row.onOrder,
  };
}

/** A record that was cut off, or something that is no record. */
function brokenLine({ fields }: Emission, random: Random): MalformedLine {
  const whole = JSON.stringify(fields);
  const text = random.chance(0.7) ? whole.slice(0, random.int(2, whole.length - 2)) : '-- connection lost --';
  return { fate: 'malformed', kind: 'malformed', text };
}
