import type { Delivery, StoreDay } from '../days/events';
import type { LandingFile } from '../files/landing-file';
import type { Plan } from '../network/plan';
import { stream } from '../random';
import { utcText } from '../time/dates';
import { clean, type Emission, EXTRA_FIELD, euros, violating } from './emission';
import { Mail } from './mail';
import { postStock } from './stock-dirt';

const PROVIDER = 'provider';

/** One file a day of the whole network; no file on a day without deliveries. */
export function emitDeliveries(days: readonly StoreDay[], plan: Plan): LandingFile[] {
  const mail = new Mail<Emission>(plan.options.dates);
  for (const day of days) {
    const random = stream(plan.options.seed, 'dirt', 'deliveries', day.store.id, day.date);
    for (const delivery of day.deliveries) {
      const record = clean('deliveries', day.date, fieldsOf(delivery));
      postStock(record, PROVIDER, mail, plan.options.rates.deliveries, random, () =>
        random.chance(0.5)
          ? violating(record, 'minimum: quantity', 0)
          : violating(record, 'required: product_id', null),
      );
    }
  }
  const files = plan.options.dates.map((date) => fileOf(date, mail.of(PROVIDER, date), plan));
  return files.filter((file) => file.lines.length > 0);
}

function fileOf(date: string, rows: readonly Emission[], plan: Plan): LandingFile {
  const { seed, rates } = plan.options;
  const extra = stream(seed, 'extra', 'deliveries', date).chance(rates.deliveries.extraColumn);
  const columns = ['delivery_id', 'store_id', 'product_id', 'delivered_at', 'quantity', 'unit_cost'];
  const name = `deliveries/deliveries_${date}.parquet`;
  const base = { source: 'deliveries', name, format: 'parquet', date } as const;
  if (!extra) return { ...base, columns, lines: rows };
  const carrier = { [EXTRA_FIELD.deliveries]: 'Translog Ouest' };
  const lines = rows.map((row) => ({ ...row, fields: { ...row.fields, ...carrier } }));
  return { ...base, columns: [...columns, EXTRA_FIELD.deliveries], lines };
}

function fieldsOf(delivery: Delivery): Emission['fields'] {
  return {
    delivery_id: delivery.id,
    store_id: delivery.store,
    product_id: delivery.product,
    delivered_at: utcText(delivery.deliveredAt),
    quantity: delivery.quantity,
    unit_cost: euros(delivery.costCents),
  };
}
