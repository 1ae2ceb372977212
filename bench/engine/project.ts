/** A small shop, written to a folder: transactions as they arrive, the same cleaned, and sales by store and day. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const START = '2026-01-01';

/** Twenty row checks, all of them true of every row that is generated. */
const ROW_CHECKS: readonly (readonly [kind: string, options: string])[] = [
  ['range', 'column: quantity, min: 1, max: 100'],
  ['not_null', 'columns: [transaction_id]'],
  ['not_null', 'columns: [store_id]'],
  ['not_null', 'columns: [occurred_at]'],
  ['range', 'column: amount, min: 0, max: 100000'],
  ['range', 'column: amount, max: 1000000'],
  ['range', 'column: quantity, max: 1000'],
  ['length', 'column: transaction_id, min: 2, max: 20'],
  ['length', 'column: store_id, min: 2, max: 10'],
  ['length', 'column: product_id, min: 2, max: 20'],
  ['length', 'column: currency, min: 3, max: 3'],
  ['accepted_values', 'column: currency, values: [EUR, USD, GBP]'],
  ['accepted_values', 'column: quantity, values: [1, 2, 3, 4, 5, 6, 7]'],
  ['matches', "column: store_id, pattern: '^S[0-9]+$'"],
  ['matches', "column: product_id, pattern: '^P[0-9]+$'"],
  ['matches', "column: currency, pattern: '^[A-Z]{3}$'"],
  ['expression', 'sql: amount >= quantity * 0'],
  ['expression', "sql: 'store_id != product_id'"],
  ['expression', "sql: 'quantity + 1 > quantity'"],
  ['expression', 'sql: "occurred_at > TIMESTAMP \'2000-01-01 00:00:00+00\'"'],
];

/** @param rowChecks of the silver model, up to twenty */
export function writeProject(root: string, rowChecks: number): void {
  const files = {
    'ecluse.yaml': PROJECT,
    'contracts/transactions.yaml': CONTRACT,
    'sql/silver/transactions.sql': silver(rowChecks),
    'sql/gold/store_daily.sql': GOLD,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const PROJECT = `name: bench
description: A shop.
time_zone: UTC
start: ${START}
pipelines: { all: { select: ["silver.*", "gold.*"] } }
`;

export const COLUMNS = [
  'transaction_id',
  'store_id',
  'product_id',
  'occurred_at',
  'quantity',
  'amount',
  'currency',
  'note',
] as const;

const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: bench-transactions
name: transactions
version: 1.0.0
status: active
description: { purpose: Lines of receipts. }
team: { name: sales }
servers:
  - { server: landing, type: local, path: transactions/, format: csv }
schema:
  - name: transactions
    properties:
      - { name: transaction_id, logicalType: string, required: true, primaryKey: true }
      - { name: store_id, logicalType: string, required: true }
      - { name: product_id, logicalType: string }
      - { name: occurred_at, logicalType: timestamp, required: true }
      - { name: quantity, logicalType: integer }
      - { name: amount, logicalType: number, logicalTypeOptions: { minimum: 0 } }
      - { name: currency, logicalType: string }
      - { name: note, logicalType: string }
customProperties:
  - { property: eventTime, value: { column: occurred_at } }
`;

const silver = (rowChecks: number): string => `/*---
description: Every line of every receipt once.
owner: sales
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
unique_key: { columns: [transaction_id], order_by: [occurred_at] }
checks:
${ROW_CHECKS.slice(0, rowChecks).map(checkText).join('\n')}
---*/
SELECT
  DATE(occurred_at) AS business_date,
  transaction_id, store_id, product_id, occurred_at, quantity, amount, currency,
  _source, _violations
FROM \`bronze.transactions\`
WHERE _event_date >= @start_date AND _event_date < @end_date
`;

const checkText = ([kind, options]: (typeof ROW_CHECKS)[number], n: number): string =>
  `  - ${kind}: { ${options}, name: check_${n}, severity: quarantine }`;

const GOLD = `/*---
description: Sales of a store on a day.
owner: sales
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
checks:
  - unique: [business_date, store_id]
---*/
SELECT business_date, store_id, COUNT(*) AS lines, SUM(quantity) AS units, SUM(amount) AS revenue
FROM \`silver.transactions\`
WHERE business_date >= @start_date AND business_date < @end_date
GROUP BY business_date, store_id
`;
