import type { Column } from '../../core/types';
import { indentSql } from '../sql-text';
import type { SqlText } from './bronze';
import { anyBit, bitOf, type CompiledCheck, checkBits } from './checks';
import { lines, name, names, stringLiteral } from './text';

/** Of tables that have no partitions. */
export const WHOLE = '0001-01-01';
export const ENGINE_COLUMNS = ['_source', '_violations'] as const;

interface UniqueKey {
  readonly columns: readonly string[];
  readonly orderBy: readonly string[];
  readonly withinDays: number;
}

/** What the statements of one model are made from. */
export interface StepInput {
  readonly model: string;
  readonly as: 'incremental' | 'table' | 'scd2';
  /** The user's query, vars inlined. */
  readonly sql: string;
  /** Columns that are published: the query's, without `_source` and `_violations`. */
  readonly columns: readonly Column[];
  readonly grain: 'source_row' | 'other';
  readonly source?: string;
  readonly partitionBy?: string;
  readonly uniqueKey?: UniqueKey;
  readonly tracked?: readonly string[];
  /** Histories: the expression that finds in the object's name which day, and which time of it, an extract describes. */
  readonly snapshotDate?: string;
  readonly checks: readonly CompiledCheck[];
  readonly timeZone: string;
}

/** `silver.visits` to `silver_visits`: one flat name for what belongs to a model in other datasets. */
export const flat = (model: string): string => model.replace('.', '_');
export const stageTable = (model: string): string => `scratch.${flat(model)}__{task}`;
export const historyTable = (model: string): string => `scratch.${flat(model)}__history__{task}`;
export const quarantineTable = (model: string): string => `quarantine.${flat(model)}`;

/** Does the user's query say which days it makes? */
const windowed = (input: StepInput): boolean => input.as === 'incremental' || input.grain === 'source_row';

/** The day under which a row is staged, counted, quarantined and replaced. */
function dayOf(input: StepInput): string {
  if (input.grain === 'source_row') return '_source.event_date';
  if (input.as !== 'incremental') return `DATE '${WHOLE}'`;
  const partition = name(input.partitionBy ?? '');
  return `IF(${partition} >= @window_start AND ${partition} < @window_end, ${partition}, @window_start)`;
}

/** TRUE for a row whose partition value is the day for which it was read. */
export function placeCondition(input: Pick<StepInput, 'grain' | 'partitionBy'>): string {
  const partition = name(input.partitionBy ?? '');
  return input.grain === 'source_row'
    ? `${partition} = _source.event_date`
    : `${partition} >= @window_start AND ${partition} < @window_end`;
}

/**
 * Which extract a row belongs to, by the name of its object: `20261004` and `202610041330` are local time. Names that
 * the expression does not find any more say the day alone.
 */
function extractColumns(input: StepInput): string[] {
  if (input.as !== 'scd2') return [];
  const zone = stringLiteral(input.timeZone);
  const { snapshotDate = '' } = input;
  const group = `REGEXP_REPLACE(_source.file, ${stringLiteral(`(?s)^.*?(?:${snapshotDate}).*$`)}, '\\\\1')`;
  const digits = `IF(REGEXP_CONTAINS(_source.file, ${stringLiteral(snapshotDate)}), REGEXP_REPLACE(${group}, '[^0-9]', ''), NULL)`;
  const named = `SAFE.PARSE_TIMESTAMP('%Y%m%d%H%M%S', RPAD(${digits}, 14, '0'), ${zone})`;
  return [
    `IFNULL(${named}, TIMESTAMP(_source.event_date, ${zone})) AS _extract`,
    '_source.generation < MAX(_source.generation) OVER (PARTITION BY _source.file) AS _replaced',
  ];
}

function passing(input: StepInput): string {
  const stopping = input.checks.filter(({ check, fails }) => fails && check.severity === 'quarantine');
  const rules = input.grain === 'source_row' ? ['ARRAY_LENGTH(_violations) = 0'] : [];
  const replaced = input.as === 'scd2' ? ['NOT _replaced'] : [];
  const bits = stopping.length > 0 ? [`NOT (${anyBit(stopping)})`] : [];
  return [...replaced, ...rules, ...bits].join(' AND ') || 'TRUE';
}

const SORTABLE = /^(INT64|NUMERIC|BIGNUMERIC|FLOAT64|STRING|BOOL|DATE|DATETIME|TIMESTAMP|TIME|BYTES)$/;

/** The better row first: by `order_by`, then by content, never by arrival. Only equal rows tie. */
function bestFirst(input: StepInput, { columns: keys, orderBy: first }: UniqueKey): string {
  const content = input.columns
    .filter((column) => !keys.includes(column.name) && !first.includes(column.name))
    .map((column) =>
      SORTABLE.test(column.type) ? name(column.name) : `TO_JSON_STRING(${name(column.name)})`,
    );
  const order = [...first.map(name), ...(input.as === 'scd2' ? ['_source.generation'] : []), ...content];
  return order.map((column) => `${column} DESC`).join(', ') || '_day';
}

