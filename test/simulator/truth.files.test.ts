import { type SourceTruth, simulate, truth } from '../../src/simulator';
import { acceptsProduct, countsOf, Delivered, perDay, tally } from './support/delivered';
import type { Landed } from './support/landed';

const network = simulate({ days: 20, startDate: '2026-10-15' });
const known = truth(network);
let delivered: Delivered;

beforeAll(async () => {
  delivered = await Delivered.of(network);
});

const injected = (source: SourceTruth, fate: string) =>
  source.injected
    .filter((one) => one.fate === fate)
    .map(({ file, line }) => `${file}:${line}`)
    .sort();
const places = (all: readonly Landed[]) => all.map(({ file, line }) => `${file}:${line}`).sort();
describe('the truth about files', () => {
  test.each(['stores', 'products', 'inventory', 'deliveries'] as const)(
    'of %s names every malformed line',
    (source) => {
      expect([...delivered.files[source].malformed].sort()).toEqual(
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
      expect(delivered.files[source].records).toHaveLength(known.sources[source].rows);
      expect(delivered.files[source].records.filter(({ fields }) => extra in fields)).toHaveLength(
        known.sources[source].extraColumns,
      );
    },
  );

  test('of products names every row that breaks the contract', () => {
    const wrong = delivered.files.products.records.filter(({ fields }) => !acceptsProduct(fields));
    expect(places(wrong)).toEqual(injected(known.sources.products, 'quarantined'));
  });

  test('of inventory is what a strict reader finds, line by line and day by day', () => {
    const found = delivered.judgedInventory();
    expect(known.sources.inventory).toMatchObject(countsOf(found));
    expect(places(found.quarantined)).toEqual(injected(known.sources.inventory, 'quarantined'));
    expect(tally(delivered.files.inventory.records.map(({ fields }) => fields.snapshot_date))).toEqual(
      perDay(known.sources.inventory, 'rows'),
    );
  });

  test('of inventory names every late row', () => {
    const late = delivered.files.inventory.records.filter(
      ({ fields, file }) => !file.includes(String(fields.snapshot_date)),
    );
    expect(late).toHaveLength(known.sources.inventory.kinds.late);
  });

  test('of deliveries is what a strict reader finds, row by row', () => {
    const found = delivered.judgedDeliveries();
    expect(known.sources.deliveries).toMatchObject(countsOf(found));
    expect(places(found.quarantined)).toEqual(injected(known.sources.deliveries, 'quarantined'));
  });
});

describe('the truth about changes', () => {
  test('is what the extracts of one day after the other show', () => {
    const shown: string[] = [];
    const before = new Map<unknown, Landed['fields']>();
    for (const { fields, file } of delivered.files.products.records.filter((row) =>
      acceptsProduct(row.fields),
    )) {
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
