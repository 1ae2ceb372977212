/*---
description: What the logistics provider delivered, one row a delivered item.
owner: supply-chain
tags: [stock]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id, product_id] }
unique_key: { columns: [delivery_id], order_by: [delivered_at] }
columns:
  business_date: { description: Local day of the delivery (Europe/Paris). }
  delivery_id: { description: The provider's number of the delivered item. }
  store_id:
    description: Store that received the goods.
    checks: [{ relationships: { to: silver.stores, field: store_id, severity: quarantine } }]
  product_id:
    description: Product that was delivered.
    checks: [{ relationships: { to: silver.products, field: product_id, severity: quarantine } }]
  delivered_at:
    description: When the goods were handed over.
    checks: [{ not_null: { severity: quarantine } }]
  quantity:
    description: Units delivered.
    checks: [{ range: { min: 1, severity: quarantine } }]
  unit_cost:
    description: Purchase cost of one unit in euros, without VAT.
    checks: [{ range: { min: 0, severity: quarantine } }]
  cost:
    description: "quantity × unit_cost, in euros, without VAT."
    checks: [{ not_null: { severity: quarantine } }]
checks:
  - unique: [delivery_id]
---*/
SELECT
  DATE(delivered_at, 'Europe/Paris') AS business_date,
  delivery_id,
  store_id,
  product_id,
  delivered_at,
  quantity,
  unit_cost,
  quantity * unit_cost AS cost,
  _source,
  _violations
FROM `bronze.deliveries`
WHERE _event_date >= @start_date AND _event_date < @end_date
