/*---
description: Stock of every product in every store at the end of the day, in the books and on the shelf.
owner: supply-chain
tags: [stock]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id, product_id] }
unique_key: { columns: [store_id, product_id, business_date], order_by: [] }
columns:
  business_date: { description: Business day at whose end the goods were counted. }
  store_id:
    description: Store in which the goods were counted.
    checks: [{ relationships: { to: silver.stores, field: store_id, severity: quarantine } }]
  product_id:
    description: Product that was counted.
    checks: [{ relationships: { to: silver.products, field: product_id, severity: quarantine } }]
  book_quantity:
    description: Units that should be there by the books.
    checks: [{ range: { min: 0, severity: quarantine } }]
  counted_quantity:
    description: Units that were counted.
    checks: [{ range: { min: 0, severity: quarantine } }]
  on_order:
    description: Units that are ordered and not yet delivered.
    checks: [{ range: { min: 0, severity: quarantine } }]
checks:
  - unique: [store_id, product_id, business_date]
  - expression:
      { sql: counted_quantity <= book_quantity, name: counted_not_above_books, severity: warn, tolerance: 0.05 }
  - row_count: { min_ratio: 0.8, severity: warn }
---*/
SELECT
  snapshot_date AS business_date,
  store_id,
  product_id,
  book_quantity,
  counted_quantity,
  on_order,
  _source,
  _violations
FROM `bronze.inventory`
WHERE _event_date >= @start_date AND _event_date < @end_date
