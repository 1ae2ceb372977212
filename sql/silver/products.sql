/*---
description: The assortment and every change of a name, a category, a supplier, a price or a cost, from the daily full extracts.
owner: assortment
tags: [dimension]
materialize: { as: scd2, tracked: [product_name, category, supplier, unit_price, unit_cost] }
unique_key: { columns: [product_id] }
columns:
  product_id:
    description: Number of the product, P and four digits.
    checks: [{ not_null: { severity: quarantine } }, { matches: { pattern: "^P[0-9]{4}$", severity: quarantine } }]
  product_name: { description: Name as printed on the receipt. }
  category:
    description: Group of the assortment to which the product belongs.
    checks: [{ not_null: { severity: warn } }]
  supplier: { description: Company that delivers the product. }
  unit_price:
    description: Price of one unit in euros, VAT included, before any promotion.
    checks: [{ range: { min: 0, severity: quarantine } }]
  unit_cost:
    description: Purchase cost of one unit in euros, without VAT.
    checks: [{ range: { min: 0, severity: quarantine } }]
checks:
  - expression: { sql: unit_cost <= unit_price, name: not_sold_below_cost, severity: warn }
  - row_count: { min: 1, min_ratio: 0.8, severity: warn }
---*/
SELECT
  product_id,
  name AS product_name,
  category,
  supplier,
  unit_price,
  unit_cost,
  _source,
  _violations
FROM `bronze.products`
WHERE _event_date >= @start_date AND _event_date < @end_date
