import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ingestFile } from '../../src/ingest/ingest-file';
import { sourceOf } from '../../src/ingest/sweep';
import type { ObjectInfo } from '../../src/ports/objects';
import { type Network, simulate, startApi, type Truth, truth, writeFiles } from '../../src/simulator';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(180_000);

/** The pages of the API, landed as a collection lands them. */
async function landPages(network: Network, landing: string): Promise<void> {
  const api = await startApi(network, { requestsPerSecond: 0, failEvery: 0, pageSize: 500 });
  for (const source of ['visits', 'transactions']) {
    let cursor = '';
    for (let page = 1; ; page++) {
      const answer = await (
        await fetch(`${api.url}/${source}?cursor=${cursor}`.replace(/\?cursor=$/, ''))
      ).text();
      const path = join(landing, source, 'collected', `${String(page).padStart(6, '0')}.json`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, answer);
      cursor = (JSON.parse(answer) as { next_cursor: string | null }).next_cursor ?? '';
      if (cursor === '') break;
    }
  }
  await api.close();
}

/** A fixed shuffle, so that a failure can be looked at again. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, index) => ({ item, key: (index * 2_654_435_761) % 4_294_967_296 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('a month of the retail network', () => {
  const network = simulate({ stores: 5, days: 12, startDate: '2026-10-18', scale: 0.6 });
  const expected: Truth = truth(network);
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await Workshop.open(REPOSITORY);
    await writeFiles(workshop.landing, network);
    await landPages(network, workshop.landing);
    await workshop.sweep();
    const { state, tasks } = await workshop.run();
    expect(tasks.filter((task) => task.state !== 'SUCCESS').map((task) => task.reason)).toEqual([]);
    expect(state).toBe('SUCCESS');
  });
  afterAll(() => workshop.close());

  test.each(['stores', 'products', 'visits', 'transactions', 'inventory', 'deliveries'] as const)(
    'gives %s to the row what the simulator says it injected',
    async (source) => {
      const { rows, malformed, published, quarantined, duplicates } = expected.sources[source];
      const [ledger] = await workshop.rows(
        `SELECT SUM(row_count)::BIGINT AS rows, SUM(malformed)::BIGINT AS malformed FROM ops.ledger WHERE source = '${source}'`,
      );
      expect(ledger).toEqual({ rows, malformed });
      const [account] = await workshop.rows(
        `SELECT SUM(published)::BIGINT AS published, SUM(quarantined)::BIGINT AS quarantined, SUM(duplicates)::BIGINT AS duplicates
         FROM ops.accounts WHERE table_name = 'silver.${source}'`,
      );
      expect(account).toEqual({ published, quarantined, duplicates });
    },
  );

  test('flags exactly the outliers that were injected', async () => {
    const [found] = await workshop.rows(
      `SELECT count(*) FILTER (WHERE is_outlier) AS outliers, count(*) FILTER (WHERE visitors_raw IS NULL) AS failed FROM silver.visits`,
    );
    const { kinds } = expected.sources.visits;
    expect(found).toEqual({ outliers: kinds.outlier, failed: kinds.null });
  });

  test('arrives at the revenue, receipts, units and visitors of every store and day', async () => {
    const rows = await workshop.rows(
      `SELECT business_date, store_id, (revenue * 100)::BIGINT AS cents, transactions, units_sold, units_returned, traffic FROM gold.store_daily`,
    );
    const found = Object.fromEntries(rows.map((row) => [`${row.business_date} ${row.store_id}`, row]));
    for (const [day, stores] of Object.entries(expected.clean.storeDays))
      for (const [store, totals] of Object.entries(stores))
        expect(found[`${day} ${store}`]).toEqual({
          business_date: day,
          store_id: store,
          cents: totals.revenueCents,
          transactions: totals.transactions,
          units_sold: totals.unitsSold,
          units_returned: totals.unitsReturned,
          traffic: totals.visitors,
        });
  });

  test('closes every account: bronze is staged, staged is published, quarantined or duplicate', async () => {
    const open = await workshop.rows(
      `SELECT table_name FROM ops.accounts WHERE staged <> published + quarantined + duplicates OR bronze <> staged`,
    );
    expect(open).toEqual([]);
  });

  test('keeps a history of products without gap or overlap, one current version a key', async () => {
    const broken = await workshop.rows(
      `SELECT product_id FROM (
         SELECT product_id, valid_to, is_current, lead(valid_from) OVER (PARTITION BY product_id ORDER BY valid_from) AS next_from
         FROM silver.products
       ) WHERE (next_from IS NOT NULL AND next_from <> valid_to) OR (is_current <> (next_from IS NULL))`,
    );
    expect(broken).toEqual([]);
    const versions = await workshop.rows(
      `SELECT count(*) AS n FROM silver.products WHERE year(valid_from) > 1`,
    );
    const changed = new Set(
      expected.changes
        .filter((change) => change.source === 'products')
        .map((change) => `${change.id} ${change.date}`),
    );
    expect(versions[0]?.n).toBe(changed.size);
  });

  test('finds nothing due a second time, and changes nothing', async () => {
    const before = await workshop.export();
    expect((await workshop.sweep()).files).toEqual([]);
    expect((await workshop.plan()).tasks).toEqual([]);
    expect(await workshop.export()).toEqual(before);
  });

  test('is the same when every file is announced five times, in any order, and delivered again under another name', async () => {
    const other = await Workshop.open(REPOSITORY);
    cpSync(workshop.landing, other.landing, { recursive: true, filter: (path) => !path.includes('.store') });
    const objects: ObjectInfo[] = [];
    for await (const object of other.context.objects.list('landing')) objects.push(object);
    for (const object of shuffled([...objects, ...objects, ...objects, ...objects, ...objects])) {
      const source = sourceOf(other.context.manifest.sources, object.name);
      if (source) await ingestFile(other.context, source, object, 'test');
    }
    const [ledger] = await other.rows('SELECT count(*) AS files, count(DISTINCT id) AS ids FROM ops.ledger');
    expect(ledger).toEqual({ files: objects.length, ids: objects.length });
    expect((await other.run()).state).toBe('SUCCESS');
    expect(await other.export()).toEqual(await workshop.export());
    await other.close();
  });
});
