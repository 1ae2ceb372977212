import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stoppedLines } from '../../src/cli/stopped-text';
import { runSummary } from '../../src/cli/summary';
import { addDays } from '../../src/core/dates';
import type { Row } from '../../src/core/types';
import type { RunResult, TaskResult } from '../../src/engine/run';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(120_000);

const START = '2026-10-01';
const DAYS = 6;
const MODEL = 'silver.orders';
const MOST_REJECTED = 0.5;

let project: string;
/** The tiny project with a check of every kind that counts rows, each letting some through. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'ecluse-gate-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
  const file = join(project, 'sql/silver/orders.sql');
  const checks = `checks:
  - range: { column: amount, min: 10, severity: warn, tolerance: 0.4, name: small }
  - unique: { columns: [amount], severity: warn, tolerance: 0.4 }
`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('checks:\n', checks));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** How many orders of a day pass, break the contract, and fail the check that quarantines. */
interface Day {
  readonly good: number;
  readonly negative: number;
  readonly huge: number;
}

const days = fc.array(
  fc.record({
    good: fc.integer({ min: 1, max: 4 }),
    negative: fc.integer({ min: 0, max: 2 }),
    huge: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: DAYS, maxLength: DAYS },
);

const amountsOf = ({ good, negative, huge }: Day): number[] => [
  ...Array.from({ length: good }, (_, index) => 9 + (index % 3)),
  ...Array.from({ length: negative }, () => -1),
  ...Array.from({ length: huge }, () => 5000),
];

const orders = (counts: readonly Day[]): string[] =>
  counts.flatMap((day, index) =>
    amountsOf(day).map((amount, n) => `o${index}-${n},${addDays(START, index)} 10:00:00,${amount},`),
  );

/** The days of which too many rows are rejected. */
const badDays = (counts: readonly Day[]): string[] =>
  counts.flatMap(({ good, negative, huge }, index) =>
    (negative + huge) / (good + negative + huge) > MOST_REJECTED ? [addDays(START, index)] : [],
  );

/** All days again, whatever became of them before. */
const chunked = (workshop: Workshop, maxDays: number): Promise<RunResult> =>
  workshop.run({ models: [MODEL], force: true, maxDays });

/** What every check came to on every day, as it was recorded. */
const judgements = (workshop: Workshop, run: string): Promise<readonly Row[]> =>
  workshop.rows(
    `SELECT partition_date, check_name, severity, judged, failing, observed, outcome FROM ops.checks
     WHERE run = '${run}' AND table_name = '${MODEL}' ORDER BY ALL`,
  );

const daysIn = (texts: readonly (string | undefined)[]): string[] =>
  [...new Set(texts.flatMap((text) => text?.match(/\d{4}-\d{2}-\d{2}/g) ?? []))].sort();

/** The tiny project with another model of revenue, and what a run of two good days does with it. */
async function withRevenue(from: string, to: string): Promise<readonly TaskResult[]> {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-gate-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), root, { recursive: true });
  const file = join(root, 'sql/gold/revenue.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  const workshop = await Workshop.open(root);
  try {
    const good = { good: 1, negative: 0, huge: 0 };
    landOrders(workshop, orders([good, good]));
    await workshop.sweep();
    return (await workshop.run()).tasks;
  } finally {
    await workshop.close();
    rmSync(root, { recursive: true, force: true });
  }
}

