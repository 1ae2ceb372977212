import type { Column } from '../../core/types';
import { SOURCE_TYPE, type SqlText } from './bronze';
import { PINS_TYPE } from './ops';
import { publishedColumns, quarantineColumns } from './publish';
import { flat, quarantineTable, type StepInput, WHOLE } from './stage';
import { lines, name, names } from './text';

/** Where what a model has published before is kept, for rollbacks. */
export const retainedTable = (model: string): string => `retained.${flat(model)}`;

/** A line for the partition as such, so that one without rows is known to be kept, and its rows of both tables. */
type Kind = 'partition' | 'published' | 'quarantined';

type Input = Pick<StepInput, 'as' | 'columns' | 'grain'>;

/** Columns of a retained table: whence and since when, then those of the quarantine and of the published rows. */
export function retainedColumns(input: Input): Column[] {
  const source = { name: '_source', type: SOURCE_TYPE, description: 'Where a quarantined row comes from.' };
  return [
    {
      name: '_day',
      type: 'DATE',
      description: `The partition; of tables without partitions ${WHOLE}, or the day of the quarantine.`,
    },
    { name: '_run', type: 'STRING', description: 'The run that had published the partition.' },
    {
      name: '_kind',
      type: 'STRING',
      description: 'partition (no row, but its mark), published, quarantined.',
    },
    { name: '_retired_by', type: 'STRING', description: 'The run that replaced it.' },
    { name: '_retired_on', type: 'DATE', description: 'When (UTC); it is kept for retain_days.' },
    { name: '_failed', type: 'ARRAY<STRING>', description: 'What stopped a quarantined row.' },
    { name: '_stopped_by', type: 'STRING', description: 'The run that stopped a quarantined row.' },
    ...(input.grain === 'source_row' ? [source] : []),
    ...publishedColumns(input),
  ];
}

/** Into the retained table goes what publishing is about to replace, before it does; what is too old goes away. */
export function retain(input: StepInput): SqlText[] {
  const target = name(retainedTable(input.model));
  const columns = retainedColumns(input);
  const sql = `INSERT INTO ${target} (${names(columns.map((column) => column.name))})
WITH replaced AS (
${replaced(input)}
)
${kinds(input, columns).join('\nUNION ALL\n')}`;
  return [
    // Where partitions expire by themselves this finds nothing, at no cost.
    { sql: `DELETE FROM ${target} WHERE _retired_on < @kept_since`, params: { kept_since: 'DATE' } },
    {
      sql,
      params: {
        table_name: 'STRING',
        run: 'STRING',
        retired_on: 'DATE',
        ...(input.as === 'incremental' && { pins: PINS_TYPE, dates: 'DATES' }),
      },
    },
  ];
}

/** The partitions that are there now, each with the run that published it. */
function replaced({ as }: StepInput): string {
  if (as === 'incremental')
    return `  SELECT published.partition_date AS _day, published.run AS _run
  FROM \`ops.partitions\` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date AND published.seq = pin.seq
  WHERE published.table_name = @table_name`;
  return `  SELECT DATE '${WHOLE}' AS _day, run AS _run
  FROM \`ops.partitions\`
  WHERE table_name = @table_name
  ORDER BY published_at DESC, run DESC
  LIMIT 1`;
}

function kinds(input: StepInput, columns: readonly Column[]): string[] {
  const own = publishedColumns(input).map((column) => column.name);
  const stopped = quarantineColumns(input)
    .map((column) => column.name)
    .filter((column) => !['_day', '_run'].includes(column));
  const replacedRun = { _run: 'replaced._run', _retired_by: '@run', _retired_on: '@retired_on' };
  return [
    select(columns, 'partition', { ...replacedRun, _day: 'replaced._day' }, 'FROM replaced'),
    select(
      columns,
      'published',
      { ...replacedRun, _day: 'replaced._day', ...carried(own) },
      `FROM ${name(input.model)} AS kept ${joined(input, input.partitionBy ?? '')}`,
    ),
    select(
      columns,
      'quarantined',
      { ...replacedRun, _day: 'kept._day', _stopped_by: 'kept._run', ...carried(stopped) },
      `FROM ${name(quarantineTable(input.model))} AS kept ${joined(input, '_day')}${everyDay(input)}`,
    ),
  ];
}

const carried = (columns: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [column, `kept.${name(column)}`]));

function joined({ as }: StepInput, day: string): string {
  if (as !== 'incremental') return 'CROSS JOIN replaced';
  const column = `kept.${name(day)}`;
  return `JOIN replaced ON ${column} = replaced._day\nWHERE ${column} IN (@dates)`;
}

/** Says for all partitions that they are wanted: a quarantine answers only who says which. */
const everyDay = ({ as }: StepInput): string =>
  as === 'incremental' ? '' : `\nWHERE kept._day >= DATE '${WHOLE}'`;

/** A SELECT in the order of the columns; what the kind has no value for is empty. */
function select(
  columns: readonly Column[],
  kind: Kind,
  values: Readonly<Record<string, string>>,
  from: string,
): string {
  const known: Record<string, string> = { ...values, _kind: `'${kind}'` };
  return `SELECT\n${lines(columns.map((column) => known[column.name] ?? empty(column.type)))}\n${from}`;
}

const empty = (type: string): string =>
  type.startsWith('ARRAY<') ? `CAST([] AS ${type})` : `CAST(NULL AS ${type})`;
