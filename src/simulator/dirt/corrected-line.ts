import type { ReceiptLine } from '../days/events';
import type { Random } from '../random';

/** A line as somebody corrects it: more units, or a lower price. The discount stays within the price of the line. */
export function correctedLine(line: ReceiptLine, random: Random): ReceiptLine {
  if (random.chance(0.5)) return { ...line, quantity: line.quantity + random.int(1, 2) };
  const priceCents = Math.floor(line.priceCents * 0.9);
  return { ...line, priceCents, discountCents: Math.min(line.discountCents, line.quantity * priceCents) };
}
