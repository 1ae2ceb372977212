import fc from 'fast-check';
import { openDuckdb } from '../../src/adapters/duckdb';
import { bind } from '../../src/adapters/duckdb/bind';
import type { Values } from '../../src/core/types';
import { type Warehouse, WarehouseError } from '../../src/ports/warehouse';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openDuckdb({ path: ':memory:', threads: 1 });
});
afterAll(() => warehouse.close());

const bound = (duckdb: string, params: Readonly<Record<string, string>>, values: Values) =>
  bind({ statement: { googlesql: '', duckdb: [duckdb], params }, values }).join(';');

describe('Binding', () => {
  test('replaces parameters outside of texts and quoted identifiers only', () => {
    const sql = `SELECT '$n ''$n', "$n ""$n", $n + $n, $nn AS "{task}", '{task}' AS "a""{task}"`;
    expect(bound(sql, { n: 'INT64', nn: 'INT64' }, { n: 1, nn: 2, task: 't1' })).toBe(
      `SELECT '$n ''$n', "$n ""$n", CAST(1 AS BIGINT) + CAST(1 AS BIGINT), CAST(2 AS BIGINT) AS "t1", '{task}' AS "a""t1"`,
    );
  });

  test('does not read what it has put in', () => {
    const values = { a: '$b', b: "'; DROP TABLE x; -- $a" };
    expect(bound('SELECT $a, $b', { a: 'STRING', b: 'STRING' }, values)).toBe(
      "SELECT '$b', '''; DROP TABLE x; -- $a'",
    );
  });

  test('accepts a task that a statement does not use, as it belongs to all statements of a task', () => {
    expect(bound('SELECT 1', {}, { task: 't1' })).toBe('SELECT 1');
  });

  test('makes a list of dates, never an empty one', () => {
    const list = (days: readonly string[]) => bound('d IN ($days)', { days: 'DATES' }, { days });
    expect(list(['2026-10-01', '2026-10-02'])).toBe(
      "d IN (CAST('2026-10-01' AS DATE), CAST('2026-10-02' AS DATE))",
    );
    expect(list([])).toBe('d IN (CAST(NULL AS DATE))');
  });

  test.each<[string, string, Record<string, string>, Values, string]>([
    ['without a value', 'SELECT $day', { day: 'DATE' }, {}, 'The parameter day has no value.'],
    ['without a declaration', 'SELECT $day', {}, {}, 'The statement declares no parameter day.'],
    ['named like a property of objects', 'SELECT $toString', {}, {}, 'declares no parameter toString.'],
    [
      'that nothing asks for',
      'SELECT 1',
      { a: 'INT64' },
      { a: 1, b: 2 },
      'Unknown parameter b; the statement has: a.',
    ],
    ['of another type', 'SELECT $n', { n: 'INT64' }, { n: 1.5 }, 'The parameter n (INT64): 1.5 is no INT64'],
    [
      'of no type',
      'SELECT $n',
      { n: 'NUMBER' },
      { n: 1 },
      'The parameter n (NUMBER): "NUMBER" is not a GoogleSQL type.',
    ],
    ['that is no list of dates', 'SELECT $d', { d: 'DATES' }, { d: '2026-10-01' }, 'is no list of dates'],
    ['named task with a quote', 'SELECT "{task}"', {}, { task: 'a"b' }, 'expected a text of a-z, 0-9, _.'],
    ['named task without a value', 'SELECT "{task}"', {}, {}, 'The parameter task has no value.'],
  ])('refuses a parameter %s', (_, sql, params, values, message) => {
    expect(() => bound(sql, params, values)).toThrow(WarehouseError);
    expect(() => bound(sql, params, values)).toThrow(message);
  });

  test('carries any text into a query as it is', async () => {
    const anyText = fc.string({
      unit: fc.constantFrom("'", '"', '$', '{', 'task', '}', '\\', '\0', '\n', '-', ';', 'é', '😀', 'v'),
    });
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (v, w) => {
        const statement = {
          googlesql: '',
          duckdb: ['SELECT $v AS v, [$w] AS w'],
          params: { v: 'STRING', w: 'STRING' },
        };
        expect((await warehouse.query({ statement, values: { v, w } })).rows).toEqual([{ v, w: [w] }]);
      }),
      { numRuns: 300 },
    );
  });

  test('carries any INT64, NUMERIC and instant into a query as it is', async () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const numeric = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(int64, numeric, instant, async (n, scaled, at) => {
        const statement = {
          googlesql: '',
          duckdb: ['SELECT $n AS n, $x AS x, $at AS at'],
          params: { n: 'INT64', x: 'NUMERIC', at: 'TIMESTAMP' },
        };
        const values = { n, x: decimal(scaled), at: at.toISOString() };
        const [row] = (await warehouse.query({ statement, values })).rows;
        expect(String(row?.n)).toBe(String(n));
        expect(row?.x).toBe(decimal(scaled));
        expect(new Date(String(row?.at).replace(' ', 'T').replace('+00', 'Z'))).toEqual(at);
      }),
      { numRuns: 300 },
    );
  });
});

/** Nine digits after the point, without trailing zeros. */
function decimal(scaled: bigint): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(10, '0');
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  return scaled < 0n ? `-${text}` : text;
}
