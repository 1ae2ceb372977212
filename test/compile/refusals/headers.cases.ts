import type { Refusal } from '../support/refusals';
import type { Change } from '../support/shop';

const DAILY = 'sql/gold/daily.sql';
const SALES = 'sql/silver/sales.sql';
const KPI = 'sql/gold/kpi_revenue.sql';
const edit = (file: string, from: string, to: string): Change[] => [{ edit: file, from, to }];

export const HEADERS: readonly Refusal[] = [
  {
    code: 'no_header',
    title: 'a model without a header',
    changes: [{ file: DAILY, text: '-- Revenue\nSELECT 1 AS one\n' }],
    says: [
      'sql/gold/daily.sql:1:1: the file does not begin with a header.',
      'Begin it with a line /*---, then description: …, then ---*/, as docs/project.md shows.',
    ],
  },
  {
    code: 'no_header',
    title: 'a header without an end',
    changes: [{ file: DAILY, text: '\n/*---\ndescription: Revenue.\nSELECT 1 AS one\n' }],
    says: [
      'sql/gold/daily.sql:2:1: the header that begins here has no end.',
      'Close it with a line ---*/ before the query.',
    ],
  },
  {
    code: 'no_header',
    title: 'a header on one line',
    changes: [{ file: DAILY, text: '/*--- description: Revenue. ---*/\nSELECT 1 AS one\n' }],
    says: [
      'sql/gold/daily.sql:1:1: the header begins on the line of its opening.',
      'Write each on a line of its own: a line /*---, then description: …, then ---*/.',
    ],
  },
  {
    code: 'no_header',
    title: 'the end of a comment inside of a header',
    changes: [
      { file: DAILY, text: '/*---\ndescription: Revenue.\nowner: me */ you\n---*/\nSELECT 1 AS one\n' },
    ],
    says: [
      'sql/gold/daily.sql:3:1: there is a */ inside the header: SQL takes it for the end of the comment.',
      'Write it otherwise, for instance with a space between * and /.',
    ],
  },
  {
    code: 'one_query',
    title: 'two statements',
    changes: edit(DAILY, 'GROUP BY business_date', "GROUP BY business_date;\n-- ';'\nSELECT 2 AS two"),
    says: [
      'sql/gold/daily.sql:12:1: the file has 2 statements after the header; a model is one query.',
      'Give each query a file of its own.',
    ],
  },
  {
    code: 'one_query',
    title: 'a header without a query',
    changes: [{ file: KPI, text: '/*---\ndescription: Nothing.\n---*/\n-- SELECT 1\n' }],
    says: [
      'sql/gold/kpi_revenue.sql:3:6: the file has no query after the header; a model is one query.',
      'Write the SELECT below the header.',
    ],
  },
  {
    code: 'materialize',
    title: 'a silver model that does not say how it is kept',
    changes: [
      ...edit(SALES, 'materialize: { as: incremental, partition_by: business_date }\n', ''),
      ...edit(SALES, 'unique_key: { columns: [sale_id] }\n', ''),
    ],
    says: [
      'sql/silver/sales.sql:2:1: a silver model has to say how it is materialized.',
      'Add materialize: { as: incremental, partition_by: … }.',
    ],
  },
  {
    code: 'partition_by',
    title: 'an incremental model without partition_by',
    changes: edit(DAILY, ', partition_by: business_date', ''),
    says: [
      'sql/gold/daily.sql:3:1: an incremental model needs a column whose days are replaced.',
      'Add partition_by: a DATE column.',
    ],
  },
  {
    code: 'partition_by',
    title: 'a table with partition_by',
    changes: edit(DAILY, 'as: incremental', 'as: table'),
    says: [
      'sql/gold/daily.sql:3:27: partition_by belongs to incremental; this model is table.',
      'Remove it, or use as: incremental.',
    ],
  },
  {
    code: 'unique_key',
    title: 'a history without unique_key',
    changes: [
      ...edit(SALES, 'incremental, partition_by: business_date', 'scd2'),
      ...edit(SALES, 'unique_key: { columns: [sale_id] }\n', ''),
    ],
    says: [
      'sql/silver/sales.sql:3:1: a history (scd2) needs the key whose versions it keeps.',
      'Add unique_key: { columns: [...] }.',
    ],
  },
  {
    code: 'unique_key',
    title: 'a view with unique_key',
    changes: edit(KPI, 'checks:', 'unique_key: { columns: [business_date] }\nchecks:'),
    says: [
      'sql/gold/kpi_revenue.sql:3:1: unique_key is decided when rows are published; this model is a view.',
      'Remove it and say it in the SQL with QUALIFY ROW_NUMBER(), or materialize the model.',
    ],
  },
  {
    code: 'unique_key',
    title: 'a table whose key looks around',
    changes: [
      ...edit(DAILY, 'incremental, partition_by: business_date', 'table'),
      ...edit(DAILY, 'checks:', 'unique_key: { columns: [business_date], within_days: 2 }\nchecks:'),
    ],
    says: [
      'sql/gold/daily.sql:4:41: within_days widens the window of incremental models; this model is table.',
      'Remove it.',
    ],
  },
  {
    code: 'unique_key',
    title: 'within_days where bronze is not read',
    changes: edit(DAILY, 'checks:', 'unique_key: { columns: [business_date], within_days: 2 }\nchecks:'),
    says: [
      'sql/gold/daily.sql:4:41: within_days looks for other rows of the key in bronze, which the query does not read.',
      'Remove it, or decide the key in the model that reads bronze.',
    ],
  },
  {
    code: 'tracked',
    title: 'tracked columns of what is no history',
    changes: edit(DAILY, 'as: incremental', 'as: incremental, tracked: [revenue]'),
    says: [
      'sql/gold/daily.sql:3:33: tracked belongs to scd2; this model is incremental.',
      'Remove it, or use as: scd2.',
    ],
  },
  {
    code: 'reconcile',
    title: 'a reconciliation of a view',
    changes: edit(
      KPI,
      'checks:',
      'reconcile: { revenue: { expected: SELECT 1, actual: SUM(revenue) } }\nchecks:',
    ),
    says: [
      'sql/gold/kpi_revenue.sql:3:1: a view is not published, so that nothing can be reconciled.',
      'Remove it, or materialize the model as incremental or table.',
    ],
  },
  {
    code: 'lookback_days',
    title: 'lookback_days of a view',
    changes: edit(KPI, 'checks:', 'lookback_days: { gold.daily: 6 }\nchecks:'),
    says: [
      'sql/gold/kpi_revenue.sql:3:1: lookback_days belongs to incremental; this model is view.',
      'Remove it.',
    ],
  },
  {
    code: 'lookback_days',
    title: 'lookback_days of a table that is not read',
    changes: edit(DAILY, 'checks:', 'lookback_days: { silver.sale: 6 }\nchecks:'),
    says: [
      'sql/gold/daily.sql:4:18: lookback_days names silver.sale, which the query does not read.',
      'Did you mean silver.sales?',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a column of the header that the query does not make',
    changes: edit(DAILY, 'checks:', 'columns:\n  revenu: { description: In euros. }\nchecks:'),
    says: [
      'sql/gold/daily.sql:5:3: columns names revenu, which the query does not make.',
      'Did you mean revenue?',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a cluster column that the query does not make',
    changes: edit(
      DAILY,
      'partition_by: business_date }',
      'partition_by: business_date, cluster_by: [shop_id] }',
    ),
    says: [
      'sql/gold/daily.sql:3:75: materialize.cluster_by names shop_id, which the query does not make.',
      'It makes business_date, revenue.',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a key column that the query does not make',
    changes: edit(SALES, 'columns: [sale_id] }', 'columns: [sale_id], order_by: [updated_at] }'),
    says: [
      'sql/silver/sales.sql:4:46: unique_key.order_by names updated_at, which the query does not make.',
      'It makes business_date, sale_id, shop_id, amount.',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a measure of a KPI that the query does not make',
    changes: edit(
      KPI,
      'checks:',
      'kpi:\n  time: business_date\n  measures:\n    revenu: { unit: EUR }\nchecks:',
    ),
    says: [
      'sql/gold/kpi_revenue.sql:6:5: kpi.measures names revenu, which the query does not make.',
      'Did you mean revenue?',
    ],
  },
  {
    code: 'partition_type',
    title: 'a partition column that is no DATE',
    changes: edit(DAILY, 'SELECT business_date,', 'SELECT TIMESTAMP(business_date) AS business_date,'),
    says: [
      'sql/gold/daily.sql:3:33: partition_by names business_date, a TIMESTAMP; it has to be a DATE.',
      'Select a DATE, for instance DATE(business_date).',
    ],
  },
  {
    code: 'materialize',
    title: 'chunks of a view',
    changes: [{ edit: 'sql/gold/kpi_revenue.sql', from: 'checks:', to: 'chunk_days: 1\nchecks:' }],
    says: [
      'sql/gold/kpi_revenue.sql:3:1: chunk_days cuts the days of a model into tasks; this model is view, made as a whole.',
      'Remove it, or materialize the model as incremental.',
    ],
  },
  {
    code: 'materialize',
    title: 'a start of a view',
    changes: [{ edit: 'sql/gold/kpi_revenue.sql', from: 'checks:', to: 'start: 2026-10-01\nchecks:' }],
    says: [
      'sql/gold/kpi_revenue.sql:3:1: start is where partitions begin; a view has none.',
      'Remove it, or materialize the model as incremental.',
    ],
  },
  {
    code: 'materialize',
    title: 'a share of rejected rows of a view',
    changes: [{ edit: KPI, from: 'checks:', to: 'max_rejected: 0.2\nchecks:' }],
    says: [
      'sql/gold/kpi_revenue.sql:3:1: max_rejected is decided when rows are published; this model is a view.',
      'Remove it, or materialize the model as incremental or table.',
    ],
  },
];
