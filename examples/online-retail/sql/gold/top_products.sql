/*---
description: The products that brought most revenue in each month, cancellations subtracted, services left out.
owner: online-sales
tags: [products]
materialize: { as: table, cluster_by: [month] }
columns:
  month: { description: First day of the month., checks: [not_null] }
  rank: { description: 1 for the product with most revenue of the month., checks: [not_null, { range: { min: 1 } }] }
  stock_code: { description: Code of the product., checks: [not_null] }
  description: { description: Name under which it was sold last in the month. }
  invoices: { description: "Invoices that sold it, cancellations not counted.", checks: [not_null] }
  units: { description: Units sold minus units taken back., checks: [not_null] }
  revenue: { description: "Revenue minus what was taken back, in pounds.", checks: [not_null] }
  revenue_share: { description: "Share of the month's revenue with goods.", checks: [{ range: { max: 1, severity: warn } }] }
checks:
  - unique: [month, rank]
  - unique: [month, stock_code]
  - expression: { sql: "month = DATE_TRUNC(month, MONTH)", name: months_begin_on_the_first }
---*/
WITH products AS (
  SELECT
    DATE_TRUNC(business_date, MONTH) AS month,
    stock_code,
    ARRAY_AGG(description IGNORE NULLS ORDER BY sold_at DESC, invoice_no, description LIMIT 1)[SAFE_OFFSET(0)] AS description,
    COUNT(DISTINCT IF(is_cancellation, NULL, invoice_no)) AS invoices,
    SUM(quantity) AS units,
    SUM(amount) AS revenue
  FROM `silver.sales`
  WHERE NOT is_service
  GROUP BY month, stock_code
),
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY month ORDER BY revenue DESC, stock_code) AS rank,
    SAFE_DIVIDE(revenue, SUM(revenue) OVER (PARTITION BY month)) AS revenue_share
  FROM products
)
SELECT month, rank, stock_code, description, invoices, units, revenue, revenue_share
FROM ranked
WHERE rank <= @var_top_products
