import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { layersSql } from '../../src/cli/demo-report';
import { answerAll } from '../../src/cli/sql-reader';
import { quarantineLine, stoppedLines } from '../../src/cli/stopped-text';
import { ingestSummary, runSummary } from '../../src/cli/summary';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

const TINY = join(REPOSITORY, 'test/fixtures/tiny');
const HEADER = 'order_id,ordered_at,amount,updated_at';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(TINY);
});
afterEach(() => workshop.close());

function deliver(name: string, content: string | Buffer): void {
  workshop.land(`orders/${name}`, content);
}

const csv = (...lines: readonly string[]): string => `${[HEADER, ...lines].join('\n')}\n`;
const revenue = (): Promise<readonly object[]> =>
  workshop.rows('SELECT business_date, revenue::VARCHAR AS revenue FROM gold.revenue ORDER BY 1');

describe('a file that cannot be read', () => {
  const gzipped = gzipSync(
    csv(...Array.from({ length: 5000 }, (_, index) => `o${index},2026-10-01 10:00:00,${index % 90},`)),
  );
  test.each([
    ['a CSV without a required column', 'a.csv', 'order_id,ordered_at\no1,2026-10-01 10:00:00\n', /amount/],
    ['a truncated gzip', 'b.csv.gz', gzipped.subarray(0, gzipped.length / 2), /truncated|ends|incomplete/i],
    ['a picture named .csv', 'c.csv', Buffer.from('89504e470d0a1a0a0000000d49484452000000', 'hex'), /PNG/],
    ['an empty file', 'd.csv', '', /empty|header/i],
  ])('%s is refused, says why, and leaves nothing behind', async (_what, name, content, reason) => {
    deliver(name, content);
    const { files } = await workshop.sweep();
    expect(files).toMatchObject([{ object: `orders/${name}`, status: 'refused', records: 0 }]);
    expect(files[0]?.reason).toMatch(reason);
    expect(await workshop.rows('SELECT count(*) AS n FROM bronze.orders__raw')).toEqual([{ n: 0 }]);
    expect(await workshop.rows('SELECT status, row_count FROM ops.ledger')).toEqual([
      { status: 'refused', row_count: 0 },
    ]);
    expect(await workshop.rows('SELECT count(*) AS n FROM ops.ledger_dates')).toEqual([{ n: 0 }]);
    const again = await workshop.sweep();
    expect(again.files).toEqual([]);
    expect(ingestSummary(again).split('\n')).toEqual([
      'Nothing new has landed.',
      `still refused orders/${name}: ${files[0]?.reason}`,
      'Deliver refused files again, corrected, under their names, or take them away.',
    ]);
  });

  test('does not keep others from coming in', async () => {
    deliver('a.csv', 'nothing\n');
    deliver('b.csv', csv('o1,2026-10-01 10:00:00,5,'));
    const { files } = await workshop.sweep();
    expect(files.map((file) => file.status)).toEqual(['refused', 'loaded']);
  });
});

