/*---
description: >-
  The day's curve of each store by local hour, for staffing: traffic, revenue, conversion and basket, the hour's share of
  the day, and the same hour one week before.
owner: retail-analytics
tags: [kpi, stores]
materialize: { as: view }
columns:
  business_date: { description: Local day (Europe/Paris). }
  store_id: { description: Number of the store. }
  store_name: { description: Name over the door on that day. }
  region_name: { description: Name of the region. }
  hour: { description: "Local hour, 0 to 23.", checks: [{ range: { min: 0, max: 23, severity: warn } }] }
  traffic: { description: Visitors over all doors. }
  revenue: { description: "Sales minus returns, in euros, VAT included." }
  transactions: { description: Receipts with at least one sold line. }
  conversion_rate: { description: Transactions per visitor; NULL without visitors. }
  average_basket: { description: "Revenue per transaction, in euros; NULL without transactions." }
  traffic_share: { description: Share of the day's visitors who came in this hour. }
  revenue_share: { description: Share of the day's revenue made in this hour. }
  traffic_week_before: { description: traffic of the same hour one week before. }
  revenue_week_before: { description: revenue of the same hour one week before. }
  traffic_change: { description: Relative change of traffic against the week before. }
  revenue_change: { description: Relative change of revenue against the week before. }
checks:
  - unique: { columns: [store_id, business_date, hour], severity: warn }
kpi:
  time: business_date
  dimensions: [region_name, store_name, store_id, hour]
  measures:
    traffic: { unit: visitors, better: up }
    revenue: { unit: EUR, better: up }
    conversion_rate: { unit: ratio, better: up }
    average_basket: { unit: EUR, better: up }
---*/
SELECT
  hours.business_date,
  hours.store_id,
  days.store_name,
  days.region_name,
  hours.hour,
  hours.traffic,
  hours.revenue,
  hours.transactions,
  SAFE_DIVIDE(hours.transactions, hours.traffic) AS conversion_rate,
  ROUND(SAFE_DIVIDE(hours.revenue, hours.transactions), 2) AS average_basket,
  SAFE_DIVIDE(hours.traffic, days.traffic) AS traffic_share,
  SAFE_DIVIDE(hours.revenue, days.revenue) AS revenue_share,
  before.traffic AS traffic_week_before,
  before.revenue AS revenue_week_before,
  SAFE_DIVIDE(hours.traffic - before.traffic, before.traffic) AS traffic_change,
  SAFE_DIVIDE(hours.revenue - before.revenue, before.revenue) AS revenue_change
FROM `gold.store_hourly` AS hours
LEFT JOIN `gold.store_daily` AS days
  ON days.store_id = hours.store_id AND days.business_date = hours.business_date
LEFT JOIN `gold.store_hourly` AS before
  ON before.store_id = hours.store_id
  AND before.business_date = DATE_SUB(hours.business_date, INTERVAL 7 DAY)
  AND before.hour = hours.hour