describe('a gate', () => {
  test('decides the same about a day, whichever days are made by one task', async () => {
    const sizes = fc.integer({ min: 2, max: DAYS - 1 });
    await fc.assert(
      fc.asyncProperty(days, sizes, async (counts, size) => {
        const workshop = await Workshop.open(project);
        try {
          landOrders(workshop, orders(counts));
          await workshop.sweep();
          const results = [];
          for (const maxDays of [DAYS, size, 1]) results.push(await chunked(workshop, maxDays));
          const judged = await Promise.all(results.map(({ run }) => judgements(workshop, run)));
          expect(judged[1]).toEqual(judged[0]);
          expect(judged[2]).toEqual(judged[0]);
          for (const { tasks } of results)
            expect(daysIn(tasks.map(({ reason }) => reason))).toEqual(badDays(counts));
        } finally {
          await workshop.close();
        }
      }),
      { numRuns: 3 },
    );
  });

  test('keeps back all days of a task with a bad one; in chunks of one day it keeps back the bad one', async () => {
    const workshop = await Workshop.open(project);
    try {
      const good = { good: 4, negative: 1, huge: 0 };
      const bad = { good: 1, negative: 1, huge: 1 };
      landOrders(workshop, orders([good, good, bad, good, good, good]));
      await workshop.sweep();
      const published = (): Promise<readonly Row[]> =>
        workshop.rows(
          `SELECT business_date AS day, count(*) AS orders FROM ${MODEL} GROUP BY ALL ORDER BY ALL`,
        );
      const inThrees = await chunked(workshop, 3);
      expect(inThrees.tasks.map(({ state }) => state)).toEqual(['FAILED', 'SUCCESS']);
      expect(inThrees.tasks.flatMap((task) => stoppedLines(task))).toEqual([
        '  orders/a.csv:13  minimum: amount',
        '  orders/a.csv:14  range: amount',
        '  All that is stopped comes into quarantine.silver_orders when these dates are published.',
        '  None of its 3 dates was published. To publish those that pass, and what reads them: ecluse run --chunk-days 1',
      ]);
      expect(runSummary(inThrees, 'my project')).toMatch(
        /ecluse run --chunk-days 1 --project 'my project'\n(.*\n)*.*ecluse rerun .* --project 'my project'\n/,
      );
      expect((await published()).map(({ day }) => day)).toEqual(['2026-10-04', '2026-10-05', '2026-10-06']);
      const { tasks } = await chunked(workshop, 1);
      expect(tasks.filter(({ state }) => state === 'FAILED').map(({ task }) => task.window.start)).toEqual([
        '2026-10-03',
      ]);
      expect(await published()).toEqual(
        ['2026-10-01', '2026-10-02', '2026-10-04', '2026-10-05', '2026-10-06'].map((day) => ({
          day,
          orders: 4,
        })),
      );
    } finally {
      await workshop.close();
    }
  });

  test('compares what is reconciled day by day: too much on one does not make up for too little on another', async () => {
    const moved = "SUM(amount) + IF(business_date = DATE '2026-10-02', -1, 1) AS revenue";
    const [, revenue] = await withRevenue('SUM(amount) AS revenue', moved);
    expect(revenue?.task.dates).toHaveLength(2);
    expect(revenue?.reason).toBe(
      'reconciliation revenue on 2026-10-01 does not close: expected 9, made 10. reconciliation revenue on 2026-10-02 does not close: expected 9, made 8.',
    );
  });

  test('judges a day that the query has lost as one without rows', async () => {
    const query =
      'SELECT business_date, SUM(amount) AS revenue, COUNT(*) AS orders\nFROM `silver.orders`\nWHERE ';
    const [, revenue] = await withRevenue(
      `---*/\n${query}`,
      `checks: [row_count: { min: 1 }]\n---*/\n${query}business_date != DATE '2026-10-02' AND `,
    );
    expect(revenue?.state).toBe('FAILED');
    expect(revenue?.reason).toContain('row_count on 2026-10-02: found 0, expected at least 1.');
  });

  test('lets nothing pass of a model that makes rows of days for which it was not asked, or of none', async () => {
    const [, revenue] = await withRevenue(
      'SELECT business_date, SUM(amount) AS revenue',
      "SELECT NULLIF(business_date, DATE '2026-10-02') AS business_date, SUM(amount) AS revenue",
    );
    expect(revenue?.state).toBe('FAILED');
    expect(revenue?.reason).toContain(
      'partition: business_date on 2026-10-01: 1 of 2 rows failed; 0 % may. The model makes rows of the dates that it is asked for: business_date >= @start_date AND business_date < @end_date.',
    );
  });
});
