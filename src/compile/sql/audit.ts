import { bronzeView, type SqlText } from './bronze';
import { bitOf, type CompiledCheck, repeatedKeys } from './checks';
import { failedNames, type StepInput, stageTable } from './stage';
import { lines, name } from './text';

/** The column in which the result of the n-th check of the model stands. */
export const checkColumn = (index: number): string => `check_${index}`;

/**
 * The one scan over the staged rows: a row for each day with the counts by status, the failures of every row check
 * and the numbers that day checks compare.
 */
export function audit(input: StepInput): SqlText {
  const violations =
    input.grain === 'source_row'
      ? [`COUNTIF(${STOPPED} AND ARRAY_LENGTH(_violations) > 0) AS violations`]
      : [];
  const results = input.checks.flatMap((compiled, index) => {
    if (compiled.fails)
      return [`COUNTIF(${judgedRows(compiled)}${bitOf(compiled)}) AS ${checkColumn(index)}`];
    if (compiled.observed)
      return [`CAST(${overPassed(compiled.observed)} AS FLOAT64) AS ${checkColumn(index)}`];
    return [];
  });
  const sql = `SELECT
${lines([
  '_day AS day',
  'COUNT(*) AS staged',
  "COUNTIF(_status = 'passed') AS passed",
  "COUNTIF(_status = 'quarantined') AS quarantined",
  "COUNTIF(_status = 'duplicate') AS duplicates",
  ...violations,
  ...results,
])}
FROM ${name(stageTable(input.model))}
GROUP BY _day
ORDER BY day`;
  return { sql, params: {} };
}

const STOPPED = "_status = 'quarantined'";

/** A quarantine counts what it stopped; other row checks judge what would be published. */
const judgedRows = ({ check }: CompiledCheck): string =>
  check.severity === 'quarantine' ? `${STOPPED} AND ` : "_status = 'passed' AND ";

/** Restricts an aggregate to the rows that passed. */
function overPassed(aggregate: string): string {
  if (aggregate === 'COUNT(*)') return "COUNTIF(_status = 'passed')";
  return aggregate.replace(/\b(SUM|AVG|MAX)\((`[^`]+`)\)/g, "$1(IF(_status = 'passed', $2, NULL))");
}

/** Checks that need a grouping of their own: a row for each day and check, by its position, with rows that repeat a key. */
export function grouped(input: StepInput): SqlText | undefined {
  // A history holds a key once in each extract.
  const within = input.as === 'scd2' ? ['_day', '_extract'] : ['_day'];
  const repeated = input.checks.flatMap(({ uniqueColumns }, position) =>
    uniqueColumns
      ? [
          `SELECT _day AS day, ${position} AS position, SUM(n - 1) AS repeated
FROM (${repeatedKeys(stageTable(input.model), uniqueColumns, within)})
GROUP BY _day`,
        ]
      : [],
  );
  return repeated.length === 0 ? undefined : { sql: repeated.join('\nUNION ALL\n'), params: {} };
}

/** The rules of the contract that rows broke, with how many on each day. */
export function violations(input: StepInput): SqlText | undefined {
  if (input.grain !== 'source_row') return undefined;
  const sql = `SELECT _day AS day, rule, COUNT(*) AS broken
FROM ${name(stageTable(input.model))} CROSS JOIN UNNEST(_violations) AS rule
WHERE ${STOPPED}
GROUP BY _day, rule
ORDER BY day, rule`;
  return { sql, params: {} };
}

const WINDOW = { window_start: 'DATE', window_end: 'DATE' };
const inWindow = (column: string): string => `${column} >= @window_start AND ${column} < @window_end`;

/** How many rows that count bronze has for these days, and how many different ones were staged. */
export function identities(input: StepInput): SqlText | undefined {
  if (input.grain !== 'source_row' || !input.source) return undefined;
  const sql = `SELECT
  (SELECT COUNT(*) FROM ${name(bronzeView(input.source))} WHERE ${inWindow('_event_date')}) AS bronze,
  (SELECT COUNT(*) FROM (SELECT DISTINCT _source.file, _source.generation, _source.line FROM ${name(stageTable(input.model))})) AS identities`;
  return { sql, params: WINDOW };
}

/** The identities that keep the account from closing: in bronze but not staged, or staged more than once. */
export function gap(input: StepInput): SqlText | undefined {
  if (input.grain !== 'source_row' || !input.source) return undefined;
  const sql = `SELECT file, generation, line, SUM(in_bronze) AS bronze_rows, SUM(is_staged) AS staged_rows
FROM (
  SELECT _source.file, _source.generation, _source.line, 1 AS in_bronze, 0 AS is_staged
  FROM ${name(bronzeView(input.source))}
  WHERE ${inWindow('_event_date')}
  UNION ALL
  SELECT _source.file, _source.generation, _source.line, 0, 1 FROM ${name(stageTable(input.model))}
)
GROUP BY file, generation, line
HAVING SUM(in_bronze) != SUM(is_staged)
ORDER BY file, generation, line
LIMIT 20`;
  return { sql, params: WINDOW };
}

/** Some of the rows that were stopped on these days, with where they come from and why. */
export function evidence(input: StepInput): SqlText | undefined {
  if (input.grain !== 'source_row') return undefined;
  const sql = `SELECT _source.file AS file, _source.line AS line, ${failedNames(input)} AS failed
FROM ${name(stageTable(input.model))}
WHERE ${STOPPED} AND _day IN (@dates)
ORDER BY file, line
LIMIT 20`;
  return { sql, params: { dates: 'DATES' } };
}
