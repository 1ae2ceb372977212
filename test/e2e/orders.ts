import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workshop } from './workshop';

/** A file of orders of the tiny project, brought in. @param lines without the header */
export async function writeOrders(workshop: Workshop, lines: readonly string[]): Promise<void> {
  mkdirSync(join(workshop.landing, 'orders'), { recursive: true });
  const text = ['order_id,ordered_at,amount,updated_at', ...lines, ''].join('\n');
  writeFileSync(join(workshop.landing, 'orders/a.csv'), text);
  await workshop.sweep();
}
