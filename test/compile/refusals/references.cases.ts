import type { Refusal } from '../support/refusals';

export const REFERENCES: readonly Refusal[] = [
  {
    code: 'empty_reference',
    title: 'an empty reference table',
    changes: [{ file: 'reference/empty.csv', text: '' }],
    says: [
      'reference/empty.csv:1:1: the file is empty.',
      'Give it a header line with the names of its columns.',
    ],
  },
  {
    code: 'column_name',
    title: 'a reference table with another delimiter',
    changes: [{ file: 'reference/days.csv', text: 'day;name\n1;Monday\n' }],
    says: [
      'reference/days.csv:1: day;name cannot be the name of a column.',
      'Use letters, digits and _, beginning with a letter; the delimiter is a comma.',
    ],
  },
  {
    code: 'duplicate_column',
    title: 'a reference table with a column twice',
    changes: [{ file: 'reference/days.csv', text: 'day,Day\n1,Monday\n' }],
    says: [
      'reference/days.csv:1: Day is there twice; case does not tell columns apart.',
      'Rename or remove one of them.',
    ],
  },
  {
    code: 'reference_row',
    title: 'a row that is too short',
    changes: [{ file: 'reference/days.csv', text: 'day,name\n1,Monday\n2\n' }],
    says: [
      'reference/days.csv:3: the row has 1 value; the header has 2 columns.',
      'Quote values that hold a comma, and add what is missing.',
    ],
  },
  {
    code: 'reference_row',
    title: 'quotes that do not close',
    changes: [{ file: 'reference/days.csv', text: 'day,name\n1,"Mon"day\n' }],
    says: [
      'reference/days.csv:2: the quotes of the row do not close.',
      'Quote values that hold a comma, and add what is missing.',
    ],
  },
  {
    code: 'reference_type',
    title: 'a value that does not have the type that its description says',
    changes: [
      { file: 'reference/days.csv', text: 'day,name\n1,"Mon,\nday"\nII,Tuesday\n' },
      { file: 'reference/days.yaml', text: 'columns: { day: { type: INT64 } }' },
    ],
    says: [
      'reference/days.csv:4: day is II, which is no INT64.',
      'Correct the value, or the type in the YAML beside the file.',
    ],
  },
  {
    code: 'unknown_column',
    title: 'a description of a column that is not there',
    changes: [{ file: 'reference/regions.yaml', text: 'columns:\n  regoin: { description: Name }' }],
    says: ['reference/regions.yaml:2:3: reference/regions.csv has no column regoin.', 'Did you mean region?'],
  },
  {
    code: 'invalid_value',
    title: 'an unknown type of a column of a reference table',
    changes: [{ file: 'reference/regions.yaml', text: 'columns:\n  code: { type: STRNG }' }],
    says: [
      'reference/regions.yaml:2:11: columns.code.type is "STRNG"; expected STRING, INT64, NUMERIC, FLOAT64, BOOL, DATE or TIMESTAMP.',
      'Did you mean STRING?',
    ],
  },
];
