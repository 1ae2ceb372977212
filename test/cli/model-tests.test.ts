import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testModels } from '../../src/cli/commands/test';
import { testText } from '../../src/cli/test-report';
import { Command } from '../e2e/command';
import { REPOSITORY } from '../e2e/workshop';

describe('the model tests of a project', () => {
  test.each(['.', 'examples/online-retail'])('in %s all pass', async (folder) => {
    const results = await testModels(join(REPOSITORY, folder), []);
    expect(results.length).toBeGreaterThan(2);
    expect(testText(results.filter(({ passed }) => !passed))).toMatch(/^There are no tests/);
  });
});

describe('ecluse test', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecluse-model-tests-'));
    cpSync(join(REPOSITORY, 'test/fixtures/tiny'), folder, { recursive: true });
    mkdirSync(join(folder, 'sql/tests'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (text: string): void => writeFileSync(join(folder, 'sql/tests/orders.yaml'), text);

  const TESTS = `model: silver.orders
window: { start_date: 2026-10-01, end_date: 2026-10-02 }
tests:
  The last record of an order wins:
    given:
      bronze.orders:
        - { order_id: o1, ordered_at: "2026-10-01 08:00:00+00", amount: 5, updated_at: "2026-10-01 09:00:00+00" }
        - { order_id: o1, ordered_at: "2026-10-01 08:00:00+00", amount: 7.50, updated_at: "2026-10-01 10:00:00+00" }
        - { order_id: o2, ordered_at: "2026-10-01 08:00:00+00", amount: 5000 }
    expect:
      rows: [{ order_id: o1, amount: "7.5" }]
      duplicates: [{ amount: 5 }]
      quarantined: [{ order_id: o2, _failed: ["range: amount"] }]
  A wrong claim:
    given:
      bronze.orders:
        - { order_id: o1, ordered_at: "2026-09-30 22:30:00+00", amount: 5 }
    expect:
      rows: [{ order_id: o1, amount: 6 }]
`;

  test('prints the rows that differ, and ends with code 1', async () => {
    write(TESTS);
    const { code, out, err } = await new Command(folder, ['test']).ended;
    expect([code, err]).toEqual([1, '']);
    expect(out).toBe(`passed  silver.orders: The last record of an order wins
FAILED  silver.orders: A wrong claim
        sql/tests/orders.yaml:14
        rows:
          - expected  { order_id: "o1", amount: 6 }
          + found     { order_id: "o1", amount: "5" }

2 tests, 1 failed.
`);
  });

  test('names what a test cannot mean by file and line, all at once', async () => {
    write(`model: silver.orders
tests:
  No window, an unknown column, an unknown table:
    given:
      bronze.orders: [{ order_idd: o1 }]
      silver.nothing: []
    expect:
      rows: [{ amonut: 1 }]
      failed: [range]
`);
    const failure = await testModels(folder, []).catch((error: Error) => error.message);
    expect(String(failure).split('\n')).toEqual([
      'sql/tests/orders.yaml:3:3: silver.orders is incremental, but the test has no window.',
      '    Add window: { start_date: …, end_date: … }, half-open.',
      'sql/tests/orders.yaml:5:25: bronze.orders has no column order_idd.',
      '    Did you mean order_id?',
      'sql/tests/orders.yaml:6:7: silver.orders does not read silver.nothing.',
      '    It reads bronze.orders.',
      'sql/tests/orders.yaml:8:16: silver.orders has no column amonut.',
      '    Did you mean amount?',
      'sql/tests/orders.yaml:9:7: silver.orders has no check range.',
      '    It has range: amount, unique: order_id, partition: business_date.',
    ]);
  });
});
