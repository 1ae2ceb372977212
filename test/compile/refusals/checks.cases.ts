import type { Refusal } from '../support/refusals';
import type { Change } from '../support/shop';

const DAILY = 'sql/gold/daily.sql';
const SALES = 'sql/silver/sales.sql';
const KPI = 'sql/gold/kpi_revenue.sql';
const edit = (file: string, from: string, to: string): Change[] => [{ edit: file, from, to }];
/** Another check of gold.daily. */
const check = (written: string): Change[] => edit(DAILY, '  - row_count', `  - ${written}\n  - row_count`);

export const CHECKS: readonly Refusal[] = [
  {
    code: 'unknown_check',
    title: 'a check that does not exist, and names the nearest',
    changes: check('not_nul: [revenue]'),
    says: ['sql/gold/daily.sql:5:5: there is no check not_nul.', 'Did you mean not_null?'],
  },
  {
    code: 'check_form',
    title: 'two checks behind one dash',
    changes: check('range: { column: revenue, min: 0 }\n    severity: warn'),
    says: [
      'sql/gold/daily.sql:5:5: a check is one entry; this one has range, severity.',
      'Indent the others below range, or give each its own dash.',
    ],
  },
  {
    code: 'check_arguments',
    title: 'arguments of another kind',
    changes: check('accepted_values: { column: revenue, value: [1] }'),
    says: [
      'sql/gold/daily.sql:5:5: the arguments of accepted_values are {"column":"revenue","value":[1]}.',
      'Write accepted_values: [a, b], with severity, tolerance and name where needed.',
    ],
  },
  {
    code: 'check_arguments',
    title: 'a tolerance above one',
    changes: check('range: { column: revenue, min: 0, tolerance: 5 }'),
    says: [
      'sql/gold/daily.sql:5:5: the arguments of range are {"column":"revenue","min":0,"tolerance":5}.',
      'Write range: { min: 0, max: 1 }, with severity, tolerance and name where needed.',
    ],
  },
  {
    code: 'check_arguments',
    title: 'a check without arguments that needs some',
    changes: check('relationships'),
    says: [
      'sql/gold/daily.sql:5:5: the arguments of relationships are none.',
      'Write relationships: { to: silver.table, field: column }, with severity, tolerance and name where needed.',
    ],
  },
  {
    code: 'check_arguments',
    title: 'a range without bounds',
    changes: check('range: { column: revenue }'),
    says: [
      'sql/gold/daily.sql:5:5: range has no bound, so that it can never fail.',
      'Write range: { min: 0, max: 1 }.',
    ],
  },
  {
    code: 'check_arguments',
    title: 'a range that nothing is in',
    changes: check('range: { column: revenue, min: 2, max: 1 }'),
    says: [
      'sql/gold/daily.sql:5:5: the least value that range accepts is above the greatest.',
      'Exchange them.',
    ],
  },
  {
    code: 'check_column',
    title: 'a check of no column',
    changes: check('range: { min: 0 }'),
    says: [
      'sql/gold/daily.sql:5:5: range does not say which column it judges.',
      'Put it under a column, or add column:.',
    ],
  },
  {
    code: 'check_column',
    title: 'a check of no columns',
    changes: check('not_null'),
    says: [
      'sql/gold/daily.sql:5:5: not_null does not say which columns it judges.',
      'Write not_null: [column].',
    ],
  },
  {
    code: 'check_severity',
    title: 'a quarantine by a check of the batch',
    changes: check('unique: { columns: [business_date], severity: quarantine }'),
    says: [
      'sql/gold/daily.sql:5:5: unique judges a batch, so there is no row to quarantine.',
      'Use severity fail or warn.',
    ],
  },
  {
    code: 'view_severity',
    title: 'a view that a check would fail',
    changes: edit(KPI, 'min: 0 }', 'min: 0, severity: fail }'),
    says: [
      'sql/gold/kpi_revenue.sql:4:5: a view is not published, so range cannot fail it.',
      'Use severity: warn, or materialize the model as incremental or table.',
    ],
  },
  {
    code: 'view_severity',
    title: 'a view that would quarantine',
    changes: edit(KPI, 'min: 0 }', 'min: 0, severity: quarantine }'),
    says: [
      'sql/gold/kpi_revenue.sql:4:5: a view is not published, so range cannot quarantine it.',
      'Use severity: warn, or materialize the model as incremental or table.',
    ],
  },
  {
    code: 'pattern',
    title: 'a pattern with a lookbehind',
    changes: check('matches: { column: revenue, pattern: "(?<!a)b" }'),
    says: [
      "sql/gold/daily.sql:5:5: the pattern (?<!a)b has a negative lookbehind, (?<!; patterns are RE2's.",
      'Write it without; quote it in YAML.',
    ],
  },
  {
    code: 'check_name',
    title: 'two checks of one name',
    changes: [...check('range: { column: revenue, max: 9 }'), ...check('range: { column: revenue, min: 0 }')],
    says: [
      'sql/gold/daily.sql:6:5: there is a check range: revenue already, on line 5.',
      'Give one of them a name: of its own, or remove it.',
    ],
  },
  {
    code: 'too_many_checks',
    title: 'more than 60 row checks',
    changes: check(
      Array.from({ length: 61 }, (_, i) => `expression: { sql: revenue != ${i}, name: not_${i} }`).join(
        '\n  - ',
      ),
    ),
    says: [
      'sql/gold/daily.sql:65:5: the model has 61 row checks; at most 60 fit in one scan.',
      'Join some in one expression, or check columns in the model that makes them.',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a check of a column that the query does not make',
    changes: check('range: { column: revenu, min: 0 }'),
    says: [
      'sql/gold/daily.sql:5:5: range names revenu, which the query does not make.',
      'Did you mean revenue?',
    ],
  },
  {
    code: 'unknown_table',
    title: 'a relationship to a table that does not exist',
    changes: check('relationships: { column: business_date, to: ref.region, field: region }'),
    says: [
      'sql/gold/daily.sql:5:5: a check relates to ref.region, which is neither a contract, a model nor a reference table.',
      'Did you mean ref.regions?',
    ],
  },
  {
    code: 'unknown_field',
    title: 'a relationship to a field that does not exist',
    changes: check('relationships: { column: business_date, to: ref.regions, field: regoin }'),
    says: [
      'sql/gold/daily.sql:5:5: relationships names the field regoin, which ref.regions does not have.',
      'Did you mean region?',
    ],
  },
  {
    code: 'gate',
    title: 'a relationship to rows that have passed no gate',
    changes: edit(
      SALES,
      '  - unique',
      '  - relationships: { column: shop_id, to: bronze.sales, field: shop_id }\n  - unique',
    ),
    says: [
      'sql/silver/sales.sql:8:5: a check relates to bronze.sales: rows of bronze have not passed a gate.',
      'Relate to a silver model.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'a relationship between different types at the line of the check',
    changes: check('relationships: { column: business_date, to: ref.regions, field: region }'),
    says: [
      'sql/gold/daily.sql:5:5: Cannot execute IN subquery with uncomparable types DATE and STRING.',
      'Correct the SQL; `ecluse compile` checks it again.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'an expression over a column that does not exist at the line of the check',
    changes: check('expression: revenu >= 0'),
    says: ['sql/gold/daily.sql:5:5: Unrecognized name: revenu; Did you mean revenue?', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'an expression of a view at the line of the check',
    changes: edit(KPI, '  - range', '  - expression: revenu >= 0\n  - range'),
    says: [
      'sql/gold/kpi_revenue.sql:4:5: Unrecognized name: revenu; Did you mean revenue?',
      'Correct the name.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'a sum over a date at the line of the check',
    changes: check('sum_between: { column: business_date, min: 0 }'),
    says: [
      'sql/gold/daily.sql:5:5: No matching signature for aggregate function SUM for argument types: DATE. Supported signatures: SUM(INT64); SUM(FLOAT64); SUM(NUMERIC); SUM(BIGNUMERIC).',
      'Correct the SQL; `ecluse compile` checks it again.',
    ],
  },
  {
    code: 'unsupported_sql',
    title: 'an expression that chance decides at the line of the check',
    changes: check('expression: RAND() < 2'),
    says: [
      'sql/gold/daily.sql:5:5: RAND gives another answer each time, so a run could not be repeated.',
      'Use FARM_FINGERPRINT of a key.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'a reconciliation over a column that does not exist at its line',
    changes: edit(
      DAILY,
      'checks:',
      'reconcile:\n  revenue:\n    expected: SELECT SUM(amont) FROM `silver.sales`\n    actual: SUM(revenue)\nchecks:',
    ),
    says: ['sql/gold/daily.sql:6:5: Unrecognized name: amont; Did you mean amount?', 'Correct the name.'],
  },
  {
    code: 'invalid_sql',
    title: 'a reconciliation that aggregates wrongly at its line',
    changes: edit(
      DAILY,
      'checks:',
      'reconcile:\n  revenue:\n    expected: SELECT business_date, SUM(amount) FROM `silver.sales` GROUP BY 1\n    actual: SUM(revenu)\nchecks:',
    ),
    says: ['sql/gold/daily.sql:7:5: Unrecognized name: revenu; Did you mean revenue?', 'Correct the name.'],
  },
  {
    code: 'reconcile',
    title: 'a reconciliation of days with one value for all of them',
    changes: edit(
      DAILY,
      'checks:',
      'reconcile:\n  revenue:\n    expected: SELECT 1\n    actual: SUM(revenue)\nchecks:',
    ),
    says: [
      'sql/gold/daily.sql:6:5: expected makes 1 column; a reconciliation of a model with partitions compares one number a day.',
      'Select the date and one aggregate, and group by the date.',
    ],
  },
  {
    code: 'unknown_table',
    title: 'a reconciliation with a table that does not exist',
    changes: edit(
      DAILY,
      'checks:',
      'reconcile:\n  revenue:\n    expected: SELECT SUM(amount) FROM `silver.sale`\n    actual: SUM(revenue)\nchecks:',
    ),
    says: [
      'sql/gold/daily.sql:6:5: a reconciliation reads silver.sale, which is neither a contract, a model nor a reference table.',
      'Did you mean silver.sales?',
    ],
  },
];
