import type { Refusal } from '../support/refusals';

const CONTRACT = 'contracts/sales.yaml';
const AMOUNT = 'name: amount, logicalType: number';
const edit = (from: string, to: string) => [{ edit: CONTRACT, from, to }];

export const RULES: readonly Refusal[] = [
  ...[
    {
      title: 'an exclusive bound of the first version of the standard',
      options: 'minimum: 0, exclusiveMinimum: true',
      message: 'exclusiveMinimum of amount is true; since v3.1 of the standard it is the bound itself.',
      remedy: 'Write exclusiveMinimum: <the bound>, and remove the bound beside it.',
      column: 80,
    },
    {
      title: 'multiples, which nothing judges',
      options: 'multipleOf: 5',
      message: 'multipleOf of amount is 5, which bronze does not judge.',
      remedy: 'Remove it, and add a check to the silver model: expression: { sql: "MOD(amount, 5) = 0" }.',
      column: 68,
    },
    {
      title: 'bounds that no value keeps',
      options: 'minimum: 5, maximum: 3',
      message: 'minimum of amount is 5, above its maximum of 3: no value keeps both.',
      remedy: 'Swap them.',
      column: 68,
    },
  ].map(
    ({ title, options, message, remedy, column }): Refusal => ({
      code: 'rule_type',
      title,
      changes: edit(AMOUNT, `${AMOUNT}, logicalTypeOptions: { ${options} }`),
      says: [`contracts/sales.yaml:16:${column}: ${message}`, remedy],
    }),
  ),
  ...[
    {
      title: 'a date with a time',
      type: 'date',
      format: 'dd/MM/yyyy HH:mm',
      message: 'the format dd/MM/yyyy HH:mm has a time, but the column is a DATE.',
      remedy: 'Use logicalType: timestamp, or leave the time out.',
    },
    {
      title: 'a date without its day',
      type: 'date',
      format: 'MM/yyyy',
      message: 'the format MM/yyyy has no day.',
      remedy: 'Write year, month and day, such as yyyy-MM-dd.',
    },
  ].map(
    ({ title, type, format, message, remedy }): Refusal => ({
      code: 'date_format',
      title,
      changes: edit(
        AMOUNT,
        `name: amount, logicalType: ${type}, logicalTypeOptions: { format: "${format}" }`,
      ),
      says: [`contracts/sales.yaml:16:66: ${message}`, remedy],
    }),
  ),
];
