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
  ...[
    {
      title: 'a tolerance of invalid values',
      rule: 'metric: invalidValues, arguments: { validValues: [1] }, mustBeLessThan: 5, unit: percent',
      message: 'bronze judges row by row, and not invalidValues of amount (mustBeLessThan: 5 percent).',
      remedy:
        'Write mustBe: 0, or remove it and add a check to the silver model: accepted_values: { column: amount, values: […], tolerance: 0.05 }.',
    },
    {
      title: 'a tolerance of NULLs',
      rule: 'metric: nullValues, mustBeLessOrEqualTo: 100',
      message: 'bronze judges row by row, and not nullValues of amount (mustBeLessOrEqualTo: 100).',
      remedy:
        'Write mustBe: 0, or remove it and add a check to the silver model: not_null: { columns: [amount] }.',
    },
    {
      title: 'duplicates, which no row shows',
      rule: 'metric: duplicateValues, mustBe: 0',
      message: 'bronze judges row by row, and not duplicateValues of amount (mustBe: 0).',
      remedy: 'Remove it and add a check to the silver model: unique: { columns: [amount] }.',
    },
    {
      title: 'values that count as missing',
      rule: "metric: missingValues, arguments: { missingValues: [null, ''] }, mustBe: 0",
      message: 'bronze judges row by row, and not missingValues of amount (mustBe: 0).',
      remedy: 'Remove it and add a check to the silver model: expression: { sql: "amount NOT IN (…)" }.',
    },
    {
      title: 'a metric that there is not',
      rule: 'metric: nullValue, mustBe: 0',
      message: 'there is no metric nullValue of amount.',
      remedy: 'Did you mean nullValues?',
    },
    {
      title: 'valid values that are not listed',
      rule: 'metric: invalidValues, mustBe: 0',
      message: 'invalidValues of amount does not say what is valid.',
      remedy: 'Write arguments: { validValues: […] } or arguments: { pattern: "…" }.',
    },
    {
      title: 'SQL of a contract, which nothing runs',
      rule: 'type: sql, query: SELECT 1, mustBe: 1',
      message: 'nothing runs a quality rule of type sql.',
      remedy: 'Remove it, and add a check to the silver model: expression: { sql: "…" }.',
    },
  ].map(
    ({ title, rule, message, remedy }): Refusal => ({
      code: 'quality',
      title,
      changes: edit(AMOUNT, `${AMOUNT}, quality: [{ ${rule} }]`),
      says: [`contracts/sales.yaml:16:56: ${message}`, remedy],
    }),
  ),
  {
    code: 'quality',
    title: 'a number of rows in a contract',
    changes: edit(
      '  - name: sales\n',
      '  - name: sales\n    quality: [{ metric: rowCount, mustBeBetween: [1, 9] }]\n',
    ),
    says: [
      'contracts/sales.yaml:12:15: bronze judges row by row, and not rowCount of the object (mustBeBetween: [1,9]).',
      'Remove it and add a check to the silver model: row_count: { min: 1, max: 9 }.',
    ],
  },
  {
    code: 'unknown_key',
    title: 'a key of a quality rule that the standard does not have',
    changes: edit(AMOUNT, `${AMOUNT}, quality: [{ metric: nullValues, mustBeLesThan: 5 }]`),
    says: [
      'contracts/sales.yaml:16:78: schema.0.properties.3.quality.0.mustBeLesThan is not known here.',
      'Did you mean mustBeLessThan?',
    ],
  },
  {
    code: 'unknown_key',
    title: 'a key of the team that the standard does not have',
    changes: edit('servers:', 'team: { name: tills, membres: [] }\nservers:'),
    says: ['contracts/sales.yaml:8:22: team.membres is not known here.', 'Did you mean members?'],
  },
  {
    code: 'unknown_key',
    title: 'a key of a member of the team that the standard does not have',
    changes: edit('servers:', 'team: [{ username: me, rol: owner }]\nservers:'),
    says: ['contracts/sales.yaml:8:24: team.0.rol is not known here.', 'Did you mean role?'],
  },
  {
    code: 'unknown_key',
    title: 'a key that a server of files does not have',
    changes: edit('format: csv', 'format: csv, delimeter: ";"'),
    says: ['contracts/sales.yaml:9:64: a server of type local has no delimeter.', 'Did you mean delimiter?'],
  },
  {
    code: 'column_name',
    title: 'another name of a column in the files',
    changes: edit(AMOUNT, `${AMOUNT}, physicalName: AMT`),
    says: [
      'contracts/sales.yaml:16:46: physicalName of amount is AMT; files are read by the name of the property.',
      'Name the property AMT, as the files do, and rename the column in the silver model.',
    ],
  },
];
