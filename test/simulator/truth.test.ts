import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SourceTruth, simulate, startApi, truth, writeFiles } from '../../src/simulator';
import type { Fields } from '../../src/simulator/dirt/emission';
import { fetchAll } from './support/fetch-all';
import { isAmount, isCount, judge, type Verdict } from './support/judge';
import { type Landed, type LandedSource, readLanding } from './support/landed';

const network = simulate({ days: 20, startDate: '2026-10-15' });
const known = truth(network);
const folder = mkdtempSync(join(tmpdir(), 'simulator-'));

type Served = { readonly fields: Fields };
const landed = new Map<string, LandedSource>();
const served = new Map<string, readonly Served[]>();
const stores = new Set<unknown>();
const products = new Set<unknown>();

beforeAll(async () => {
  await writeFiles(folder, network);
  for (const source of ['stores', 'products', 'inventory', 'deliveries'])
    landed.set(source, await readLanding(folder, source));
  for (const { fields } of records('stores')) stores.add(fields.store_id);
  for (const { fields } of records('products')) if (acceptsProduct(fields)) products.add(fields.product_id);
  const api = await startApi(network, { requestsPerSecond: 0 });
  for (const feed of ['visits', 'transactions']) {
    const all = await fetchAll(`${api.url}/${feed}`);
    served.set(
      feed,
      all.records.map((fields) => ({ fields })),
    );
  }
  await api.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const records = (source: string): readonly Landed[] => landed.get(source)?.records ?? [];
const feed = (source: string): readonly Served[] => served.get(source) ?? [];
const acceptsProduct = (fields: Landed['fields']) =>
  fields.name !== null && isAmount(fields.unit_price) && isAmount(fields.unit_cost);

const judgeTransactions = () =>
  judge(feed('transactions'), {
    key: ['transaction_id', 'line_no'],
    accepts: (fields) =>
      stores.has(fields.store_id) &&
      products.has(fields.product_id) &&
      isCount(fields.quantity, -100) &&
      isAmount(fields.unit_price) &&
      ['card', 'cash', 'voucher'].includes(String(fields.payment_method)),
  });

const judgeVisits = () =>
  judge(feed('visits'), {
    key: ['sensor_id', 'counted_at'],
    accepts: (fields) =>
      stores.has(fields.store_id) && (fields.visitors === null || isCount(fields.visitors, 0)),
  });

const judgeInventory = () =>
  judge(records('inventory'), {
    key: ['store_id', 'product_id', 'snapshot_date'],
    accepts: (fields) =>
      stores.has(fields.store_id) &&
      products.has(fields.product_id) &&
      isCount(fields.book_quantity, 0) &&
      isCount(fields.counted_quantity, 0),
  });

const judgeDeliveries = () =>
  judge(records('deliveries'), {
    key: ['delivery_id'],
    accepts: (fields) =>
      stores.has(fields.store_id) && products.has(fields.product_id) && isCount(fields.quantity, 1),
  });

function expectCounts(found: Verdict<unknown>, expected: SourceTruth): void {
  expect({
    published: found.published.length,
    quarantined: found.quarantined.length,
    duplicates: found.duplicates.length,
  }).toEqual({
    published: expected.published,
    quarantined: expected.quarantined,
    duplicates: expected.duplicates,
  });
}

const injected = (source: SourceTruth, fate: string) =>
  source.injected
    .filter((one) => one.fate === fate)
    .map(({ file, line }) => `${file}:${line}`)
    .sort();
const places = (all: readonly Landed[]) => all.map(({ file, line }) => `${file}:${line}`).sort();
const perDay = (source: SourceTruth, count: 'rows' | 'published') =>
  Object.fromEntries(
    Object.entries(source.days)
      .map(([date, counts]) => [date, counts[count]])
      .filter(([, rows]) => rows !== 0),
  );
const tally = (dates: readonly unknown[]) => {
  const counts: Record<string, number> = {};
  for (const date of [...dates].sort()) counts[String(date)] = (counts[String(date)] ?? 0) + 1;
  return counts;
};

describe('the truth about files', () => {
  test.each(['stores', 'products', 'inventory', 'deliveries'] as const)(
    'of %s names every malformed line',
    (source) => {
      expect([...(landed.get(source)?.malformed ?? [])].sort()).toEqual(
        injected(known.sources[source], 'malformed'),
      );
    },
  );

  test.each(['stores', 'products', 'inventory', 'deliveries'] as const)(
    'of %s counts rows and extra columns',
    (source) => {
      const extra = { stores: 'manager', products: 'eco_score', inventory: 'aisle', deliveries: 'carrier' }[
        source
      ];
      expect(records(source)).toHaveLength(known.sources[source].rows);
      expect(records(source).filter(({ fields }) => extra in fields)).toHaveLength(
        known.sources[source].extraColumns,
      );
    },
  );

  test('of products names every row that breaks the contract', () => {
    const wrong = records('products').filter(({ fields }) => !acceptsProduct(fields));
    expect(places(wrong)).toEqual(injected(known.sources.products, 'quarantined'));
  });

  test('of inventory is what a strict reader finds, line by line and day by day', () => {
    const found = judgeInventory();
    expectCounts(found, known.sources.inventory);
    expect(places(found.quarantined)).toEqual(injected(known.sources.inventory, 'quarantined'));
    expect(tally(records('inventory').map(({ fields }) => fields.snapshot_date))).toEqual(
      perDay(known.sources.inventory, 'rows'),
    );
  });

  test('of inventory names every late row', () => {
    const late = records('inventory').filter(
      ({ fields, file }) => !file.includes(String(fields.snapshot_date)),
    );
    expect(late).toHaveLength(known.sources.inventory.kinds.late);
  });

  test('of deliveries is what a strict reader finds, row by row', () => {
    const found = judgeDeliveries();
    expectCounts(found, known.sources.deliveries);
    expect(places(found.quarantined)).toEqual(injected(known.sources.deliveries, 'quarantined'));
  });
});

describe('the truth about the API', () => {
  test('counts transactions that are published, quarantined and duplicates', () => {
    expect(feed('transactions')).toHaveLength(known.sources.transactions.rows);
    expectCounts(judgeTransactions(), known.sources.transactions);
  });

  test('counts published transactions of each day, moved ones on the day to which they went', () => {
    const found = judgeTransactions().published.map(({ fields }) => String(fields.occurred_at).slice(0, 10));
    expect(tally(found)).toEqual(perDay(known.sources.transactions, 'published'));
    expect(known.sources.transactions.kinds.moved).toBeGreaterThan(0);
  });

  test('knows the revenue of each day to the cent', () => {
    const revenue: Record<string, number> = {};
    for (const { fields } of judgeTransactions().published) {
      const date = String(fields.occurred_at).slice(0, 10);
      const cents = Math.round(
        Number(fields.quantity) * Number(fields.unit_price) * 100 - Number(fields.discount) * 100,
      );
      revenue[date] = (revenue[date] ?? 0) + cents;
    }
    expect(revenue).toEqual(
      Object.fromEntries(Object.entries(known.clean.days).map(([date, day]) => [date, day.revenueCents])),
    );
  });

  test('counts visits that are published, quarantined and duplicates', () => {
    expect(feed('visits')).toHaveLength(known.sources.visits.rows);
    expectCounts(judgeVisits(), known.sources.visits);
  });

  test('counts records that became known more than twenty hours after they happened, corrections aside', () => {
    const corrected = new Set(
      known.sources.visits.injected
        .filter(({ kind }) => kind === 'correction')
        .map(({ key }) => JSON.stringify(key)),
    );
    const late = feed('visits').filter(({ fields: { sensor_id, counted_at, updated_at } }) => {
      const delay = Date.parse(String(updated_at)) - Date.parse(String(counted_at));
      return delay > 20 * 3_600_000 && !corrected.has(JSON.stringify({ sensor_id, counted_at }));
    });
    expect(late).toHaveLength(known.sources.visits.kinds.late);
  });

  test('knows the visitors of each day after failed hours and outliers are replaced', () => {
    const { visitors, imputed } = replaceBadHours(judgeVisits().published);
    expect(visitors).toEqual(
      Object.fromEntries(Object.entries(known.clean.days).map(([date, day]) => [date, day.visitors])),
    );
    expect(imputed).toBe(known.sources.visits.kinds.null + known.sources.visits.kinds.outlier);
  });
});

/** An outlier is more than five times the sensor's median hour of the day, which counts as ten at least. */
function replaceBadHours(published: readonly Served[]): {
  visitors: Record<string, number>;
  imputed: number;
} {
  const sensorDays = new Map<string, (number | null)[]>();
  for (const { fields } of published) {
    const key = `${String(fields.counted_at).slice(0, 10)} ${fields.sensor_id}`;
    sensorDays.set(key, [...(sensorDays.get(key) ?? []), fields.visitors as number | null]);
  }
  const visitors: Record<string, number> = {};
  let imputed = 0;
  for (const [key, counts] of sensorDays) {
    const sorted = counts.filter((count) => count !== null).sort((a, b) => a - b);
    const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
    const good = sorted.filter((count) => count <= 5 * Math.max(median, 10));
    const sum = good.reduce((total, count) => total + count, 0);
    const bad = counts.length - good.length;
    const date = key.slice(0, 10);
    visitors[date] = (visitors[date] ?? 0) + sum + bad * Math.round(sum / good.length);
    imputed += bad;
  }
  return { visitors, imputed };
}

describe('the truth about changes', () => {
  test('is what the extracts of one day after the other show', () => {
    const shown: string[] = [];
    const before = new Map<unknown, Landed['fields']>();
    for (const { fields, file } of records('products').filter((row) => acceptsProduct(row.fields))) {
      const date = file.slice(-14, -4);
      const last = before.get(fields.product_id);
      before.set(fields.product_id, fields);
      for (const column of ['name', 'unit_price', 'unit_cost']) {
        if (last !== undefined && last[column] !== fields[column])
          shown.push(`${date} ${fields.product_id} ${column} ${fields[column]}`);
      }
    }
    const expected = known.changes.flatMap((change) =>
      change.what === 'changed' && change.source === 'products'
        ? Object.entries(change.values).map(
            ([column, { to }]) => `${change.date} ${change.id} ${column} ${to}`,
          )
        : [],
    );
    expect(shown.sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(10);
  });

  test('names the product that goes and comes back, the one that is launched, and the store that moves', () => {
    const listings = known.changes.flatMap((change) =>
      change.what === 'changed' ? [] : [`${change.what} ${change.id} ${change.date}`],
    );
    expect(listings).toEqual([
      'listed P0012 2026-10-20',
      'delisted P0007 2026-10-21',
      'listed P0007 2026-10-26',
    ]);
    const moved = known.changes.find((change) => change.id === 'S05');
    expect(moved).toMatchObject({
      date: '2026-10-25',
      values: { city: { from: 'Rennes', to: 'Saint-Malo' } },
    });
  });
});

describe('one record', () => {
  test('gets at most one kind of dirt, and what is repeated or corrected is clean', () => {
    const { injected: all } = known.sources.transactions;
    const keys = all.filter(({ kind }) => kind !== 'superseded').map(({ key }) => JSON.stringify(key));
    expect(new Set(keys).size).toBe(keys.length);
    const { superseded, correction, moved } = known.sources.transactions.kinds;
    expect(superseded).toBe(correction + moved);
  });
});
