import { DEFAULT_RATES, scaledRates, simulate, truth } from '../../src/simulator';

const known = truth(simulate());
const { visits, transactions, inventory, deliveries } = known.sources;

describe('rates of dirt in the default month', () => {
  test.each([
    ['visits.null', visits.kinds.null / visits.rows, DEFAULT_RATES.visits.null],
    ['visits.outlier', visits.kinds.outlier / visits.rows, DEFAULT_RATES.visits.outlier],
    ['visits.late', visits.kinds.late / visits.rows, DEFAULT_RATES.visits.late],
    ['visits.duplicate', visits.kinds.duplicate / visits.rows, DEFAULT_RATES.visits.duplicate],
    [
      'transactions.duplicate',
      transactions.kinds.duplicate / transactions.rows,
      DEFAULT_RATES.transactions.duplicate,
    ],
    [
      'transactions.correction',
      transactions.kinds.correction / transactions.rows,
      DEFAULT_RATES.transactions.correction,
    ],
    ['transactions.late', transactions.kinds.late / transactions.rows, DEFAULT_RATES.transactions.late],
    [
      'transactions.violation',
      transactions.kinds.violation / transactions.rows,
      DEFAULT_RATES.transactions.violation,
    ],
    ['inventory.late', inventory.kinds.late / inventory.rows, DEFAULT_RATES.inventory.late],
    ['inventory.malformed', inventory.malformed / inventory.rows, DEFAULT_RATES.inventory.malformed],
    ['deliveries.late', deliveries.kinds.late / deliveries.rows, DEFAULT_RATES.deliveries.late],
  ])('%s is met within 40 percent', (_name, found, expected) => {
    expect(found / expected).toBeGreaterThan(0.6);
    expect(found / expected).toBeLessThan(1.4);
  });

  test('let every kind happen at least once', () => {
    const kinds = Object.values(known.sources).map((source) => source.kinds);
    const total = (kind: keyof (typeof kinds)[number]) => kinds.reduce((sum, of) => sum + of[kind], 0);
    const names = Object.keys(visits.kinds) as (keyof typeof visits.kinds)[];
    expect(names.filter((kind) => total(kind) === 0)).toEqual([]);
  });

  test('quarantine less than one percent of each source', () => {
    const shares = Object.values(known.sources).map(({ quarantined, rows }) => quarantined / rows);
    expect(Math.max(...shares)).toBeLessThan(0.01);
  });

  test('can be turned off', () => {
    const { sources } = truth({ rates: scaledRates(0) });
    for (const source of Object.values(sources)) {
      expect(source.injected).toEqual([]);
      expect(source).toMatchObject({ malformed: 0, quarantined: 0, duplicates: 0, extraColumns: 0 });
      expect(source.published).toBe(source.rows);
    }
  });
});