describe('rows that break a rule', () => {
  test('are quarantined with where they come from and why; the rest is published', async () => {
    deliver(
      'a.csv',
      csv(
        'o1,2026-10-01 10:00:00,5,',
        'o2,2026-10-01 11:00:00,abc,',
        'o3,2026-10-01 12:00:00,2000,',
        'o4,2026-10-01 12:00:00,6,',
      ),
    );
    await workshop.sweep();
    const { state, tasks } = await workshop.run();
    expect(state).toBe('SUCCESS');
    expect(tasks[0]?.outcome?.stopped).toEqual([
      { file: 'orders/a.csv', line: 3, failed: ['type: amount'] },
      { file: 'orders/a.csv', line: 4, failed: ['range: amount'] },
    ]);
    expect(quarantineLine(tasks)).toEqual([
      'Quarantined rows, each with why and whence: quarantine.silver_orders',
    ]);
    expect(await revenue()).toEqual([{ business_date: '2026-10-01', revenue: '11.000000000' }]);
    expect(
      await workshop.rows(
        'SELECT _source.line AS line, _failed AS failed, order_id FROM quarantine.silver_orders ORDER BY 1',
      ),
    ).toEqual([
      { line: 3, failed: ['type: amount'], order_id: 'o2' },
      { line: 4, failed: ['range: amount'], order_id: 'o3' },
    ]);
  });

  test('stop everything when there are too many: readers keep what they had, what reads it is skipped', async () => {
    deliver('a.csv', csv('o1,2026-10-01 10:00:00,5,'));
    await workshop.sweep();
    await workshop.run();
    deliver('b.csv', csv('o2,2026-10-01 10:00:00,-1,', 'o3,2026-10-01 10:00:00,-2,'));
    await workshop.sweep();
    const result = await workshop.run();
    const { state, tasks } = result;
    expect([state, ...tasks.map((task) => task.state)]).toEqual(['FAILED', 'FAILED', 'SKIPPED']);
    const reason =
      'max_rejected on 2026-10-01: found 2 of 3 rows quarantined, expected at most 50 %; stopped by the contract orders (minimum: amount 2). Deliver the rows again, corrected, or correct the rule; if so many are to be stopped, raise max_rejected of silver.orders.';
    expect(tasks.map((task) => task.reason)).toEqual([reason, 'silver.orders is FAILED']);
    expect(tasks[0] && stoppedLines(tasks[0])).toEqual([
      '  orders/b.csv:2  minimum: amount',
      '  orders/b.csv:3  minimum: amount',
      '  All that is stopped comes into quarantine.silver_orders when these dates are published.',
    ]);
    const told = runSummary(result).split('\n').slice(-7);
    expect(told).toEqual([
      `FAILED silver.orders: ${reason}`,
      expect.stringContaining('orders/b.csv:2'),
      expect.stringContaining('orders/b.csv:3'),
      expect.stringContaining('quarantine.silver_orders'),
      'SKIPPED gold.revenue: silver.orders is FAILED',
      `Once that is mended: ecluse rerun ${result.run} --failed-only`,
      `Run ${result.run}: FAILED`,
    ]);
    expect(await revenue()).toEqual([{ business_date: '2026-10-01', revenue: '5.000000000' }]);
    const account = await workshop.rows(
      "SELECT outcome, published FROM ops.accounts WHERE table_name = 'silver.orders' ORDER BY recorded_at",
    );
    expect(account).toEqual([
      { outcome: 'published', published: 1 },
      { outcome: 'failed', published: 0 },
    ]);
  });
});

test('rows per layer are all that there are, whichever run made them', async () => {
  for (const day of ['2026-10-01', '2026-10-02']) {
    deliver(`${day}.csv`, csv(`a${day},${day} 10:00:00,5,`, `b${day},${day} 10:00:00,-5,`, 'half'));
    await workshop.sweep();
    await workshop.run();
  }
  const [answer] = await answerAll(workshop.context, [
    { sql: layersSql(workshop.context.manifest), line: 1, column: 1 },
  ]);
  expect([answer?.message, ...(answer?.rows ?? [])]).toEqual([
    '',
    { layer: 'bronze', published: 4, quarantined: null, malformed: 2 },
    { layer: 'silver', published: 2, quarantined: 2, malformed: null },
    { layer: 'gold', published: 2, quarantined: 0, malformed: null },
  ]);
});

describe('checks of a view', () => {
  test('warn after what it reads was published, and are recorded', async () => {
    deliver(
      'a.csv',
      csv('o1,2026-10-01 10:00:00,99,', 'o2,2026-10-01 10:00:00,2,', 'o3,2026-10-02 10:00:00,3,'),
    );
    await workshop.sweep();
    const { state, warnings } = await workshop.run();
    expect(state).toBe('SUCCESS');
    expect(warnings).toEqual(['gold.kpi_revenue: range: revenue: 1 of 2 rows failed; 0 % may.']);
    expect(
      await workshop.rows(
        "SELECT check_name, judged, failing, outcome FROM ops.checks WHERE table_name = 'gold.kpi_revenue' ORDER BY 1",
      ),
    ).toEqual([
      { check_name: 'range: revenue', judged: 2, failing: 1, outcome: 'warned' },
      { check_name: 'unique: business_date', judged: 2, failing: 0, outcome: 'passed' },
    ]);
  });
});

