import fc from 'fast-check';
import { addDays } from '../../src/core/dates';
import type { Check } from '../../src/core/manifest';
import type { CheckResult, DayCounts, Evidence } from '../../src/core/quality/types';
import { judge } from '../../src/core/quality/verdict';

const rowCheck = (more: Partial<Check> = {}): Check => ({
  name: 'range: x',
  kind: 'range',
  scope: 'row',
  severity: 'fail',
  tolerance: 0,
  bit: 0,
  ...more,
});
const dayCheck = (more: Partial<Check> = {}): Check => ({
  name: 'row_count',
  kind: 'row_count',
  scope: 'batch',
  severity: 'fail',
  tolerance: 0,
  bounds: { minRatio: 0.8 },
  ...more,
});

const day = (more: Partial<DayCounts> = {}): DayCounts => ({
  day: '2026-10-26',
  staged: 100,
  passed: 100,
  quarantined: 0,
  duplicates: 0,
  violations: [],
  results: [0],
  ...more,
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  days: [day()],
  baseline: new Map(),
  openDays: new Set(),
  deletions: [],
  ...more,
});

const orders = {
  name: 'silver.orders',
  inputs: [{ table: 'bronze.orders', versioning: 'partition', lookbackDays: 0, withinDays: 0 }],
  checks: [],
  maxRejected: 0.1,
} satisfies Parameters<typeof judge>[0];
const verdict = (checks: Check[], more: Partial<Evidence> = {}, maxRejected = 0.1) =>
  judge({ ...orders, checks, maxRejected }, evidence(more));
/** What a check came to, day by day. */
const outcomes = (results: readonly CheckResult[], name: string) =>
  results.filter(({ check }) => check === name).map(({ outcome }) => outcome);

describe('a row check', () => {
  test.each([
    ['fail', 0, 1, 'failed'],
    ['fail', 0.01, 1, 'passed'],
    ['fail', 0.01, 2, 'failed'],
    ['warn', 0, 1, 'warned'],
    ['warn', 0.05, 5, 'passed'],
    ['quarantine', 1, 7, 'quarantined'],
    ['quarantine', 0.05, 6, 'failed'],
    ['fail', 0, 0, 'passed'],
  ] as const)(
    'of severity %s that tolerates %d has with %d of 100 rows the outcome %s',
    (severity, tolerance, failing, outcome) => {
      const { results } = verdict([rowCheck({ severity, tolerance })], {
        days: [day({ results: [failing] })],
      });
      expect(results.map((result) => result.outcome)).toEqual([outcome]);
    },
  );

  test('judges the rows that would be published, a quarantine all that were staged', () => {
    const days = [day({ staged: 100, passed: 50, quarantined: 50, results: [1, 1] })];
    const { results } = verdict(
      [rowCheck(), rowCheck({ severity: 'quarantine', tolerance: 1 })],
      { days },
      1,
    );
    expect(results.slice(0, 2).map((result) => result.judged)).toEqual([50, 100]);
  });

  test('judges each day by its own rows', () => {
    const days = [day({ results: [2] }), day({ day: '2026-10-27', results: [0] })];
    const { results, failures } = verdict([rowCheck({ tolerance: 0.01 })], { days });
    expect(outcomes(results, 'range: x')).toEqual(['failed', 'passed']);
    expect(failures).toEqual(['range: x on 2026-10-26: 2 of 100 rows failed; 1 % may.']);
  });

  test('that fails exactly as many rows as it tolerates passes, whatever the decimals of the share', () => {
    const results = Array.from({ length: 101 }, (_, failing) => {
      const days = [day({ results: [failing] })];
      return verdict([rowCheck({ tolerance: Number((failing / 100).toFixed(2)) })], { days }).failures;
    });
    expect(results.flat()).toEqual([]);
  });
});

