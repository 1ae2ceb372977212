/*---
description: >-
  Revenue by day beside the same weekday one week before, with the mean of seven days, the month so far, the average
  invoice and the share of cancellations.
owner: online-sales
tags: [kpi, sales]
materialize: { as: view }
columns:
  business_date: { description: Day of the invoices (Europe/London). }
  revenue: { description: "Goods and services minus what was taken back, in pounds." }
  invoices: { description: "Invoices that sold something, cancellations not counted." }
  average_invoice: { description: "Sales before cancellations per invoice, in pounds; NULL without invoices." }
  cancellation_rate: { description: Pounds taken back per pound sold. }
  revenue_week_before: { description: revenue of the same weekday one week before; NULL if nothing was sold. }
  revenue_change: { description: "Relative change of revenue against the week before, 0.1 is ten percent more." }
  revenue_7d: { description: "Revenue of the seven days to this one, in pounds." }
  revenue_month_to_date: { description: "Revenue from the first of the month to this day, in pounds." }
checks:
  - unique: { columns: [business_date], severity: warn }
kpi:
  time: business_date
  dimensions: []
  measures:
    revenue: { unit: GBP, better: up }
    invoices: { unit: invoices, better: up }
    average_invoice: { unit: GBP, better: up }
    cancellation_rate: { unit: ratio, better: down }
---*/
SELECT
  today.business_date,
  today.revenue,
  today.invoices,
  ROUND(SAFE_DIVIDE(today.goods_revenue + today.service_revenue, today.invoices), 2) AS average_invoice,
  SAFE_DIVIDE(today.cancelled_revenue, today.goods_revenue + today.service_revenue) AS cancellation_rate,
  before.revenue AS revenue_week_before,
  SAFE_DIVIDE(today.revenue - before.revenue, before.revenue) AS revenue_change,
  SUM(today.revenue) OVER (
    ORDER BY UNIX_DATE(today.business_date) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
  ) AS revenue_7d,
  SUM(today.revenue) OVER (
    PARTITION BY DATE_TRUNC(today.business_date, MONTH) ORDER BY today.business_date
  ) AS revenue_month_to_date
FROM `gold.daily_revenue` AS today
LEFT JOIN `gold.daily_revenue` AS before
  ON before.business_date = DATE_SUB(today.business_date, INTERVAL 7 DAY)
