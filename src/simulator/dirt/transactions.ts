import type { Receipt, ReceiptLine, StoreDay } from '../days/events';
import type { Plan } from '../network/plan';
import { isListed } from '../network/products';
import { dayFactor } from '../network/traffic';
import { type Random, stream } from '../random';
import { addDays, DAY_MS, HOUR_MS, utcText } from '../time/dates';
import { parisHour, parisText, sameClock } from '../time/paris';
import { choose } from './choose';
import { correctedLine } from './corrected-line';
import { clean, corrected, type Emission, EXTRA_FIELD, euros, spoiled, violating } from './emission';

/** A correction moves a receipt by at most this many days. */
export const MOVED_DAYS_MAX = 2;

/** What the tills of a store send about a day: one record a receipt line, and what goes wrong with it. */
export function emitTransactions(day: StoreDay, plan: Plan): Emission[] {
  return day.receipts.flatMap((receipt) => emitReceipt(receipt, day, plan));
}

function emitReceipt(receipt: Receipt, day: StoreDay, plan: Plan): Emission[] {
  const { seed, rates } = plan.options;
  const random = stream(seed, 'dirt', 'transactions', receipt.id);
  const extra = stream(seed, 'extra', 'transactions', receipt.id);
  const sent = receipt.lines.map((line, index) => {
    const fields = fieldsOf(receipt, line, index + 1);
    const unknown = extra.chance(rates.transactions.extraColumn)
      ? { [EXTRA_FIELD.transactions]: '7.2.0' }
      : {};
    return { line, record: clean('transactions', day.date, { ...fields, ...unknown }) };
  });
  const days = random.chance(rates.transactions.moved) ? movable(receipt, day, plan, random) : undefined;
  if (days !== undefined)
    return moved(
      sent.map(({ record }) => record),
      receipt,
      days,
      random,
    );
  return sent.flatMap(({ line, record }) => emitLine(record, line, receipt, plan, random));
}

function fieldsOf(receipt: Receipt, line: ReceiptLine, lineNo: number): Emission['fields'] {
  return {
    transaction_id: receipt.id,
    line_no: lineNo,
    store_id: receipt.store,
    product_id: line.product,
    customer_id: receipt.customer,
    occurred_at: parisText(receipt.occurredAt),
    quantity: line.quantity,
    unit_price: euros(line.priceCents),
    discount: euros(line.discountCents),
    payment_method: receipt.payment,
    updated_at: utcText(receipt.updatedAt),
  };
}

function emitLine(
  record: Emission,
  line: ReceiptLine,
  receipt: Receipt,
  plan: Plan,
  random: Random,
): Emission[] {
  const { duplicate, correction, late, violation, unknownStore, unknownProduct } =
    plan.options.rates.transactions;
  const kind = choose(random, { duplicate, correction, late, violation, unknownStore, unknownProduct });
  if (kind === 'correction') return changed(record, line, receipt, random);
  if (kind === 'late') return [delayed(record, receipt, random)];
  return spoiled(kind, record, () => broken(record, line, random));
}

/** The days by which the receipt can be moved: the store sells on that day, and everything on it was listed. */
function movable(receipt: Receipt, day: StoreDay, plan: Plan, random: Random): number | undefined {
  const days = random.int(1, MOVED_DAYS_MAX) * (random.chance(0.5) ? 1 : -1);
  const target = addDays(day.date, days);
  const products = plan.products.filter((product) =>
    receipt.lines.some((line) => line.product === product.id),
  );
  const possible =
    plan.options.dates.includes(target) &&
    dayFactor(day.store.profile, target) > 0 &&
    parisHour(receipt.occurredAt) >= 5 &&
    products.every((product) => isListed(product, target));
  return possible ? days : undefined;
}

/** All lines of the receipt, first as they were, then at the same time of another day. */
function moved(records: readonly Emission[], receipt: Receipt, days: number, random: Random): Emission[] {
  const occurredAt = sameClock(receipt.occurredAt, days);
  const updatedAt = Math.max(receipt.updatedAt, occurredAt) + random.int(3600, 47 * 3600) * 1000;
  const times = { occurred_at: parisText(occurredAt), updated_at: utcText(updatedAt) };
  return records.flatMap((record) => {
    const target = addDays(record.date, days);
    return [
      { ...record, kind: 'superseded', fate: 'duplicate', otherDate: target },
      {
        ...record,
        date: target,
        fields: { ...record.fields, ...times },
        kind: 'moved',
        otherDate: record.date,
      },
    ] satisfies Emission[];
  });
}

/** Sales only: a corrected return would be a return of something else. */
function changed(record: Emission, line: ReceiptLine, receipt: Receipt, random: Random): Emission[] {
  if (line.quantity < 0) return [record];
  const { quantity, priceCents, discountCents } = correctedLine(line, random);
  const updatedAt = utcText(receipt.updatedAt + random.int(1, 47) * HOUR_MS);
  return corrected(record, {
    quantity,
    unit_price: euros(priceCents),
    discount: euros(discountCents),
    updated_at: updatedAt,
  });
}

function delayed(record: Emission, receipt: Receipt, random: Random): Emission {
  const updatedAt = receipt.updatedAt + random.int(1, 3) * DAY_MS + random.int(0, 1800) * 1000;
  return { ...record, fields: { ...record.fields, updated_at: utcText(updatedAt) }, kind: 'late' };
}

function broken(record: Emission, line: ReceiptLine, random: Random): Emission {
  return random.pick([
    () => violating(record, 'type: quantity', 'abc'),
    () => violating(record, 'minimum: unit_price', -euros(line.priceCents)),
    () => violating(record, 'validValues: payment_method', 'cheque'),
    () => violating(record, 'required: product_id', null),
  ])();
}
