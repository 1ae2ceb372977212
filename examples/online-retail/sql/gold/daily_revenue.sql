/*---
description: Revenue of each day on which an invoice was written, goods and services, sales and cancellations apart.
owner: online-sales
tags: [sales]
materialize: { as: incremental, partition_by: business_date }
columns:
  business_date: { description: Day of the invoices (Europe/London)., checks: [not_null] }
  invoices: { description: "Invoices that sold something, cancellations not counted.", checks: [not_null, { range: { min: 0 } }] }
  cancelled_invoices: { description: Invoices that took something back., checks: [not_null] }
  known_customers: { description: Different customers among those that are known., checks: [not_null] }
  units_sold: { description: "Goods sold, cancellations not subtracted.", checks: [not_null, { range: { min: 0 } }] }
  goods_revenue: { description: "Goods sold, in pounds.", checks: [not_null, { range: { min: 0 } }] }
  service_revenue: { description: "Postage, vouchers and other services sold, in pounds.", checks: [not_null] }
  cancelled_revenue: { description: "Goods and services taken back, in pounds, positive.", checks: [not_null, { range: { min: 0 } }] }
  revenue: { description: "goods_revenue + service_revenue − cancelled_revenue, in pounds.", checks: [not_null] }
checks:
  - unique: [business_date]
  - expression: { sql: revenue = goods_revenue + service_revenue - cancelled_revenue, name: revenue_adds_up }
  - row_count: { max: 1 } # none on a day on which nothing was sold and only the stock was corrected
reconcile:
  revenue:
    expected: >-
      SELECT business_date, SUM(amount) FROM `silver.sales`
      WHERE business_date >= @start_date AND business_date < @end_date
      GROUP BY business_date
    actual: SUM(revenue)
---*/
SELECT
  business_date,
  COUNT(DISTINCT IF(is_cancellation, NULL, invoice_no)) AS invoices,
  COUNT(DISTINCT IF(is_cancellation, invoice_no, NULL)) AS cancelled_invoices,
  COUNT(DISTINCT customer_id) AS known_customers,
  SUM(IF(is_cancellation OR is_service, 0, quantity)) AS units_sold,
  SUM(IF(is_cancellation OR is_service, 0, amount)) AS goods_revenue,
  SUM(IF(is_service AND NOT is_cancellation, amount, 0)) AS service_revenue,
  SUM(IF(is_cancellation, -amount, 0)) AS cancelled_revenue,
  SUM(amount) AS revenue
FROM `silver.sales`
WHERE business_date >= @start_date AND business_date < @end_date
GROUP BY business_date
