import type { Files } from './shop';

/** A project that uses everything once: its statements are kept in test/compile/goldens. */
export const GALLERY: Files = {
  'ecluse.yaml': `name: gallery
time_zone: Europe/Paris
start: 2026-01-01
pipelines: { all: { select: ["*"] } }
vars: { least: 0.5, country: "Côte d'Ivoire" }
`,
  'contracts/events.yaml': `apiVersion: v3.1.0
kind: DataContract
id: gallery-events
name: events
version: 1.0.0
status: active
description: { purpose: A column of every type. }
servers: [{ server: landing, type: local, path: events/, format: csv }]
schema:
  - name: events
    properties:
      - { name: id, logicalType: string, primaryKey: true, logicalTypeOptions: { minLength: 2, maxLength: 9, pattern: "^E\\\\d+$" } }
      - { name: happened_at, logicalType: timestamp, required: true, logicalTypeOptions: { defaultTimezone: Europe/Paris } }
      - { name: told_at, logicalType: timestamp, logicalTypeOptions: { format: "dd/MM/yyyy HH:mm:ss.SSS" } }
      - { name: valid_on, logicalType: date, logicalTypeOptions: { format: dd/MM/yyyy, minimum: "2020-01-01" } }
      - { name: count, logicalType: integer, logicalTypeOptions: { minimum: 1, exclusiveMaximum: 100 } }
      - { name: price, logicalType: number, logicalTypeOptions: { exclusiveMinimum: 0, maximum: 99.5 } }
      - { name: ratio, logicalType: number, physicalType: DOUBLE }
      - { name: is_good, logicalType: boolean, required: true }
      - { name: kind, logicalType: string, quality: [{ metric: invalidValues, arguments: { validValues: [a, "b's"] } }] }
      - { name: detail, logicalType: object }
      - { name: parts, logicalType: array }
      - { name: person, logicalType: string, classification: pii }
customProperties:
  - { property: eventTime, value: { column: happened_at } }
  - { property: drift, value: evolve }
`,
  'contracts/things.yaml': `apiVersion: v3.1.0
kind: DataContract
id: gallery-things
name: things
version: 1.0.0
status: active
description: { purpose: Full extracts. }
servers: [{ server: landing, type: local, path: things/, format: ndjson }]
schema:
  - name: things
    properties:
      - { name: thing_id, logicalType: string, primaryKey: true }
      - { name: label, logicalType: string }
      - { name: price, logicalType: number }
customProperties:
  - { property: delivery, value: { mode: full, snapshot_date: 'things_(\\d{4}-\\d{2}-\\d{2})', max_deleted: 0.1 } }
`,
  'reference/kinds.csv': 'kind,weight,since\na,1,2026-01-01\nb,2.5,2026-02-01\n',
  'sql/functions/net.sql':
    '-- What remains of a price.\nCREATE FUNCTION `fn.net`(gross NUMERIC) AS (gross / 1.2)\n',
  'sql/silver/events.sql': `/*---
description: Events with every kind of check.
materialize: { as: incremental, partition_by: business_date, cluster_by: [id] }
unique_key: { columns: [id], order_by: [told_at], within_days: 2 }
columns:
  count:
    checks:
      - not_null
      - range: { min: 1, max: 99, severity: quarantine }
  kind:
    checks:
      - accepted_values: { values: [a, b], severity: warn, tolerance: 0.1 }
      - relationships: { to: ref.kinds, field: kind, severity: warn }
      - matches: "^[a-z]$"
      - length: { min: 1, max: 1 }
  thing_id:
    checks: [{ relationships: { to: silver.things, field: thing_id, severity: quarantine } }]
checks:
  - expression: { sql: net <= price AND kind != @var_country, name: net_is_less }
  - unique: [id]
  - row_count: { min: 1, min_ratio: 0.8, max_ratio: 1.5 }
  - freshness: { column: happened_at, max_hours: 6, severity: warn }
  - sum_between: { column: price, min: 0, max: 1000 }
  - distribution: { column: price, max_shift: 0.3, severity: warn }
---*/
SELECT
  DATE(happened_at, 'Europe/Paris') AS business_date,
  id,
  happened_at,
  told_at,
  count,
  price,
  \`fn.net\`(price) AS net,
  kind,
  JSON_VALUE(detail, '$.thing') AS thing_id,
  _source,
  _violations
FROM \`bronze.events\`
WHERE _event_date >= @start_date AND _event_date < @end_date
`,
  'sql/silver/things.sql': `/*---
description: The history of things.
materialize: { as: scd2, tracked: [label, price] }
unique_key: { columns: [thing_id] }
columns: { price: { checks: [{ range: { min: 0, severity: quarantine } }] } }
---*/
SELECT thing_id, label, price, _source, _violations
FROM \`bronze.things\`
WHERE _event_date >= @start_date AND _event_date < @end_date
`,
  'sql/gold/daily.sql': `/*---
description: What happened each day.
materialize: { as: incremental, partition_by: business_date }
lookback_days: { silver.events: 6 }
reconcile:
  price:
    expected: SELECT business_date, SUM(price) FROM \`silver.events\` WHERE business_date >= @start_date AND business_date < @end_date GROUP BY business_date
    actual: SUM(price)
    tolerance: 0.001
checks:
  - unique: [business_date, label]
  - not_null: [business_date, label]
---*/
SELECT event.business_date, thing.label, SUM(event.price) AS price
FROM \`silver.events\` AS event
JOIN \`silver.things\` AS thing
  ON thing.thing_id = event.thing_id
  AND event.happened_at >= thing.valid_from AND event.happened_at < thing.valid_to
WHERE event.business_date >= @start_date AND event.business_date < @end_date AND event.price > @var_least
GROUP BY event.business_date, thing.label
`,
  'sql/gold/totals.sql': `/*---
description: All days.
materialize: { as: table }
unique_key: { columns: [label], order_by: [price] }
---*/
SELECT label, SUM(price) AS price, MAX(business_date) AS last_day FROM \`gold.daily\` GROUP BY label
`,
  'sql/gold/kpi_price.sql': `/*---
description: For everybody.
checks: [{ range: { column: price, min: 0 } }]
---*/
SELECT label, price FROM \`gold.totals\`
`,
};