describe('a batch', () => {
  const remedy =
    'Deliver the rows again, corrected, or correct the rule; if so many are to be stopped, raise max_rejected of silver.orders.';
  const stopping = rowCheck({ severity: 'quarantine', tolerance: 1 });

  test('with a day on which more rows are quarantined than max_rejected publishes nothing', () => {
    const days = [day({ quarantined: 11, passed: 89, results: [11] })];
    expect(verdict([stopping], { days }).failures).toEqual([
      `max_rejected on 2026-10-26: found 11 of 100 rows quarantined, expected at most 10 %; stopped by checks (range: x 11). ${remedy}`,
    ]);
    expect(verdict([stopping], { days }, 0.11).failures).toEqual([]);
  });

  test('is not saved by the good days beside the bad one', () => {
    const bad = day({ quarantined: 11, passed: 89, results: [11] });
    const good = Array.from({ length: 9 }, (_, index) => day({ day: addDays(bad.day, index + 1) }));
    const { results, failures } = verdict([stopping], { days: [bad, ...good] });
    expect(failures).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'failed').map((result) => result.day)).toEqual([
      bad.day,
    ]);
  });

  test('with too many quarantined rows names the contract, its rules and the checks that stopped them, with counts', () => {
    const violations = [
      { rule: 'required: id', rows: 3 },
      { rule: 'type: x', rows: 1 },
    ];
    const days = [day({ quarantined: 11, passed: 89, violations, results: [7] })];
    expect(verdict([stopping], { days }).failures[0]).toContain(
      'stopped by the contract orders (required: id 3, type: x 1) and by checks (range: x 7).',
    );
  });

  test('that fails on many days tells the first three in full, the others by their dates, and once what to do', () => {
    const days = Array.from({ length: 5 }, (_, index) =>
      day({ day: addDays('2026-10-26', index), quarantined: 11 + index, results: [11 + index] }),
    );
    const [failure = '', ...others] = verdict([stopping], { days }).failures;
    expect(others).toEqual([]);
    expect(failure.match(/found \d+ of 100 rows/g)).toHaveLength(3);
    expect(failure.split('. ').slice(3)).toEqual(['The same on 2026-10-29, 2026-10-30', remedy]);
  });

  test('of a table without partitions is judged as a whole, and no date is made up for it', () => {
    const { failures } = verdict([rowCheck()], { days: [day({ day: '0001-01-01', results: [4] })] });
    expect(failures).toEqual(['range: x: 4 of 100 rows failed; 0 % may.']);
  });

  test('counts the rows that break each rule of the contract', () => {
    const violations = [{ rule: 'required: id', rows: 3 }];
    const { results } = verdict([], { days: [day({ violations, quarantined: 3, passed: 97 })] });
    expect(results[0]).toMatchObject({
      check: 'required: id',
      failing: 3,
      judged: 100,
      outcome: 'quarantined',
      message: 'required: id on 2026-10-26: 3 of 100 rows broke this rule of the contract orders.',
    });
  });

  test('is judged the same in whatever batches its days come', () => {
    const checks = [
      rowCheck({ tolerance: 0.1 }),
      rowCheck({ name: 'matches: y', severity: 'quarantine', tolerance: 0.2 }),
      { ...rowCheck({ name: 'unique: id', kind: 'unique', scope: 'batch' }), tolerance: 0.05 },
      dayCheck({ bounds: { min: 5 } }),
    ];
    const counted = fc.tuple(...Array.from({ length: 5 }, () => fc.integer({ min: 0, max: 20 })));
    const cuts = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(counted, { minLength: 2, maxLength: 8 }), cuts, (numbers, parted) => {
        const days = numbers.map(([rows = 0, broken = 0, failing = 0, stopped = 0, repeated = 0], index) =>
          day({
            day: addDays('2026-10-26', index),
            staged: rows + stopped,
            passed: rows,
            quarantined: stopped,
            violations: broken > 0 ? [{ rule: 'required: id', rows: broken }] : [],
            results: [Math.min(failing, rows), stopped, Math.min(repeated, rows), rows],
          }),
        );
        const batches: DayCounts[][] = [[]];
        for (const [index, counts] of days.entries()) {
          if (parted[index]) batches.push([]);
          batches.at(-1)?.push(counts);
        }
        const one = verdict(checks, { days }).results;
        expect(batches.flatMap((batch) => verdict(checks, { days: batch }).results)).toEqual(one);
      }),
    );
  });
});

describe('a check against the same weekday', () => {
  const mondays = new Map([
    [
      'row_count',
      new Map([
        ['2026-10-05', 100],
        ['2026-10-12', 100],
        ['2026-10-19', 100],
        ['2026-10-25', 10_000],
      ]),
    ],
  ]);
  const observed = (count: number, more: Partial<Evidence> = {}) =>
    verdict([dayCheck()], { days: [day({ results: [count] })], baseline: mondays, ...more });

  test('fails below the ratio and passes at it', () => {
    expect(observed(79).failures).toEqual([
      "row_count on 2026-10-26: found 79, expected at least 80 % of the weekday's mean 100.",
    ]);
    expect(observed(80).failures).toEqual([]);
  });

  test('does not judge open days', () => {
    const { results, failures } = observed(1, { openDays: new Set(['2026-10-26']) });
    expect([results[0]?.outcome, failures]).toEqual(['skipped', []]);
  });

  test('does not judge with fewer than two earlier days', () => {
    expect(
      observed(1, { baseline: new Map([['row_count', new Map([['2026-10-19', 100]])]]) }).failures,
    ).toEqual([]);
  });

  test('never looks at later days', () => {
    const later = new Map([
      [
        'row_count',
        new Map([
          ['2026-11-02', 100],
          ['2026-11-09', 100],
        ]),
      ],
    ]);
    expect(observed(1, { baseline: later }).failures).toEqual([]);
  });
});

describe('a unique check', () => {
  test('judges the rows of each day that passed', () => {
    const unique = rowCheck({ name: 'unique: id', kind: 'unique', scope: 'batch', tolerance: 0.02 });
    const days = [day({ results: [2] }), day({ day: '2026-10-27', passed: 50, results: [2] })];
    expect(verdict([unique], { days }).failures).toEqual([
      'unique: id on 2026-10-27: 2 of 50 rows failed; 2 % may.',
    ]);
  });
});

describe('an extract that deletes keys', () => {
  const deletions = [
    { day: '2026-10-26', present: 50, deleted: 5 },
    { day: '2026-10-27', present: 45, deleted: 5 },
  ];
  const judged = (maxDeleted: number) =>
    judge({ ...orders, maxRejected: 1, maxDeleted }, evidence({ deletions }));

  test('passes up to the share that its contract allows', () => {
    expect(judged(0.2).results.map(({ check, day: on, outcome }) => [check, on, outcome])).toEqual([
      ['max_deleted', '2026-10-26', 'passed'],
      ['max_deleted', '2026-10-27', 'passed'],
    ]);
  });

  test('fails above it, and says which extract, how many, how many it may, and what to do', () => {
    const { failures, results } = judged(0.1);
    expect(results.map(({ outcome, judged: keys, failing }) => [outcome, keys, failing])).toEqual([
      ['passed', 50, 5],
      ['failed', 45, 5],
    ]);
    expect(failures).toEqual([
      'max_deleted: the extract of 2026-10-27 lacks 5 of 45 keys (11.11 %); the contract lets it delete 10 %. Deliver the extract again if it is not complete; if the deletions are right, raise max_deleted for one run.',
    ]);
  });
});
