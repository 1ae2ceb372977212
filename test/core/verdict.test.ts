import type { Check } from '../../src/core/manifest';
import { type DayCounts, type Evidence, judge } from '../../src/core/quality/verdict';

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
  violations: 0,
  results: [0],
  ...more,
});

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  days: [day()],
  repeated: new Map(),
  baseline: new Map(),
  openDays: new Set(),
  deletions: [],
  ...more,
});

const verdict = (checks: Check[], more: Partial<Evidence> = {}, maxRejected = 0.1) =>
  judge({ checks, maxRejected }, evidence(more));

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
    expect(results.map((result) => result.judged)).toEqual([50, 100]);
  });

  test('adds up the failures of all days', () => {
    const { results } = verdict([rowCheck()], {
      days: [day({ results: [2] }), day({ day: '2026-10-27', results: [3] })],
    });
    expect(results[0]).toMatchObject({ failing: 5, judged: 200 });
  });
});

describe('a batch', () => {
  test('with more quarantined rows than max_rejected publishes nothing', () => {
    const days = [day({ quarantined: 11, passed: 89 })];
    expect(verdict([], { days }).failures).toEqual([
      '11 of 100 rows were quarantined; max_rejected allows 10 %.',
    ]);
    expect(verdict([], { days }, 0.11).failures).toEqual([]);
  });

  test('with too many quarantined rows names what stopped them, with counts', () => {
    const days = [day({ quarantined: 11, passed: 89, violations: 4, results: [7] })];
    expect(verdict([rowCheck({ severity: 'quarantine', tolerance: 1 })], { days }).failures).toEqual([
      '11 of 100 rows were quarantined (contract 4, range: x 7); max_rejected allows 10 %.',
    ]);
  });

  test('says which check failed, with what was found and what was expected', () => {
    const { failures } = verdict([rowCheck()], { days: [day({ results: [4] })] });
    expect(failures).toEqual(['range: x: 4 of 100 rows fail; 0 % may.']);
  });

  test('counts the rows that break the contract', () => {
    const { results } = verdict([], { days: [day({ violations: 3, quarantined: 3, passed: 97 })] });
    expect(results[0]).toMatchObject({ check: 'contract', failing: 3, outcome: 'quarantined' });
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
  test('judges the rows that passed', () => {
    const unique: Check = {
      name: 'unique: id',
      kind: 'unique',
      scope: 'batch',
      severity: 'fail',
      tolerance: 0,
    };
    const { failures } = verdict([unique], { repeated: new Map([[0, 2]]) });
    expect(failures).toEqual(['unique: id: 2 of 100 rows fail; 0 % may.']);
  });
});

describe('an extract that deletes keys', () => {
  const deletions = [
    { day: '2026-10-26', present: 50, deleted: 5 },
    { day: '2026-10-27', present: 45, deleted: 5 },
  ];
  const judged = (maxDeleted: number) =>
    judge({ checks: [], maxRejected: 1, maxDeleted }, evidence({ deletions }));

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
