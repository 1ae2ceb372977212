import type { StockRow, StoreDay } from '../days/events';
import type { LandingFile } from '../files/landing-file';
import type { Plan } from '../network/plan';
import { type Random, stream } from '../random';
import { choose } from './choose';
import {
  clean,
  type Emission,
  EXTRA_FIELD,
  type MalformedLine,
  ofUnknownProduct,
  ofUnknownStore,
  repeated,
  violating,
} from './emission';
import { Mail } from './mail';

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
  const { duplicate, late, violation, unknownStore, unknownProduct } = rates;
  const record = clean('inventory', row.date, fieldsOf(row));
  const kind = choose(random, { duplicate, late, violation, unknownStore, unknownProduct });
  const days = random.int(1, 3);
  const isLate = kind === 'late' && mail.delivers(row.date, days);
  const lines = isLate ? [{ ...record, kind: 'late' as const }] : spoil(kind, record, row, random);
  mail.post(row.store, row.date, isLate ? days : 0, lines);
  if (random.chance(rates.malformed)) mail.post(row.store, row.date, 0, [brokenLine(record, random)]);
}

function spoil(kind: string | undefined, record: Emission, row: StockRow, random: Random): Emission[] {
  switch (kind) {
    case 'duplicate':
      return repeated(record);
    case 'violation':
      return [
        random.chance(0.5)
          ? violating(record, 'type: book_quantity', 'abc')
          : violating(record, 'minimum: counted_quantity', -row.counted - 1),
      ];
    case 'unknownStore':
      return [ofUnknownStore(record)];
    case 'unknownProduct':
      return [ofUnknownProduct(record)];
    default:
      return [record];
  }
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
