import type { Column } from '../../core/types';
import type { ReferenceFile } from '../project/types';
import type { SqlText } from './bronze';
import { assertWhole } from './ops';
import { lines, name, names } from './text';

export const referenceScratch = (table: string): string => `scratch.${table.replace('.', '_')}__{task}`;

/** The scratch table that the clean file is loaded into. */
export const referenceColumns = (columns: readonly Column[]): Column[] => [
  ...columns.map((column) => ({ name: column.name, type: 'STRING' })),
  { name: '_extra', type: 'STRING' },
  { name: '_line', type: 'INT64' },
];

/** A reference table is replaced as a whole, unless somebody else has done so meanwhile; CAST refuses what does not fit, since the types were made to fit. */
export function loadReference(file: ReferenceFile): SqlText[] {
  const target = name(file.name);
  const casts = file.columns.map((column) =>
    column.type === 'STRING' ? name(column.name) : `CAST(${name(column.name)} AS ${column.type})`,
  );
  return [
    assertWhole,
    { sql: `DELETE FROM ${target} WHERE TRUE`, params: {} },
    {
      sql: `INSERT INTO ${target} (${names(file.columns.map((column) => column.name))})\nSELECT\n${lines(casts)}\nFROM ${name(referenceScratch(file.name))}`,
      params: {},
    },
    {
      sql: `INSERT INTO \`ops.partitions\` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at)
SELECT @table_name, DATE '0001-01-01', @seq, @version, @version, '{}', (SELECT COUNT(*) FROM ${target}), @run, @task_id, @now`,
      params: {
        table_name: 'STRING',
        seq: 'INT64',
        version: 'STRING',
        run: 'STRING',
        task_id: 'STRING',
        now: 'TIMESTAMP',
      },
    },
  ];
}
