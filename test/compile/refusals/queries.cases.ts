import type { Refusal } from '../support/refusals';
import type { Change } from '../support/shop';

const DAILY = 'sql/gold/daily.sql';
const SALES = 'sql/silver/sales.sql';
const KPI = 'sql/gold/kpi_revenue.sql';
const edit = (file: string, from: string, to: string): Change[] => [{ edit: file, from, to }];

export const QUERIES: readonly Refusal[] = [
  {
    code: 'unknown_parameter',
    title: 'a parameter that it does not know, and names the nearest',
    changes: edit(DAILY, '@var_least_amount', '@var_lest_amount'),
    says: [
      'sql/gold/daily.sql:9:80: the query uses @var_lest_amount, which is neither of the window nor a var of the project.',
      'Did you mean @var_least_amount?',
    ],
  },
  {
    code: 'unknown_parameter',
    title: 'a parameter of the engine',
    changes: edit(DAILY, '>= @start_date', '>= @window_start').concat(
      edit(DAILY, 'AND business_date <', 'AND business_date >= @start_date AND business_date <'),
    ),
    says: [
      'sql/gold/daily.sql:9:24: the query uses @window_start, which is neither of the window nor a var of the project.',
      'Known are @start_date, @end_date, @var_least_amount; add vars to ecluse.yaml.',
    ],
  },
  {
    code: 'window',
    title: 'an incremental model that does not say which days it makes',
    changes: edit(DAILY, 'business_date < @end_date', 'TRUE'),
    says: [
      'sql/gold/daily.sql:7:1: the model is incremental, but its query does not use @end_date.',
      'Filter what it reads: WHERE business_date >= @start_date AND business_date < @end_date.',
    ],
  },
  {
    code: 'window',
    title: 'a view with a window',
    changes: edit(KPI, 'FROM `gold.daily`', 'FROM `gold.daily`\nWHERE business_date >= @start_date'),
    says: [
      'sql/gold/kpi_revenue.sql:7:24: the query uses @start_date, but a view is made as a whole.',
      'Remove the filter, or use as: incremental.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'an unknown column at its line and column, and names the nearest',
    changes: edit(DAILY, 'SUM(amount)', 'SUM(amont)'),
    says: ['sql/gold/daily.sql:7:27: Unrecognized name: amont; Did you mean amount?', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'an unknown column behind a var on the same line',
    changes: edit(DAILY, '@var_least_amount', '@var_least_amount AND shop = 1'),
    says: ['sql/gold/daily.sql:9:102: Unrecognized name: shop.', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'an unknown column behind tabs',
    changes: edit(DAILY, 'SELECT business_date,', 'SELECT\tbusiness_date,\tshop,'),
    says: ['sql/gold/daily.sql:7:23: Unrecognized name: shop.', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'an unknown column on the line on which the header ends',
    changes: edit(KPI, '---*/\nSELECT business_date,', '---*/ SELECT shop,'),
    says: ['sql/gold/kpi_revenue.sql:5:14: Unrecognized name: shop.', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'a missing parenthesis',
    changes: edit(DAILY, 'SUM(amount)', 'SUM(amount'),
    says: [
      'sql/gold/daily.sql:8:1: Syntax error: Expected ")" but got keyword FROM.',
      'Correct the SQL; `ecluse compile` checks it again.',
    ],
  },
  {
    code: 'unsupported_sql',
    title: 'a function that chance decides',
    changes: edit(DAILY, 'SUM(amount)', 'SUM(amount * RAND())'),
    says: [
      'sql/gold/daily.sql:7:36: RAND gives another answer each time, so a run could not be repeated.',
      'Use FARM_FINGERPRINT of a key.',
    ],
  },
  {
    code: 'not_a_query',
    title: 'a statement that is no query',
    changes: edit(
      KPI,
      'SELECT business_date, revenue FROM `gold.daily`',
      'DELETE FROM `gold.daily` WHERE TRUE',
    ),
    says: [
      'sql/gold/kpi_revenue.sql:6:1: the statement is delete; a model is a query.',
      'Write the SELECT only: the engine makes the table.',
    ],
  },
  {
    code: 'source_row',
    title: 'a silver model that drops the identity of its rows',
    changes: edit(SALES, '  _source,\n', ''),
    says: [
      'sql/silver/sales.sql:10:1: the model reads bronze but does not select _source, so its rows lose their identity.',
      'Add _source and _violations to the SELECT list as they are; publishing strips them.',
    ],
  },
  {
    code: 'source_row',
    title: 'a silver model that drops the violations of its rows',
    changes: edit(SALES, '  _source,\n  _violations\n', '  _source\n'),
    says: [
      'sql/silver/sales.sql:10:1: the model reads bronze but does not select _violations, so its rows lose their identity.',
      'Add _source and _violations to the SELECT list as they are; publishing strips them.',
    ],
  },
  {
    code: 'source_row',
    title: 'an identity of another making',
    changes: edit(SALES, '  _source,', "  'me' AS _source,"),
    says: [
      'sql/silver/sales.sql:15:11: _source is STRING; expected the column of the bronze view, STRUCT<file STRING, generation INT64, line INT64, event_date DATE>.',
      'Add _source and _violations to the SELECT list as they are; publishing strips them.',
    ],
  },
  {
    code: 'unnamed_column',
    title: 'a column without a name',
    changes: edit(KPI, 'business_date, revenue', 'business_date, revenue, 1 + 1'),
    says: ['sql/gold/kpi_revenue.sql:6:1: a column of the query has no name.', 'Name it: … AS name.'],
  },
  {
    code: 'reserved_column',
    title: 'a column that begins with _',
    changes: edit(KPI, 'revenue FROM', 'revenue, 1 AS _day FROM'),
    says: [
      "sql/gold/kpi_revenue.sql:6:37: the query makes _day; names that begin with _ are the engine's.",
      'Name it otherwise: … AS name.',
    ],
  },
  {
    code: 'reserved_column',
    title: 'an identity where no rows are carried on',
    changes: edit(KPI, 'revenue FROM', 'revenue, 1 AS _source FROM'),
    says: [
      "sql/gold/kpi_revenue.sql:6:37: the query makes _source; names that begin with _ are the engine's.",
      'Name it otherwise: … AS name.',
    ],
  },
  {
    code: 'reserved_column',
    title: 'a column that a history adds itself',
    changes: [
      ...edit('contracts/sales.yaml', '{ mode: append }', "{ mode: full, snapshot_date: 'sales_(\\d{8})' }"),
      ...edit(SALES, 'as: incremental, partition_by: business_date', 'as: scd2'),
      ...edit(SALES, '  shop_id,', '  shop_id AS valid_from,'),
    ],
    says: [
      'sql/silver/sales.sql:13:14: the query makes valid_from, which a history (scd2) adds itself.',
      'Name it otherwise: … AS name.',
    ],
  },
  {
    code: 'column_name',
    title: 'a column with a space',
    changes: edit(KPI, 'revenue FROM', 'revenue AS `net revenue` FROM').concat(
      edit(KPI, 'column: revenue', 'column: business_date'),
    ),
    says: [
      'sql/gold/kpi_revenue.sql:6:34: the query makes a column net revenue.',
      'Use letters, digits and _, beginning with a letter.',
    ],
  },
  {
    code: 'duplicate_column',
    title: 'columns that differ only in case',
    changes: edit(KPI, 'revenue FROM', 'revenue, 1 AS Revenue FROM'),
    says: [
      'sql/gold/kpi_revenue.sql:6:37: the query makes Revenue twice, as revenue before; case does not tell columns apart.',
      'Rename or remove one of them.',
    ],
  },
  {
    code: 'duplicate_column',
    title: 'a column twice',
    changes: edit(KPI, 'revenue FROM', 'revenue, revenue FROM'),
    says: [
      'sql/gold/kpi_revenue.sql:6:32: the query makes revenue twice; case does not tell columns apart.',
      'Rename or remove one of them.',
    ],
  },
  {
    code: 'unsupported_sql',
    title: 'rows cut off in no order, which only the statement that keeps them cannot have',
    changes: [
      {
        edit: 'sql/gold/daily.sql',
        from: 'GROUP BY business_date\n',
        to: 'GROUP BY business_date\nLIMIT 3\n',
      },
    ],
    says: ['sql/gold/daily.sql:7:1: LIMIT without ORDER BY gives other rows each time.', 'Add ORDER BY.'],
  },
  {
    code: 'invalid_sql',
    title: '_source of a silver table',
    changes: [
      {
        edit: 'sql/gold/kpi_revenue.sql',
        from: 'SELECT business_date, revenue',
        to: 'SELECT business_date, revenue, _source AS came_from',
      },
    ],
    says: [
      'sql/gold/kpi_revenue.sql:6:32: Unrecognized name: _source.',
      'Only bronze has _source and _violations: they are not published. Silver models over bronze select them, others do without.',
    ],
  },
];
