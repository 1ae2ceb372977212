import type { Refusal } from '../support/refusals';
import { SHOP } from '../support/shop';

export const FILES: readonly Refusal[] = [
  {
    code: 'stray_file',
    title: 'a model in a folder below its layer',
    changes: [{ file: 'sql/gold/finance/margin.sql', text: 'SELECT 1 AS one' }],
    says: [
      'sql/gold/finance/margin.sql: nothing reads a file of this name in this place.',
      'Contracts are contracts/<source>.yaml, models sql/silver/<name>.sql or sql/gold/<name>.sql, functions sql/functions/<name>.sql, tests sql/tests/<name>.yaml, reference tables reference/<name>.csv, migrations migrations/<number>-<name>.yaml.',
    ],
  },
  {
    code: 'stray_file',
    title: 'a model of a layer that does not exist',
    changes: [{ file: 'sql/platinum/margin.sql', text: 'SELECT 1 AS one' }],
    says: [
      'sql/platinum/margin.sql: nothing reads a file of this name in this place.',
      'Contracts are contracts/<source>.yaml, models sql/silver/<name>.sql or sql/gold/<name>.sql, functions sql/functions/<name>.sql, tests sql/tests/<name>.yaml, reference tables reference/<name>.csv, migrations migrations/<number>-<name>.yaml.',
    ],
  },
  {
    code: 'stray_file',
    title: 'an ending in capitals, which some systems would read and others not',
    changes: [{ file: 'contracts/items.YAML', text: '' }],
    says: [
      'contracts/items.YAML: nothing reads a file of this name in this place.',
      'Contracts are contracts/<source>.yaml, models sql/silver/<name>.sql or sql/gold/<name>.sql, functions sql/functions/<name>.sql, tests sql/tests/<name>.yaml, reference tables reference/<name>.csv, migrations migrations/<number>-<name>.yaml.',
    ],
  },
  {
    code: 'stray_file',
    title: 'two contracts of one name',
    changes: [{ file: 'contracts/sales.yml', text: SHOP['contracts/sales.yaml'] ?? '' }],
    says: ['contracts/sales.yml: contracts/sales.yaml has the same name.', 'Join the two in one file.'],
  },
  {
    code: 'stray_file',
    title: 'a description of a reference table that is not there',
    changes: [{ file: 'reference/region.yaml', text: 'description: Regions' }],
    says: [
      'reference/region.yaml: there is no reference/region.csv that it would describe.',
      'Give both the same name.',
    ],
  },
  {
    code: 'file_name',
    title: 'a model whose file name is no name of a table',
    changes: [{ file: 'sql/gold/Revenue-2026.sql', text: 'SELECT 1 AS one' }],
    says: [
      'sql/gold/Revenue-2026.sql: Revenue-2026 is not a name of a model.',
      'Rename the file: lower-case letters, digits and single _, beginning with a letter.',
    ],
  },
  {
    code: 'file_name',
    title: 'two underscores in a row, which part names from what the engine adds',
    changes: [{ file: 'sql/gold/revenue__history.sql', text: 'SELECT 1 AS one' }],
    says: [
      'sql/gold/revenue__history.sql: revenue__history is not a name of a model.',
      'Rename the file: lower-case letters, digits and single _, beginning with a letter.',
    ],
  },
  {
    code: 'file_name',
    title: 'a reference table whose file name is no name of a table',
    changes: [{ file: 'reference/2026.csv', text: 'a\n1\n' }],
    says: [
      'reference/2026.csv: 2026 is not a name of a reference table.',
      'Rename the file: lower-case letters, digits and single _, beginning with a letter.',
    ],
  },
  {
    code: 'file_name',
    title: 'a function whose file name is no name',
    changes: [{ file: 'sql/functions/Net.sql', text: 'SELECT 1' }],
    says: [
      'sql/functions/Net.sql: Net is not a name of a function.',
      'Rename the file: lower-case letters, digits and single _, beginning with a letter.',
    ],
  },
];
