import type { Column } from '../../core/types';
import { SOURCE_TYPE, type SqlText } from './bronze';
import { HISTORY_COLUMNS } from './history';
import { assertPins, insertAccount, insertResults, insertVersions } from './ops';
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
  const from = input.as === 'scd2' ? name(historyTable(input.model)) : name(stageTable(input.model));
  const passed = input.as === 'scd2' ? '' : " WHERE _status = 'passed'";
  return [
    { sql: `DELETE FROM ${target} WHERE TRUE`, params: {} },
    { sql: `INSERT INTO ${target} (${columns})\nSELECT ${columns} FROM ${from}${passed}`, params: {} },
    {
      sql: `ASSERT (SELECT COUNT(*) FROM ${target}) = (SELECT COUNT(*) FROM ${from}${passed}) AS 'the published rows are not the rows that passed'`,
      params: {},
    },
  ];
}

function replaceQuarantine(input: StepInput): SqlText[] {
  const target = name(quarantineTable(input.model));
  const own = quarantineColumns(input).map((column) => column.name);
  const rest = own.filter((column) => !['_day', '_failed', '_run'].includes(column));
  // The quarantine answers only who says which days.
  const where = input.as === 'incremental' ? '_day IN (@dates)' : `_day >= DATE '${WHOLE}'`;
  const params = input.as === 'incremental' ? DATES : {};
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
    assertPins,
    ...replaceRows(input),
    ...replaceQuarantine(input),
    insertVersions,
    insertAccount,
    insertResults,
  ];
}
