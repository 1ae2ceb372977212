import type { Column } from '../../core/types';
import { SOURCE_TYPE, type SqlText } from './bronze';
import { cut, HISTORY_COLUMNS, keyText } from './history';
import { assertPins, assertWhole, insertAccount, insertResults, insertVersions } from './ops';
import { failedNames, historyTable, quarantineTable, type StepInput, stageTable, WHOLE } from './stage';
import { name, names } from './text';

/** Columns of a published table: the query's, and for scd2 the validity of each version. */
export function publishedColumns(input: Pick<StepInput, 'as' | 'columns'>): Column[] {
  return input.as === 'scd2' ? [...input.columns, ...HISTORY_COLUMNS] : [...input.columns];
}

/** Columns of a quarantine table: why and whence, then the row as far as it could be typed. */
export function quarantineColumns(input: Pick<StepInput, 'columns' | 'grain'>): Column[] {
  const source = { name: '_source', type: SOURCE_TYPE, description: 'Where the row comes from.' };
  return [
    { name: '_day', type: 'DATE', description: 'The business date for which the row was staged.' },
    { name: '_failed', type: 'ARRAY<STRING>', description: 'The rules and checks that stopped the row.' },
    { name: '_run', type: 'STRING', description: 'The run that stopped it.' },
    ...(input.grain === 'source_row' ? [source] : []),
    ...input.columns,
  ];
}

const DATES = { dates: 'DATES' };

function replaceRows(input: StepInput): SqlText[] {
  const target = name(input.model);
  const columns = names(publishedColumns(input).map((column) => column.name));
  if (input.as === 'incremental') {
    const partition = name(input.partitionBy ?? '');
    return [
      { sql: `DELETE FROM ${target} WHERE ${partition} IN (@dates)`, params: DATES },
      {
        sql: `INSERT INTO ${target} (${columns})\nSELECT ${columns} FROM ${name(stageTable(input.model))} WHERE _status = 'passed'`,
        params: {},
      },
      {
        sql: `ASSERT (SELECT COUNT(*) FROM ${target} WHERE ${partition} IN (@dates)) = @published AS 'the published rows are not the rows that passed'`,
        params: { ...DATES, published: 'INT64' },
      },
    ];
  }
  if (input.as === 'scd2') return replaceVersions(input, target, columns);
  const from = name(stageTable(input.model));
  const passed = " WHERE _status = 'passed'";
  return [
    { sql: `DELETE FROM ${target} WHERE TRUE`, params: {} },
    { sql: `INSERT INTO ${target} (${columns})\nSELECT ${columns} FROM ${from}${passed}`, params: {} },
    {
      sql: `ASSERT (SELECT COUNT(*) FROM ${target}) = (SELECT COUNT(*) FROM ${from}${passed}) AS 'the published rows are not the rows that passed'`,
      params: {},
    },
  ];
}

/** The days of the quarantine that a task makes anew; it answers only who says which days. */
const REPLACED_DAYS: Record<StepInput['as'], SqlCondition> = {
  incremental: { where: '_day IN (@dates)', params: DATES },
  scd2: { where: '_day >= @window_start', params: { window_start: 'DATE' } },
  table: { where: `_day >= DATE '${WHOLE}'`, params: {} },
};

interface SqlCondition {
  readonly where: string;
  readonly params: SqlText['params'];
}

const WINDOW_START = { window_start: 'DATE' };

/** Versions of keys that did not change are not touched. */
function replaceVersions(input: StepInput, target: string, columns: string): SqlText[] {
  const history = name(historyTable(input.model));
  const written = `SELECT 1 FROM ${history} AS written WHERE ${keyText(input, 'written')} = ${keyText(input, 'published')}`;
  return [
    { sql: `DELETE FROM ${target} WHERE valid_from >= ${cut(input)}`, params: WINDOW_START },
    {
      sql: `DELETE FROM ${target} AS published WHERE EXISTS (${written} AND written.valid_from = published.valid_from)`,
      params: {},
    },
    { sql: `INSERT INTO ${target} (${columns})\nSELECT ${columns} FROM ${history}`, params: {} },
    {
      sql: `ASSERT NOT EXISTS (
  SELECT 1
  FROM (
    SELECT valid_from, valid_to, is_current, LEAD(valid_from) OVER (PARTITION BY ${keyText(input, 'published')} ORDER BY valid_from) AS next_from
    FROM ${target} AS published
    WHERE ${keyText(input, 'published')} IN (SELECT ${keyText(input)} FROM ${history})
  )
  WHERE valid_from >= valid_to OR is_current != (next_from IS NULL) OR valid_to != IFNULL(next_from, TIMESTAMP '9999-12-31 00:00:00+00')
) AS 'the versions of a key have a gap, an overlap or no current one'`,
      params: {},
    },
  ];
}

function replaceQuarantine(input: StepInput): SqlText[] {
  const target = name(quarantineTable(input.model));
  const own = quarantineColumns(input).map((column) => column.name);
  const rest = own.filter((column) => !['_day', '_failed', '_run'].includes(column));
  const { where, params } = REPLACED_DAYS[input.as];
  return [
    { sql: `DELETE FROM ${target} WHERE ${where}`, params },
    {
      sql: `INSERT INTO ${target} (${names(own)})
SELECT _day, ${failedNames(input)}, @run, ${names(rest)}
FROM ${name(stageTable(input.model))}
WHERE _status = 'quarantined'`,
      params: { run: 'STRING' },
    },
    {
      sql: `ASSERT (SELECT COUNT(*) FROM ${target} WHERE ${where}) = @quarantined AS 'the quarantine does not hold the rows that were stopped'`,
      params: { ...params, quarantined: 'INT64' },
    },
  ];
}

/** The one transaction: all of it becomes visible together, or nothing. */
export function publish(input: StepInput): SqlText[] {
  return [
    input.as === 'scd2' ? assertWhole : assertPins,
    ...replaceRows(input),
    ...replaceQuarantine(input),
    insertVersions,
    insertAccount,
    insertResults,
  ];
}
