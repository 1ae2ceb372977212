import type { Refusal } from '../support/refusals';

const migration = (allows: string, file = 'migrations/0001-drop-sales.yaml') => ({
  file,
  text: `reason: Nobody reads it.\nallows:\n  - ${allows}\n`,
});

export const MIGRATIONS: readonly Refusal[] = [
  {
    code: 'file_name',
    title: 'a migration without a number',
    changes: [migration('{ table: silver.sales, change: drop_table }', 'migrations/drop-sales.yaml')],
    says: [
      'migrations/drop-sales.yaml: this is not the name of a migration.',
      'Name it by a number of four digits and what it does: migrations/0001-drop-legacy-orders.yaml.',
    ],
  },
  {
    code: 'file_name',
    title: 'two migrations of one number',
    changes: [
      migration('{ table: silver.sales, change: drop_table }'),
      migration('{ table: gold.daily, change: drop_table }', 'migrations/0001-other.yaml'),
    ],
    says: [
      'migrations/0001-other.yaml: migrations/0001-drop-sales.yaml has the same number.',
      'Give it the next free number.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a change that is none',
    changes: [migration('{ table: silver.sales, change: drop_tables }')],
    says: [
      'migrations/0001-drop-sales.yaml:3:28: allows.0.change is "drop_tables"; expected one of the forms of docs/project.md.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a dropped column without its name',
    changes: [migration('{ table: silver.sales, change: drop_column }')],
    says: [
      'migrations/0001-drop-sales.yaml:3:5: allows.0.column is missing; expected text.',
      'Add allows.0.column.',
    ],
  },
  {
    code: 'unknown_key',
    title: 'a dropped table with a column',
    changes: [migration('{ table: silver.sales, change: drop_table, column: amount }')],
    says: [
      'migrations/0001-drop-sales.yaml:3:48: allows.0.column is not known here.',
      'Remove it, or see docs/project.md for what may stand here.',
    ],
  },
];
