/*---
description: >-
  Sales of each product in each store and day on which it was sold or brought back, with its cost and category as they
  were at the time of each sale.
owner: retail-analytics
tags: [products]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id, product_id] }
columns:
  business_date: { description: Local day of the sales (Europe/Paris). }
  store_id:
    description: Number of the store.
    checks: [not_null]
  product_id:
    description: Number of the product.
    checks: [not_null]
  product_name: { description: Name of the product at its last sale of the day. }
  category: { description: Category of the product at its last sale of the day., checks: [{ not_null: { severity: warn } }] }
  transactions: { description: Receipts with a sold line of the product., checks: [not_null] }
  units_sold: { description: "Units sold, returns not subtracted.", checks: [not_null, { range: { min: 0 } }] }
  units_returned: { description: Units brought back., checks: [not_null, { range: { min: 0 } }] }
  discount: { description: Euros that promotions took off., checks: [not_null] }
  promotion_units: { description: Units sold with a promotion., checks: [not_null] }
  revenue: { description: "Sales minus returns, in euros, VAT included.", checks: [not_null] }
  cost: { description: "Purchase cost of the units sold minus returned, in euros, without VAT.", checks: [{ not_null: { severity: warn } }] }
checks:
  - unique: [business_date, store_id, product_id]
  - expression: { sql: promotion_units <= units_sold, name: promotions_are_sales }
  - row_count: { min_ratio: 0.5, severity: warn }
reconcile:
  revenue:
    expected: >-
      SELECT business_date, SUM(revenue) FROM `silver.transactions`
      WHERE business_date >= @start_date AND business_date < @end_date
      GROUP BY business_date
    actual: SUM(revenue)
---*/
SELECT
  sales.business_date,
  sales.store_id,
  sales.product_id,
  ARRAY_AGG(products.product_name ORDER BY sales.occurred_at DESC, sales.transaction_id, sales.line_no LIMIT 1)[OFFSET(0)] AS product_name,
  ARRAY_AGG(products.category ORDER BY sales.occurred_at DESC, sales.transaction_id, sales.line_no LIMIT 1)[OFFSET(0)] AS category,
  COUNT(DISTINCT IF(sales.is_return, NULL, sales.transaction_id)) AS transactions,
  SUM(IF(sales.is_return, 0, sales.quantity)) AS units_sold,
  SUM(IF(sales.is_return, -sales.quantity, 0)) AS units_returned,
  SUM(sales.discount) AS discount,
  SUM(IF(sales.is_promotion, sales.quantity, 0)) AS promotion_units,
  SUM(sales.revenue) AS revenue,
  SUM(sales.quantity * products.unit_cost) AS cost
FROM `silver.transactions` AS sales
LEFT JOIN `silver.products` AS products
  ON products.product_id = sales.product_id
  AND sales.occurred_at >= products.valid_from
  AND sales.occurred_at < products.valid_to
WHERE sales.business_date >= @start_date AND sales.business_date < @end_date
GROUP BY sales.business_date, sales.store_id, sales.product_id