/** How the rows of a key are decided: more entries of the WITH clause, and the condition under which a row loses. */
interface Decision {
  readonly entries: string;
  readonly from: string;
  readonly loses?: string;
}

/**
 * A row loses if and only if a better one of its key that passes lies within so many days of it. Rows are compared
 * two by two, so whichever days are made together, the decision about a row is the same.
 */
function decideKey(input: StepInput, key: UniqueKey): Decision {
  const { columns, withinDays } = key;
  const ranked = (rivals: string): string => `,
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${rivals}, _passes ORDER BY ${bestFirst(input, key)}) AS _rank
  FROM decided
)`;
  if (withinDays === 0)
    return {
      entries: ranked(`${names(columns)}, ${input.as === 'scd2' ? '_extract' : '_day'}`),
      from: 'ranked',
      loses: '_rank > 1',
    };
  const near = `RANGE BETWEEN ${withinDays} PRECEDING AND ${withinDays} FOLLOWING`;
  const compared = `,
compared AS (
  SELECT *, MIN(_rank) OVER (PARTITION BY ${names(columns)}, _passes ORDER BY UNIX_DATE(_day) ${near}) AS _best_near
  FROM ranked
)`;
  return { entries: ranked(names(columns)) + compared, from: 'compared', loses: '_best_near < _rank' };
}

/** Without a key no row loses. */
const undecided: Decision = { entries: '', from: 'decided' };

/**
 * One statement makes the staged rows with everything that is decided about a row: `_day`, `_checks` (a bit for each
 * failed row check) and `_status` (passed, quarantined, duplicate). Later steps only count and move.
 */
export function stage(input: StepInput): SqlText {
  const inWindow =
    windowed(input) && input.as !== 'scd2' ? '\nWHERE _day >= @window_start AND _day < @window_end' : '';
  const extra = input.grain === 'source_row' ? [...ENGINE_COLUMNS] : [];
  const { entries, from, loses } = input.uniqueKey ? decideKey(input, input.uniqueKey) : undecided;
  const sql = `CREATE OR REPLACE TABLE ${name(stageTable(input.model))} AS
WITH model AS (
${indentSql(input.sql)}
),
placed AS (
  SELECT *, ${[`${dayOf(input)} AS _day`, ...extractColumns(input)].join(',\n    ')}
  FROM model
),
judged AS (
  SELECT *,
    ${checkBits(input.checks)} AS _checks
  FROM placed
),
decided AS (
  SELECT *, ${passing(input)} AS _passes
  FROM judged
)${entries}
SELECT
${lines([...input.columns.map((column) => name(column.name)), ...extra, '_day', '_checks', ...(input.as === 'scd2' ? ['_extract'] : []), status(input, loses)])}
FROM ${from}${inWindow}`;
  return { sql, params: { ...windowParams(sql) } };
}

/** What an object said before it was delivered again is a duplicate, even where a check would have stopped it. */
function status({ as }: StepInput, loses: string | undefined): string {
  const cases = [
    ...(as === 'scd2' ? [" WHEN _replaced THEN 'duplicate'"] : []),
    " WHEN NOT _passes THEN 'quarantined'",
    ...(loses ? [` WHEN ${loses} THEN 'duplicate'`] : []),
  ];
  return `CASE${cases.join('')} ELSE 'passed' END AS _status`;
}

const WINDOW_PARAMS = ['start_date', 'end_date', 'window_start', 'window_end'];

/** The window parameters that a text mentions. */
export function windowParams(sql: string): Record<string, string> {
  return Object.fromEntries(
    WINDOW_PARAMS.filter((param) => new RegExp(`@${param}\\b`).test(sql)).map((param) => [param, 'DATE']),
  );
}

/** The failed checks of a staged row by name: contract rules, then row checks. */
export function failedNames(input: Pick<StepInput, 'grain' | 'checks'>): string {
  const each = input.checks
    .filter(({ check, fails }) => fails && check.severity === 'quarantine')
    .map(
      (compiled) =>
        `IF(${bitOf(compiled)}, [${stringLiteral(compiled.check.name)}], CAST([] AS ARRAY<STRING>))`,
    );
  const parts = [...(input.grain === 'source_row' ? ['_violations'] : []), ...each];
  if (parts.length === 0) return 'CAST([] AS ARRAY<STRING>)';
  return parts.length === 1 ? (parts[0] ?? '') : `ARRAY_CONCAT(${parts.join(', ')})`;
}
