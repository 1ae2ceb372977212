/*---
description: >-
  The whole network by day: traffic, revenue, margin, conversion and basket, versus the same weekday one week before, the
  mean of seven days, the month so far, and the change in the stores that were open on both days.
owner: retail-analytics
tags: [kpi, network]
materialize: { as: view }
columns:
  business_date: { description: Local day (Europe/Paris). }
  is_public_holiday: { description: Public holiday. }
  stores: { description: Stores of the network on that day. }
  traffic: { description: Visitors over all doors of all stores. }
  revenue: { description: "Sales minus returns, in euros, VAT included." }
  transactions: { description: Receipts with at least one sold line. }
  conversion_rate:
    description: Transactions per visitor; NULL without visitors.
    checks: [{ range: { min: 0, max: 1, severity: warn } }]
  average_basket: { description: "Revenue before returns per transaction, in euros; NULL without transactions." }
  margin: { description: "Revenue with VAT minus purchase cost of the units sold, in euros." }
  margin_rate: { description: Margin per euro of revenue. }
  revenue_week_before: { description: revenue of the same weekday one week before. }
  traffic_week_before: { description: traffic of the same weekday one week before. }
  revenue_change: { description: Relative change of revenue against the week before. }
  traffic_change: { description: Relative change of traffic against the week before. }
  like_for_like_change: { description: "Relative change of revenue against the week before, in stores open on both days." }
  revenue_7d: { description: "Mean revenue of the seven days to this one, in euros." }
  revenue_month_to_date: { description: "Revenue from the first of the month to this day, in euros." }
checks:
  - unique: { columns: [business_date], severity: warn }
kpi:
  time: business_date
  dimensions: []
  measures:
    revenue: { unit: EUR, better: up }
    traffic: { unit: visitors, better: up }
    conversion_rate: { unit: ratio, better: up }
    average_basket: { unit: EUR, better: up }
    margin: { unit: EUR, better: up }
    like_for_like_change: { unit: ratio, better: up }
---*/
WITH days AS (
  SELECT
    business_date,
    LOGICAL_OR(is_public_holiday) AS is_public_holiday,
    COUNT(*) AS stores,
    SUM(traffic) AS traffic,
    SUM(revenue) AS revenue,
    SUM(transactions) AS transactions,
    SUM(gross_revenue - discount) AS sales
  FROM `gold.store_daily`
  GROUP BY business_date
),
costs AS (
  SELECT business_date, SUM(cost) AS cost
  FROM `gold.product_daily`
  GROUP BY business_date
),
like_for_like AS (
  SELECT
    today.business_date,
    SUM(today.revenue) AS revenue,
    SUM(before.revenue) AS revenue_before
  FROM `gold.store_daily` AS today
  JOIN `gold.store_daily` AS before
    ON before.store_id = today.store_id
    AND before.business_date = DATE_SUB(today.business_date, INTERVAL 7 DAY)
  WHERE today.transactions > 0 AND before.transactions > 0
  GROUP BY today.business_date
)
SELECT
  days.business_date,
  days.is_public_holiday,
  days.stores,
  days.traffic,
  days.revenue,
  days.transactions,
  SAFE_DIVIDE(days.transactions, days.traffic) AS conversion_rate,
  ROUND(SAFE_DIVIDE(days.sales, days.transactions), 2) AS average_basket,
  days.revenue - IFNULL(costs.cost, 0) AS margin,
  SAFE_DIVIDE(days.revenue - IFNULL(costs.cost, 0), days.revenue) AS margin_rate,
  before.revenue AS revenue_week_before,
  before.traffic AS traffic_week_before,
  SAFE_DIVIDE(days.revenue - before.revenue, before.revenue) AS revenue_change,
  SAFE_DIVIDE(days.traffic - before.traffic, before.traffic) AS traffic_change,
  SAFE_DIVIDE(like_for_like.revenue - like_for_like.revenue_before, like_for_like.revenue_before) AS like_for_like_change,
  ROUND(AVG(days.revenue) OVER (
    ORDER BY UNIX_DATE(days.business_date) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
  ), 2) AS revenue_7d,
  SUM(days.revenue) OVER (
    PARTITION BY DATE_TRUNC(days.business_date, MONTH) ORDER BY days.business_date
  ) AS revenue_month_to_date
FROM days
LEFT JOIN costs ON costs.business_date = days.business_date
LEFT JOIN days AS before ON before.business_date = DATE_SUB(days.business_date, INTERVAL 7 DAY)
LEFT JOIN like_for_like ON like_for_like.business_date = days.business_date
