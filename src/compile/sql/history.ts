import type { SqlText } from './bronze';
import { historyTable, type StepInput, stageTable } from './stage';
import { lines, name, names, stringLiteral } from './text';

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

/** What the scratch table of a history has besides the published columns. */
export const APPEARS = {
  name: '_appears',
  type: 'BOOL',
  description: 'The key was not there before, or was deleted.',
} as const;

const BEGINNING = "TIMESTAMP '0001-01-01 00:00:00+00'";
const OPEN_END = "TIMESTAMP '9999-12-31 00:00:00+00'";
const FROM_THE_BEGINNING = "@window_start = DATE '0001-01-01'";

/** The instant from which on the history is made anew; what is published of earlier ones is kept. */
export const cut = ({ timeZone }: Pick<StepInput, 'timeZone'>): string =>
  `IF(${FROM_THE_BEGINNING}, ${BEGINNING}, TIMESTAMP(@window_start, ${stringLiteral(timeZone)}))`;

/** A key as one text, NULL like any other value. */
export const keyText = ({ uniqueKey }: StepInput, table?: string): string => {
  const columns = (uniqueKey?.columns ?? []).map((column) =>
    table ? `${table}.${name(column)}` : name(column),
  );
  return `TO_JSON_STRING(STRUCT(${columns.join(', ')}))`;
};

/**
 * The versions that publishing has to write: those that begin with an extract of the window, and those before it that
 * end otherwise now. What is known of each key before the window is read from the published table, so that extracts
 * on top of a history cost what they change; a window from the beginning makes it from the extracts alone.
 */
export function history(input: StepInput): SqlText {
  const columns = input.columns.map((column) => column.name);
  const own = names(columns);
  const sql = `CREATE OR REPLACE TABLE ${name(historyTable(input.model))} AS
WITH ${before(input)},
${extracts(input)},
${known(input)},
changes AS (
  SELECT *, LAG(_state) OVER (PARTITION BY _key ORDER BY _place) AS _state_before
  FROM known
  WHERE TRUE
  QUALIFY _place = 0 OR (_state_before IS NULL AND NOT is_deleted) OR _state != _state_before
),
versions AS (
  SELECT
${lines([
  ...columns.map(
    (column) =>
      `IF(is_deleted AND _place > 0, LAG(${name(column)}) OVER by_key, ${name(column)}) AS ${name(column)}`,
  ),
  'valid_from',
  `LEAD(valid_from, 1, ${OPEN_END}) OVER by_key AS valid_to`,
  'LEAD(valid_from) OVER by_key IS NULL AS is_current',
  'is_deleted',
  'NOT is_deleted AND IFNULL(LAG(is_deleted) OVER by_key, TRUE) AS _appears',
  'valid_to AS _ended',
  '_place',
])}
  FROM changes
  WINDOW by_key AS (PARTITION BY _key ORDER BY _place)
)
SELECT ${own}, valid_from, valid_to, is_current, is_deleted, _appears
FROM versions
WHERE _place > 0 OR valid_to != _ended`;
  return { sql, params: { window_start: 'DATE' } };
}

/** The last version of each key before the window. */
function before(input: StepInput): string {
  return `before AS (
  SELECT *
  FROM ${name(input.model)}
  WHERE valid_from < ${cut(input)} AND valid_to >= ${cut(input)}
)`;
}

/** The extracts of the window in their order, from 1; and who is missing from which. A quarantined row is not missing. */
function extracts(input: StepInput): string {
  const stage = name(stageTable(input.model));
  return `extracts AS (
  SELECT _extract, ROW_NUMBER() OVER (ORDER BY _extract) AS _place
  FROM (SELECT DISTINCT _extract FROM ${stage})
),
rows_of AS (
  SELECT staged.*, extracts._place, ${keyText(input, 'staged')} AS _key
  FROM ${stage} AS staged
  JOIN extracts ON extracts._extract = staged._extract
  WHERE staged._status != 'duplicate'
),
seen AS (
  SELECT DISTINCT _key, _place FROM rows_of
  UNION ALL
  SELECT ${keyText(input)}, 0 FROM before WHERE NOT is_deleted
),
gone AS (
  SELECT _key, _place + 1 AS _place
  FROM (SELECT _key, _place, LEAD(_place) OVER (PARTITION BY _key ORDER BY _place) AS _next FROM seen)
  WHERE _place < (SELECT COUNT(*) FROM extracts) AND IFNULL(_next > _place + 1, TRUE)
)`;
}

/** What is known of a key, extract by extract: its row, or that it is missing. */
function known(input: StepInput): string {
  const keys = input.uniqueKey?.columns ?? [];
  const columns = input.columns.map((column) => column.name);
  const tracked = input.tracked ?? columns.filter((column) => !keys.includes(column));
  const state = `TO_JSON_STRING(STRUCT(${names(tracked)}))`;
  const nothing = input.columns.map(({ type }) => `CAST(NULL AS ${type})`).join(', ');
  return `known AS (
  SELECT ${keyText(input)} AS _key, 0 AS _place, is_deleted, IF(is_deleted, '', ${state}) AS _state, valid_from, valid_to, ${names(columns)}
  FROM before
  UNION ALL
  SELECT _key, _place, FALSE, ${state}, IF(${FROM_THE_BEGINNING} AND _place = 1, ${BEGINNING}, _extract), ${OPEN_END}, ${names(columns)}
  FROM rows_of
  WHERE _status = 'passed'
  UNION ALL
  SELECT gone._key, gone._place, TRUE, '', extracts._extract, ${OPEN_END}, ${nothing}
  FROM gone JOIN extracts ON extracts._place = gone._place
)`;
}

/**
 * How many of the keys that were there each extract deletes, of extracts that no run has published as they are now:
 * what was let through once is not asked again.
 */
export function deletions(input: StepInput): SqlText {
  const sql = `SELECT day, extract_at, present, deleted
FROM (
  SELECT
    valid_from AS extract_at,
    IF(valid_from = ${BEGINNING}, DATE '0001-01-01', DATE(valid_from, ${stringLiteral(input.timeZone)})) AS day,
    COUNTIF(is_deleted) AS deleted,
    (SELECT COUNT(*) FROM ${name(input.model)} WHERE valid_from < ${cut(input)} AND valid_to >= ${cut(input)} AND NOT is_deleted)
      + IFNULL(SUM(COUNTIF(_appears) - COUNTIF(is_deleted)) OVER (ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS present
  FROM ${name(historyTable(input.model))}
  WHERE valid_from >= ${cut(input)}
  GROUP BY valid_from
)
WHERE deleted > 0
  AND (day IN (@changed) OR day NOT IN (SELECT partition_date FROM \`ops.partitions\` WHERE table_name = @table_name))
ORDER BY extract_at`;
  return { sql, params: { window_start: 'DATE', changed: 'DATES', table_name: 'STRING' } };
}
