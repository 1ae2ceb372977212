/*---
description: Every line of every receipt once, in its last corrected version, sales and returns.
owner: stores-it
tags: [sales]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id, product_id] }
unique_key: { columns: [transaction_id, line_no], order_by: [updated_at], within_days: 3 }
columns:
  business_date: { description: Local day of the sale (Europe/Paris). }
  transaction_id: { description: Number of the receipt; all its lines carry it. }
  line_no: { description: "Line of the receipt, from 1." }
  store_id:
    description: Store whose till wrote the receipt.
    checks: [{ relationships: { to: silver.stores, field: store_id, severity: quarantine } }]
  product_id:
    description: Product that was sold or returned.
    checks: [{ relationships: { to: silver.products, field: product_id, severity: quarantine } }]
  customer_id:
    description: Customer who showed a loyalty card; NULL for everybody else.
    checks: [{ matches: { pattern: "^C[0-9]{6}$", severity: warn } }]
  occurred_at:
    description: When the receipt was printed.
    checks: [{ not_null: { severity: quarantine } }]
  hour:
    description: Local hour of the sale, 0 to 23.
    checks: [{ range: { min: 0, max: 23 } }]
  quantity:
    description: Units sold; negative for a return.
    checks: [{ not_null: { severity: quarantine } }]
  unit_price: { description: "Price of one unit in euros, VAT included, before the discount." }
  discount: { description: Euros that promotions took off the whole line. }
  revenue:
    description: "quantity × unit_price − discount, in euros, VAT included; negative for a return."
    checks: [{ not_null: { severity: quarantine } }]
  is_return:
    description: The line brings goods back.
    checks: [not_null]
  is_promotion:
    description: A promotion took something off the line.
    checks: [not_null]
  payment_method:
    description: How the receipt was paid.
    checks: [{ accepted_values: { values: [card, cash, voucher], severity: quarantine } }]
  updated_at: { description: When the record was written or last corrected. }
checks:
  - unique: [transaction_id, line_no]
  - expression: { sql: "is_return OR revenue >= 0", name: discount_within_price, severity: quarantine }
  - expression: { sql: "NOT is_return OR discount = 0", name: returns_carry_no_discount, severity: warn }
  - row_count: { min_ratio: 0.8, severity: warn }
---*/
SELECT
  DATE(occurred_at, 'Europe/Paris') AS business_date,
  transaction_id,
  line_no,
  store_id,
  product_id,
  customer_id,
  occurred_at,
  EXTRACT(HOUR FROM occurred_at AT TIME ZONE 'Europe/Paris') AS hour,
  quantity,
  unit_price,
  discount,
  quantity * unit_price - discount AS revenue,
  IFNULL(quantity < 0, FALSE) AS is_return,
  IFNULL(discount > 0, FALSE) AS is_promotion,
  payment_method,
  updated_at,
  _source,
  _violations
FROM `bronze.transactions`
WHERE _event_date >= @start_date AND _event_date < @end_date
