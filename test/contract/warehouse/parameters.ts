import type { Cell, Value } from '../../../src/core/types';
import type { Claim } from '../claims';
import { failureOf, type Open, pair, rowsOf, withValues } from './tools';

type Case = readonly [type: string, value: Value, cell: Cell];

const CASES: readonly Case[] = [
  ['BOOL', false, false],
  ['INT64', 42, 42],
  ['INT64', -9223372036854775808n, '-9223372036854775808'],
  ['INT64', '9223372036854775807', '9223372036854775807'],
  ['FLOAT64', 0.1, 0.1],
  ['NUMERIC', '12345678901234567890.123456789', '12345678901234567890.123456789'],
  ['STRING', `it's "quoted" \\ $v @v {task} -- ;\n`, `it's "quoted" \\ $v @v {task} -- ;\n`],
  ['STRING', '', ''],
  ['STRING', null, null],
  ['BYTES', 'AGH/', 'AGH/'],
  ['DATE', '2026-10-25', '2026-10-25'],
  ['DATETIME', '2026-10-25 02:30:00', '2026-10-25 02:30:00'],
  ['TIMESTAMP', '2026-10-25 00:30:00.123456+00', '2026-10-25 00:30:00.123456+00'],
  ['ARRAY<STRING>', ["a'b", 'c'], ["a'b", 'c']],
  ['ARRAY<INT64>', [], []],
  ['STRUCT<sku STRING, qty INT64>', { sku: 'a', qty: 2 }, { sku: 'a', qty: 2 }],
];

const ECHO = (type: string) => pair('SELECT @v AS v', 'SELECT $v AS v', { v: type });

/** 2026-10-01 to 2026-10-03, those of the list. */
const AMONG = pair(
  "SELECT d FROM UNNEST(GENERATE_DATE_ARRAY('2026-10-01', '2026-10-03')) AS d WHERE d IN (@days) ORDER BY d",
  "SELECT CAST(range AS DATE) AS d FROM range(DATE '2026-10-01', DATE '2026-10-04', INTERVAL 1 DAY) WHERE CAST(range AS DATE) IN ($days) ORDER BY d",
  { days: 'DATES' },
);

const IN_SCRATCH = pair(
  'CREATE TABLE `contract_scratch.visits__{task}` AS SELECT "{task}" AS note',
  'CREATE TABLE "contract_scratch"."visits__{task}" AS SELECT \'{task}\' AS note',
);

/** What a statement is bound to arrives as it is, and never as SQL. */
export function claimParameters(claim: Claim, warehouse: Open): void {
  for (const [type, value, cell] of CASES) {
    const shown = typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
    claim(`a ${type} parameter bound to ${shown} arrives unchanged`, async () => {
      const result = await warehouse().query(withValues(ECHO(type), { v: value }));
      expect(result).toEqual({ columns: [{ name: 'v', type }], rows: [{ v: cell }] });
    });
  }

  claim('a list of dates selects its dates, and an empty one none', async () => {
    const among = async (...days: string[]) => (await warehouse().query(withValues(AMONG, { days }))).rows;
    expect(await among('2026-10-03', '2026-10-01', '2020-01-01')).toEqual([
      { d: '2026-10-01' },
      { d: '2026-10-03' },
    ]);
    expect(await among()).toEqual([]);
  });

  claim('{task} names tables inside quoted identifiers, and stays text elsewhere', async () => {
    for (const task of ['run1_2', 'run1_3']) {
      await warehouse().execute(`contract_task_${task}`, [withValues(IN_SCRATCH, { task })]);
      expect(await rowsOf(warehouse(), `contract_scratch.visits__${task}`)).toEqual([{ note: '{task}' }]);
    }
  });

  claim('a {task} of anything but a-z, 0-9 and _ is refused', async () => {
    for (const task of ['', 'A', 'a-b', 'a`b', 'a"b', 'é', 7, null]) {
      const error = await failureOf(
        warehouse().execute('contract_bad_task', [withValues(IN_SCRATCH, { task })]),
      );
      expect(error.kind).toBe('invalid');
      expect(error.message).toContain('task');
    }
  });

  claim('a missing, an unknown and a mistyped parameter are refused by name', async () => {
    const missing = await failureOf(warehouse().query(withValues(ECHO('INT64'), {})));
    const unknown = await failureOf(warehouse().query(withValues(ECHO('INT64'), { v: 1, other_one: 2 })));
    const mistyped = await failureOf(warehouse().query(withValues(ECHO('INT64'), { v: 'many' })));
    expect([missing.kind, unknown.kind, mistyped.kind]).toEqual(['invalid', 'invalid', 'invalid']);
    expect(missing.message).toMatch(/\bv\b/);
    expect(unknown.message).toContain('other_one');
    expect(mistyped.message).toMatch(/\bv\b.*many/);
  });
}
