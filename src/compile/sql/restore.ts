import type { SqlText } from './bronze';
import { assertPins, assertWhole, insertAccount, insertPublications } from './ops';
import { publishedColumns, quarantineColumns } from './publish';
import { retainedTable } from './retain';
import { quarantineTable, type StepInput, WHOLE } from './stage';
import { name, names } from './text';

const KEPT_SINCE = { kept_since: 'DATE' };
/** Partitions and the runs that had published them; of tables without partitions the one run. */
const RESTORED = { restored: 'ARRAY<STRUCT<partition_date DATE, run STRING>>', ...KEPT_SINCE };

/** What could be restored: partitions with the run that had published them, and counts of their rows. */
export function retained(input: StepInput): SqlText {
  const dated = input.as === 'incremental';
  const by = dated ? '_day, _run' : '_run';
  const sql = `SELECT ${dated ? '_day' : `DATE '${WHOLE}'`} AS partition_date, _run AS run, COUNTIF(_kind = 'published') AS published, COUNTIF(_kind = 'quarantined') AS quarantined
FROM ${name(retainedTable(input.model))}
WHERE _retired_on >= @kept_since
GROUP BY ${by}
ORDER BY ${by}`;
  return { sql, params: KEPT_SINCE };
}

/**
 * After `retain`, in one transaction: the restored partitions take the place of those of the dates, rows and
 * quarantine, and are published as what they were.
 */
export function restore(input: StepInput): SqlText[] {
  return [
    input.as === 'scd2' ? assertWhole : assertPins,
    assertRetained(input),
    ...restoreRows(input),
    ...restoreQuarantine(input),
    insertPublications,
    insertAccount,
  ];
}

function assertRetained(input: StepInput): SqlText {
  return {
    sql: `ASSERT (
  SELECT COUNT(*) ${from(input, 'partition')}
) = ARRAY_LENGTH(@restored) AS 'some of the partitions are not retained any more; nothing was restored'`,
    params: RESTORED,
  };
}

/** The retained lines of a kind of what is to be restored. */
function from({ as, model }: StepInput, kind: 'partition' | 'published' | 'quarantined'): string {
  const days = as === 'incremental' ? ' AND kept._day = wanted.partition_date' : '';
  return `FROM ${name(retainedTable(model))} AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run${days}
  WHERE kept._kind = '${kind}' AND kept._retired_on >= @kept_since`;
}

function restoreRows(input: StepInput): SqlText[] {
  const columns = publishedColumns(input).map((column) => column.name);
  return replaced(input, name(input.model), {
    day: input.as === 'incremental' ? name(input.partitionBy ?? '') : undefined,
    into: columns,
    values: columns,
    kind: 'published',
  });
}

function restoreQuarantine(input: StepInput): SqlText[] {
  const own = quarantineColumns(input).map((column) => column.name);
  return replaced(input, name(quarantineTable(input.model)), {
    day: '_day',
    into: own,
    values: own.map((column) => (column === '_run' ? '_stopped_by' : column)),
    kind: 'quarantined',
  });
}

interface Replacement {
  /** The column of the partition, where the table has one. */
  readonly day: string | undefined;
  readonly into: readonly string[];
  readonly values: readonly string[];
  /** The parameter that says how many there were is called so, too. */
  readonly kind: 'published' | 'quarantined';
}

function replaced(input: StepInput, target: string, { day, into, values, kind }: Replacement): SqlText[] {
  const dated = input.as === 'incremental' ? { dates: 'DATES' } : {};
  const every = day ? `${day} >= DATE '${WHOLE}'` : 'TRUE';
  const where = input.as === 'incremental' ? `${day} IN (@dates)` : every;
  const kept = values.map((column) => `kept.${name(column)}`);
  return [
    { sql: `DELETE FROM ${target} WHERE ${where}`, params: dated },
    {
      sql: `INSERT INTO ${target} (${names(into)})\nSELECT ${kept.join(', ')}\n${from(input, kind)}`,
      params: RESTORED,
    },
    {
      sql: `ASSERT (SELECT COUNT(*) FROM ${target} WHERE ${where}) = @${kind} AS 'the rows are not those that were retained'`,
      params: { ...dated, [kind]: 'INT64' },
    },
  ];
}
