import type { SqlText } from './bronze';
import { historyTable, type StepInput, stageTable } from './stage';
import { indent, lines, name, names, stringLiteral } from './text';

export const HISTORY_COLUMNS = [
  { name: 'valid_from', type: 'TIMESTAMP', description: 'From this instant on (inclusive).' },
  {
    name: 'valid_to',
    type: 'TIMESTAMP',
    description: 'Until this instant (exclusive); 9999-12-31 while open.',
  },
  { name: 'is_current', type: 'BOOL', description: 'The version without an end.' },
  {
    name: 'is_deleted',
    type: 'BOOL',
    description: 'The key was missing from the full extract of valid_from.',
  },
] as const;

const BEGINNING = "TIMESTAMP '0001-01-01 00:00:00+00'";
const OPEN_END = "TIMESTAMP '9999-12-31 00:00:00+00'";

/**
 * The history of every key, computed from all staged extracts at once and therefore the same whatever order they
 * came in. A key is deleted on the first extract in which it is missing; a row that was quarantined is not missing.
 */
export function history(input: StepInput): SqlText {
  const keys = input.uniqueKey?.columns ?? [];
  const attributes = input.columns.map((column) => column.name).filter((column) => !keys.includes(column));
  const tracked = input.tracked ?? attributes;
  const stage = name(stageTable(input.model));
  const byKey = `PARTITION BY ${names(keys)} ORDER BY _day`;
  const sql = `CREATE OR REPLACE TABLE ${name(historyTable(input.model))} AS
WITH extracts AS (
  SELECT _day, LEAD(_day) OVER (ORDER BY _day) AS next_day
  FROM (SELECT DISTINCT _day FROM ${stage})
),
seen AS (
  SELECT ${names(keys)}, _day, LEAD(_day) OVER (${byKey}) AS next_seen
  FROM (SELECT DISTINCT ${names(keys)}, _day FROM ${stage} WHERE ${keys.map((key) => `${name(key)} IS NOT NULL`).join(' AND ')})
),
gone AS (
  SELECT ${keys.map((key) => `seen.${name(key)}`).join(', ')}, extracts.next_day AS _day
  FROM seen JOIN extracts ON seen._day = extracts._day
  WHERE extracts.next_day IS NOT NULL AND (seen.next_seen IS NULL OR seen.next_seen > extracts.next_day)
),
events AS (
  SELECT ${names(keys)}, _day, FALSE AS is_deleted, TO_JSON_STRING(STRUCT(${names(tracked)})) AS _state,
${lines(attributes.map(name))}
  FROM ${stage}
  WHERE _status = 'passed'
  UNION ALL
  SELECT ${names(keys)}, _day, TRUE, '',
${lines(attributes.map((column) => `CAST(NULL AS ${typeOf(input, column)})`))}
  FROM gone
),
compared AS (
  SELECT *,
    LAG(_state) OVER (${byKey}) AS _state_before,
${indent(lines(attributes.map((column) => `LAG(${name(column)}) OVER (${byKey}) AS ${name(`_before_${column}`)}`)))}
  FROM events
),
changes AS (
  SELECT * FROM compared
  WHERE (_state_before IS NULL AND NOT is_deleted) OR _state != _state_before
),
dated AS (
  SELECT *,
    IF(_day = (SELECT MIN(_day) FROM extracts), ${BEGINNING}, TIMESTAMP(_day, ${stringLiteral(input.timeZone)})) AS valid_from
  FROM changes
)
SELECT
${lines([
  ...input.columns.map((column) =>
    keys.includes(column.name)
      ? name(column.name)
      : `IF(is_deleted, ${name(`_before_${column.name}`)}, ${name(column.name)}) AS ${name(column.name)}`,
  ),
  'valid_from',
  `LEAD(valid_from, 1, ${OPEN_END}) OVER (PARTITION BY ${names(keys)} ORDER BY valid_from) AS valid_to`,
  `LEAD(valid_from) OVER (PARTITION BY ${names(keys)} ORDER BY valid_from) IS NULL AS is_current`,
  'is_deleted',
])}
FROM dated`;
  return { sql, params: {} };
}

function typeOf(input: StepInput, column: string): string {
  return input.columns.find((candidate) => candidate.name === column)?.type ?? 'STRING';
}
