import { indentSql } from '../sql-text';
import type { SqlText } from './bronze';
import { type StepInput, stageTable, WHOLE, windowParams } from './stage';
import { name } from './text';

interface Reconciled {
  readonly name: string;
  readonly as: StepInput['as'] | 'view' | 'materialized_view';
}

interface Halves {
  /** A query: of a model with partitions the date and one number, grouped by it; else one number. */
  readonly expected: string;
  /** An aggregate over the rows that passed. */
  readonly actual: string;
}

/** What would be published of the whole. */
export const stagedValue = ({ name: model }: Pick<Reconciled, 'name'>, actual: string): string =>
  `SELECT ${actual} AS actual FROM ${name(stageTable(model))} WHERE _status = 'passed'`;

/**
 * `day`, `expected`, `actual`: a row for each day on which either has something, so that what days lack and others
 * have too much does not cancel out; one row for what has no partitions.
 */
export function reconciliation(model: Reconciled, { expected, actual }: Halves): SqlText {
  const whole = `SELECT DATE '${WHOLE}' AS day, (\n${indentSql(expected)}\n) AS expected, (${stagedValue(model, actual)}) AS actual`;
  const sql = model.as === 'incremental' ? daily(model, { expected, actual }) : whole;
  return { sql, params: windowParams(sql) };
}

/** The empty first half of the union names the columns of the second. */
const daily = ({ name: model }: Reconciled, { expected, actual }: Halves): string => `WITH wanted AS (
  SELECT DATE '${WHOLE}' AS day, 0 AS expected FROM (SELECT 1 AS nothing) WHERE FALSE
  UNION ALL (
${indentSql(indentSql(expected))}
  )
),
made AS (
  SELECT _day AS day, ${actual} AS actual FROM ${name(stageTable(model))} WHERE _status = 'passed' GROUP BY _day
),
compared AS (
  SELECT IFNULL(wanted.day, made.day) AS day, IFNULL(wanted.expected, 0) AS expected, IFNULL(made.actual, 0) AS actual
  FROM wanted FULL JOIN made ON wanted.day = made.day
)
SELECT day, expected, actual
FROM compared
WHERE day >= @window_start AND day < @window_end
ORDER BY day`;
