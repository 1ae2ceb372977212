import type { Manifest } from '../../src/core/manifest';
import { type GoogleSql, startGoogleSql } from '../../src/googlesql';
import { compileFiles } from './support/compiling';
import { remembering } from './support/remembering';
import { type Change, shopWith } from './support/shop';

const DAILY = 'sql/gold/daily.sql';
const KPI = 'sql/gold/kpi_revenue.sql';
const edit = (file: string, from: string, to: string): Change => ({ edit: file, from, to });

/** The shop, with a function that gold.daily calls and one that nobody calls. */
const PROJECT = shopWith([
  {
    file: 'sql/functions/net.sql',
    text: 'CREATE FUNCTION `fn.net`(gross NUMERIC) AS (gross / `fn.tax`(1))\n',
  },
  { file: 'sql/functions/tax.sql', text: 'CREATE FUNCTION `fn.tax`(x INT64) AS (x + 0.2)\n' },
  { file: 'sql/functions/unused.sql', text: 'CREATE FUNCTION `fn.unused`(x INT64) AS (x)\n' },
  edit(DAILY, 'SUM(amount)', 'SUM(`fn.net`(amount))'),
  edit(
    DAILY,
    'checks:',
    `reconcile:\n  rows: { expected: "SELECT DATE '2026-10-01', 1", actual: MIN(1) }\nchecks:`,
  ),
  // Whoever reads a view reads through it.
  {
    file: 'sql/gold/best.sql',
    text: '/*---\ndescription: The best day.\nmaterialize: { as: table }\n---*/\nSELECT MAX(revenue) AS revenue FROM `gold.kpi_revenue`\n',
  },
]);

const ALL = ['silver.sales', 'gold.daily', 'gold.kpi_revenue', 'gold.best'];

describe('the definition of a model', () => {
  let googlesql: GoogleSql;
  let before: Manifest;
  beforeAll(async () => {
    googlesql = remembering(await startGoogleSql());
    before = await compileFiles(PROJECT, googlesql);
  }, 30_000);
  afterAll(() => googlesql.close());

  async function changedBy(...changes: Change[]): Promise<string[]> {
    const after = await compileFiles(shopWith(changes, PROJECT), googlesql);
    const fingerprints = new Map(before.models.map(({ name, fingerprint }) => [name, fingerprint]));
    return ALL.filter(
      (name) => after.models.find((model) => model.name === name)?.fingerprint !== fingerprints.get(name),
    );
  }

  test.each<readonly [string, Change[], string[]]>([
    ['its SQL', [edit(DAILY, 'GROUP BY business_date', 'GROUP BY 1')], ['gold.daily']],
    ['its vars', [edit('ecluse.yaml', 'least_amount: 0', 'least_amount: 1')], ['gold.daily']],
    ['a check', [edit(DAILY, 'min: 1', 'min: 2')], ['gold.daily']],
    ['the severity of a check', [edit(DAILY, 'min: 1', 'min: 1, severity: warn')], ['gold.daily']],
    [
      'a row check',
      [edit(DAILY, '  - row_count', '  - expression: revenue > 0\n  - row_count')],
      ['gold.daily'],
    ],
    ['a reconciliation', [edit(DAILY, ', 1"', ', 2"')], ['gold.daily']],
    [
      'its unique key',
      [edit('sql/silver/sales.sql', '[sale_id] }', '[sale_id], within_days: 1 }')],
      ['silver.sales'],
    ],
    [
      'its contract',
      [edit('contracts/sales.yaml', 'logicalType: number', 'logicalType: number, required: true')],
      ['silver.sales'],
    ],
    ['a function that it calls', [edit('sql/functions/net.sql', 'gross /', '2 * gross /')], ['gold.daily']],
    ['a function that its function calls', [edit('sql/functions/tax.sql', '0.2', '0.19')], ['gold.daily']],
    [
      'a view that it reads',
      [edit(KPI, 'business_date, revenue', 'business_date, 2 * revenue AS revenue')],
      ['gold.kpi_revenue', 'gold.best'],
    ],
  ])('changes with %s', async (_what, changes, expected) => {
    expect(await changedBy(...changes)).toEqual(expected);
  });

  test.each<readonly [string, Change[]]>([
    [
      'comments',
      [
        edit(DAILY, 'GROUP BY', '-- Each day.\nGROUP BY'),
        edit('sql/functions/net.sql', 'CREATE', '/* Net. */ CREATE'),
      ],
    ],
    ['layout and the case of words', [edit(DAILY, 'SELECT business_date,', 'select\n  business_date,')]],
    [
      'descriptions',
      [
        edit(DAILY, 'Revenue of each day.', 'Revenue, day by day.'),
        edit('contracts/sales.yaml', 'Every sale.', 'Sales.'),
      ],
    ],
    ['owners and tags', [edit(DAILY, 'checks:', 'owner: finance\ntags: [daily]\nchecks:')]],
    ['the description of a check', [edit(DAILY, 'min: 1', 'min: 1, description: Shops are open every day')]],
    ['a var that nobody uses', [edit('ecluse.yaml', 'vars: {', 'vars: { other: 1,')]],
    ['a function that nobody calls', [edit('sql/functions/unused.sql', '(x)\n', '(x + 1)\n')]],
    [
      'another model',
      [{ file: 'sql/gold/other.sql', text: '/*---\ndescription: One.\n---*/\nSELECT 1 AS one' }],
    ],
    ['a pipeline', [edit('ecluse.yaml', '0 3 * * *', '0 4 * * *')]],
  ])('does not change with %s', async (_what, changes) => {
    expect(await changedBy(...changes)).toEqual([]);
  });

  test('is the same each time, and so are all statements', async () => {
    const fresh = await startGoogleSql();
    try {
      expect(await compileFiles(PROJECT, fresh)).toEqual(before);
    } finally {
      await fresh.close();
    }
  }, 30_000);
});