describe('corrections and late rows', () => {
  test('the last record of a key wins, whatever file it came in', async () => {
    deliver('a.csv', csv('o1,2026-10-01 10:00:00,5,2026-10-01 10:00:00'));
    deliver(
      'b.csv',
      csv('o1,2026-10-01 10:00:00,9,2026-10-01 11:00:00', 'o1,2026-10-01 10:00:00,7,2026-10-01 10:30:00'),
    );
    await workshop.sweep();
    await workshop.run();
    expect(await revenue()).toEqual([{ business_date: '2026-10-01', revenue: '9.000000000' }]);
  });

  test('a correction that moves a row to another day retracts the old one', async () => {
    deliver(
      'a.csv',
      csv('o1,2026-10-01 10:00:00,5,2026-10-01 10:00:00', 'o2,2026-10-01 10:00:00,1,2026-10-01 10:00:00'),
    );
    await workshop.sweep();
    await workshop.run();
    deliver('b.csv', csv('o1,2026-10-02 10:00:00,5,2026-10-03 10:00:00'));
    await workshop.sweep();
    const { tasks } = await workshop.run();
    expect(tasks.map(({ task }) => [task.model, task.window])).toEqual([
      ['silver.orders', { start: '2026-10-01', end: '2026-10-03' }],
      ['gold.revenue', { start: '2026-10-01', end: '2026-10-03' }],
    ]);
    expect(await revenue()).toEqual([
      { business_date: '2026-10-01', revenue: '1.000000000' },
      { business_date: '2026-10-02', revenue: '5.000000000' },
    ]);
  });

  test('a late row makes its day due and no other', async () => {
    deliver('a.csv', csv('o1,2026-10-01 10:00:00,5,', 'o2,2026-10-09 10:00:00,6,'));
    await workshop.sweep();
    await workshop.run();
    deliver('late.csv', csv('o3,2026-10-01 23:30:00,2,'));
    await workshop.sweep();
    const { tasks } = await workshop.run();
    expect(tasks.map(({ task }) => task.dates.map((planned) => planned.date))).toEqual([
      ['2026-10-01'],
      ['2026-10-01'],
    ]);
    expect((await workshop.plan()).tasks).toEqual([]);
  });

  test('local days are Paris days: half past midnight belongs to the next one, also when clocks change', async () => {
    deliver(
      'a.csv',
      csv('o1,2026-10-24T22:30:00Z,1,', 'o2,2026-10-25T22:59:59Z,2,', 'o3,2026-10-25T23:00:00Z,4,'),
    );
    await workshop.sweep();
    await workshop.run();
    expect(await revenue()).toEqual([
      { business_date: '2026-10-25', revenue: '3.000000000' },
      { business_date: '2026-10-26', revenue: '4.000000000' },
    ]);
  });
});

describe('one transaction', () => {
  test('a plan that somebody else has overtaken publishes nothing', async () => {
    deliver('a.csv', csv('o1,2026-10-01 10:00:00,5,'));
    await workshop.sweep();
    const stale = await workshop.plan();
    await workshop.run();
    const { executeRun } = jest.requireActual<typeof import('../../src/engine/run')>('../../src/engine/run');
    const { state, tasks } = await executeRun(workshop.context, stale, {
      pipeline: 'all',
      trigger: 'manual',
    });
    expect(state).toBe('FAILED');
    expect(tasks[0]?.reason).toMatch(/another run has published/);
    expect(await workshop.rows('SELECT max(seq) AS seq FROM ops.partitions')).toEqual([{ seq: 1 }]);
  });
});
