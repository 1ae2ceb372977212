import type { Workshop } from './workshop';

/** Lands a file of orders of the tiny project. @param lines without the header */
export function landOrders(workshop: Workshop, lines: readonly string[], name = 'a.csv'): void {
  workshop.land(`orders/${name}`, ['order_id,ordered_at,amount,updated_at', ...lines]);
}
