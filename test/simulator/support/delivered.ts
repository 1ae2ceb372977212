import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Network, type SourceTruth, startApi, writeFiles } from '../../../src/simulator';
import type { Fields } from '../../../src/simulator/dirt/emission';
import { fetchAll } from './fetch-all';
import { isAmount, isCount, judge, type Verdict } from './judge';
import { type Landed, type LandedSource, readLanding } from './landed';

export interface Served {
  readonly fields: Fields;
}

type FileSource = 'stores' | 'products' | 'inventory' | 'deliveries';

/** What a network delivered, read back from its files and its API, and judged by the rules of its contracts. */
export class Delivered {
  private readonly stores: ReadonlySet<unknown>;
  private readonly products: ReadonlySet<unknown>;

  private constructor(
    readonly files: Readonly<Record<FileSource, LandedSource>>,
    readonly visits: readonly Served[],
    readonly transactions: readonly Served[],
  ) {
    const { stores, products } = files;
    this.stores = new Set(stores.records.map(({ fields }) => fields.store_id));
    const valid = products.records.filter(({ fields }) => acceptsProduct(fields));
    this.products = new Set(valid.map(({ fields }) => fields.product_id));
  }

  static async of(network: Network): Promise<Delivered> {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const api = await startApi(network, { requestsPerSecond: 0 });
    const served = async (path: string) =>
      (await fetchAll(`${api.url}/${path}`)).records.map((fields) => ({ fields }));
    try {
      await writeFiles(folder, network);
      const files = {
        stores: await readLanding(folder, 'stores'),
        products: await readLanding(folder, 'products'),
        inventory: await readLanding(folder, 'inventory'),
        deliveries: await readLanding(folder, 'deliveries'),
      };
      return new Delivered(files, await served('visits'), await served('transactions'));
    } finally {
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  judgedTransactions(): Verdict<Served> {
    return judge(this.transactions, {
      key: ['transaction_id', 'line_no'],
      accepts: (fields) =>
        this.knows(fields) &&
        isCount(fields.quantity, -100) &&
        isAmount(fields.unit_price) &&
        ['card', 'cash', 'voucher'].includes(String(fields.payment_method)),
    });
  }

  judgedVisits(): Verdict<Served> {
    return judge(this.visits, {
      key: ['sensor_id', 'counted_at'],
      accepts: (fields) =>
        this.stores.has(fields.store_id) && (fields.visitors === null || isCount(fields.visitors, 0)),
    });
  }

  judgedInventory(): Verdict<Landed> {
    return judge(this.files.inventory.records, {
      key: ['store_id', 'product_id', 'snapshot_date'],
      accepts: (fields) =>
        this.knows(fields) && isCount(fields.book_quantity, 0) && isCount(fields.counted_quantity, 0),
    });
  }

  judgedDeliveries(): Verdict<Landed> {
    return judge(this.files.deliveries.records, {
      key: ['delivery_id'],
      accepts: (fields) => this.knows(fields) && isCount(fields.quantity, 1),
    });
  }

  private knows(fields: Landed['fields']): boolean {
    return this.stores.has(fields.store_id) && this.products.has(fields.product_id);
  }
}

export function acceptsProduct(fields: Landed['fields']): boolean {
  return fields.name !== null && isAmount(fields.unit_price) && isAmount(fields.unit_cost);
}

export function countsOf(
  verdict: Verdict<unknown>,
): Pick<SourceTruth, 'published' | 'quarantined' | 'duplicates'> {
  return {
    published: verdict.published.length,
    quarantined: verdict.quarantined.length,
    duplicates: verdict.duplicates.length,
  };
}

/** How often each day comes, in the order of days. */
export function tally(days: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const day of [...days].sort()) counts[String(day)] = (counts[String(day)] ?? 0) + 1;
  return counts;
}

/** Days without any are left out, as a tally does. */
export function perDay(source: SourceTruth, count: 'rows' | 'published'): Record<string, number> {
  const days = Object.entries(source.days).map(([date, counts]) => [date, counts[count]] as const);
  return Object.fromEntries(days.filter(([, records]) => records > 0));
}
