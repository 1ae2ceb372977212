/** A project of a hundred models, written to a folder: sources, silver tables over them, gold tables and views. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SOURCES = 10;
const GOLD_TABLES = 60;
const GOLD_VIEWS = 30;

export const MODELS = SOURCES + GOLD_TABLES + GOLD_VIEWS;

export function writeProject(root: string): void {
  const files = [
    ['ecluse.yaml', PROJECT],
    ...numbers(SOURCES).flatMap((n) => [
      [`contracts/orders_${n}.yaml`, contract(n)],
      [`sql/silver/orders_${n}.sql`, silver(n)],
    ]),
    ...numbers(GOLD_TABLES).map((n) => [`sql/gold/daily_${n}.sql`, goldTable(n)]),
    ...numbers(GOLD_VIEWS).map((n) => [`sql/gold/kpi_${n}.sql`, goldView(n)]),
  ];
  for (const [path = '', text = ''] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

const PROJECT = `name: bench
description: A hundred models.
time_zone: Europe/Paris
start: 2026-01-01
pipelines:
  nightly:
    select: ["silver.*", "gold.*"]
    triggers: [{ cron: "0 3 * * *" }]
`;

function contract(n: number): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: orders-${n}
name: orders_${n}
version: 1.0.0
status: active
description: { purpose: Orders of shop ${n}. }
team: { name: sales }
servers:
  - { server: landing, type: local, path: orders_${n}/, format: csv }
schema:
  - name: orders_${n}
    properties:
      - { name: order_id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1 }
      - { name: store_id, logicalType: string, required: true, logicalTypeOptions: { pattern: "^S[0-9]{2}$" } }
      - { name: product_id, logicalType: string, required: true }
      - { name: ordered_at, logicalType: timestamp, required: true }
      - { name: quantity, logicalType: integer, logicalTypeOptions: { minimum: 0 } }
      - { name: amount, logicalType: number, required: true }
customProperties:
  - { property: eventTime, value: { column: ordered_at } }
  - { property: delivery, value: { mode: append } }
`;
}

function silver(n: number): string {
  return `/*---
description: Orders of shop ${n}.
owner: sales
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
unique_key: { columns: [order_id], order_by: [ordered_at] }
columns:
  order_id: { checks: [not_null] }
  quantity: { checks: [{ range: { min: 0, severity: quarantine } }] }
  amount: { checks: [not_null] }
---*/
SELECT
  DATE(ordered_at, 'Europe/Paris') AS business_date,
  EXTRACT(HOUR FROM ordered_at AT TIME ZONE 'Europe/Paris') AS hour,
  order_id, store_id, UPPER(TRIM(product_id)) AS product_id, ordered_at, quantity,
  ROUND(amount * 1.2, 2) AS amount,
  IF(quantity > 10, 'large', 'small') AS size,
  _source, _violations
FROM \`bronze.orders_${n}\`
WHERE _event_date >= @start_date AND _event_date < @end_date
`;
}

function goldTable(n: number): string {
  return `/*---
description: Sales by store and day, ${n}.
owner: sales
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
columns:
  orders: { checks: [{ range: { min: 0 } }] }
checks:
  - unique: [business_date, store_id]
  - row_count: { min_ratio: 0.5, severity: warn }
---*/
WITH days AS (
  SELECT business_date, store_id, COUNT(*) AS orders, SUM(quantity) AS units, SUM(amount) AS revenue,
    COUNTIF(size = 'large') AS large, COUNT(DISTINCT product_id) AS products
  FROM \`silver.orders_${n % SOURCES}\`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id
),
others AS (
  SELECT business_date, store_id, SUM(amount) AS revenue
  FROM \`silver.orders_${(n + 1) % SOURCES}\`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id
)
SELECT
  days.business_date, days.store_id, days.orders, days.units, days.revenue, days.large, days.products,
  SAFE_DIVIDE(days.revenue, days.orders) AS basket,
  IFNULL(others.revenue, 0) AS other_revenue,
  RANK() OVER (PARTITION BY days.business_date ORDER BY days.revenue DESC, days.store_id) AS place
FROM days
LEFT JOIN others USING (business_date, store_id)
`;
}

function goldView(n: number): string {
  return `/*---
description: Key figures of the network, ${n}.
owner: sales
materialize: { as: view }
kpi: { time: business_date, dimensions: [], measures: { revenue: { unit: EUR, better: up } } }
---*/
SELECT
  business_date,
  SUM(revenue) AS revenue,
  SAFE_DIVIDE(SUM(revenue), SUM(orders)) AS basket,
  SUM(revenue) - LAG(SUM(revenue)) OVER (ORDER BY business_date) AS change
FROM \`gold.daily_${n}\`
GROUP BY business_date
`;
}
