import fc from 'fast-check';
import { differences, type ModelTest, type Outcome, type WrittenRow } from '../../../src/core/model-test';
import { isSameCell } from '../../../src/core/model-test/same-cell';
import type { Row } from '../../../src/core/types';

const COLUMNS = [
  { name: 'id', type: 'STRING' },
  { name: 'n', type: 'INT64' },
];

const expecting = (expected: Partial<ModelTest['expected']>): ModelTest => ({
  file: 'sql/tests/x.yaml',
  line: 1,
  model: 'gold.x',
  name: 'x',
  tables: [],
  fill: [],
  reads: {},
  columns: COLUMNS,
  expected: { rows: [], duplicates: [], quarantined: [], failed: [], ...expected },
});

const outcome = (found: Partial<Outcome>): Outcome => ({
  rows: [],
  duplicates: [],
  quarantined: [],
  failed: [],
  ...found,
});

const rows = fc.array(fc.record({ id: fc.constantFrom('a', 'b'), n: fc.nat(2) }), { maxLength: 6 });

/** Some columns of each row, in another order. */
const said = (actual: readonly Row[]): fc.Arbitrary<WrittenRow[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...actual.keys()], { minLength: actual.length }),
      fc.array(fc.subarray(['id', 'n']), { minLength: actual.length, maxLength: actual.length }),
    )
    .map(([order, columns]) =>
      order.map((index, at) =>
        Object.fromEntries((columns[at] ?? []).map((column) => [column, actual[index]?.[column] ?? null])),
      ),
    );

describe('expected rows', () => {
  test('are met by actual ones in any order, each with the columns that it names', () => {
    const cases = rows.chain((actual) => said(actual).map((expected) => ({ actual, expected })));
    fc.assert(
      fc.property(cases, ({ actual, expected }) => {
        expect(differences(expecting({ rows: expected }), outcome({ rows: actual }))).toEqual([]);
      }),
    );
  });

  test('are not met by one row fewer or one row more', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (actual, index) => {
        fc.pre(actual.length > 0);
        const fewer = actual.filter((_, at) => at !== index % actual.length);
        const [missing] = differences(expecting({ rows: actual }), outcome({ rows: fewer }));
        const [extra] = differences(expecting({ rows: fewer }), outcome({ rows: actual }));
        expect([missing?.missing.length, missing?.unexpected.length]).toEqual([1, 0]);
        expect([extra?.missing.length, extra?.unexpected.length]).toEqual([0, 1]);
      }),
    );
  });

  test('that are not met are named beside what came instead, in the columns that were asked for', () => {
    const found = outcome({ rows: [{ id: 'a', n: 1 }], failed: ['unique: id'] });
    expect(differences(expecting({ rows: [{ n: 2 }] }), found)).toEqual([
      { part: 'rows', missing: [{ n: 2 }], unexpected: [{ n: 1 }] },
      { part: 'failed', missing: [], unexpected: [{ check: 'unique: id' }] },
    ]);
  });
});

describe('two values', () => {
  test.each<[unknown, unknown, string]>([
    [10, '10', 'NUMERIC'],
    ['10.00', '10', 'NUMERIC'],
    ['-0.50', '-0.5', 'NUMERIC'],
    ['-0', '0', 'NUMERIC'],
    [1e-7, '0.0000001', 'NUMERIC'],
    ['9007199254740993', '9007199254740993', 'INT64'],
    [0.1 + 0.2, 0.3, 'FLOAT64'],
    ['NaN', 'NaN', 'FLOAT64'],
    ['2026-10-06 10:00:00+02', '2026-10-06 08:00:00+00', 'TIMESTAMP'],
    ['2026-10-06T08:00:00.5Z', '2026-10-06 08:00:00.500000+00', 'TIMESTAMP'],
    ['2026-10-06 08:00', '2026-10-06 08:00:00+00', 'TIMESTAMP'],
    [[1, '2'], [1, 2], 'ARRAY<INT64>'],
    [null, null, 'STRING'],
  ])('%j and %j are the same %s', (a, b, type) => {
    expect(isSameCell(a, b, type)).toBe(true);
  });

  test.each<[unknown, unknown, string]>([
    [10, '10.000000001', 'NUMERIC'],
    ['9007199254740993', '9007199254740992', 'INT64'],
    [0.3, 0.3000001, 'FLOAT64'],
    ['2026-10-06 08:00:00.000001+00', '2026-10-06 08:00:00+00', 'TIMESTAMP'],
    ['', null, 'STRING'],
    [0, null, 'INT64'],
    [1, '1', 'STRING'],
    [[1], [1, 1], 'ARRAY<INT64>'],
  ])('%j and %j are not the same %s', (a, b, type) => {
    expect(isSameCell(a, b, type)).toBe(false);
  });
});
