/*---
description: >-
  The store manager's morning page: traffic, revenue, transactions, conversion rate and average basket of each store and
  day, each beside the same weekday one week before.
owner: retail-analytics
tags: [kpi, stores]
materialize: { as: view }
columns:
  business_date: { description: Local day (Europe/Paris). }
  store_id: { description: Number of the store., checks: [{ not_null: { severity: warn } }] }
  store_name: { description: Name over the door on that day. }
  city: { description: City in which the store stood on that day. }
  region_code: { description: Region in which the store stood on that day. }
  region_name: { description: Name of the region. }
  is_weekend: { description: Saturday or Sunday. }
  is_public_holiday: { description: Public holiday. }
  season: { description: Meteorological season. }
  traffic: { description: Visitors over all doors. }
  revenue: { description: "Sales minus returns, in euros, VAT included." }
  transactions: { description: Receipts with at least one sold line. }
  conversion_rate:
    description: Transactions per visitor; NULL without visitors.
    checks: [{ range: { min: 0, max: 1, severity: warn } }]
  average_basket: { description: "Revenue before returns per transaction, in euros; NULL without transactions." }
  units_per_transaction: { description: Units sold per transaction. }
  return_rate: { description: Units brought back per unit sold. }
  promotion_share: { description: Share of revenue that came from lines with a promotion. }
  revenue_per_m2: { description: "Revenue per square metre of sales area, in euros." }
  traffic_week_before: { description: traffic of the same weekday one week before. }
  revenue_week_before: { description: revenue of the same weekday one week before. }
  transactions_week_before: { description: transactions of the same weekday one week before. }
  conversion_rate_week_before: { description: conversion_rate of the same weekday one week before. }
  average_basket_week_before: { description: average_basket of the same weekday one week before. }
  traffic_change: { description: "Relative change of traffic against the week before, 0.1 is ten percent more." }
  revenue_change: { description: Relative change of revenue against the week before. }
  transactions_change: { description: Relative change of transactions against the week before. }
  conversion_rate_change: { description: "Difference to the conversion rate of the week before, 0.01 is one point more." }
  average_basket_change: { description: Relative change of average_basket against the week before. }
checks:
  - unique: { columns: [store_id, business_date], severity: warn }
kpi:
  time: business_date
  dimensions: [region_name, store_name, store_id]
  measures:
    traffic: { unit: visitors, better: up }
    revenue: { unit: EUR, better: up }
    transactions: { unit: receipts, better: up }
    conversion_rate: { unit: ratio, better: up }
    average_basket: { unit: EUR, better: up }
    revenue_change: { unit: ratio, better: up }
---*/
WITH measured AS (
  SELECT
    *,
    SAFE_DIVIDE(transactions, traffic) AS conversion_rate,
    ROUND(SAFE_DIVIDE(gross_revenue - discount, transactions), 2) AS average_basket
  FROM `gold.store_daily`
)
SELECT
  today.business_date,
  today.store_id,
  today.store_name,
  today.city,
  today.region_code,
  today.region_name,
  today.is_weekend,
  today.is_public_holiday,
  today.season,
  today.traffic,
  today.revenue,
  today.transactions,
  today.conversion_rate,
  today.average_basket,
  SAFE_DIVIDE(today.units_sold, today.transactions) AS units_per_transaction,
  SAFE_DIVIDE(today.units_returned, today.units_sold) AS return_rate,
  SAFE_DIVIDE(today.promotion_revenue, today.revenue) AS promotion_share,
  ROUND(SAFE_DIVIDE(today.revenue, today.area_m2), 2) AS revenue_per_m2,
  before.traffic AS traffic_week_before,
  before.revenue AS revenue_week_before,
  before.transactions AS transactions_week_before,
  before.conversion_rate AS conversion_rate_week_before,
  before.average_basket AS average_basket_week_before,
  SAFE_DIVIDE(today.traffic - before.traffic, before.traffic) AS traffic_change,
  SAFE_DIVIDE(today.revenue - before.revenue, before.revenue) AS revenue_change,
  SAFE_DIVIDE(today.transactions - before.transactions, before.transactions) AS transactions_change,
  today.conversion_rate - before.conversion_rate AS conversion_rate_change,
  SAFE_DIVIDE(today.average_basket - before.average_basket, before.average_basket) AS average_basket_change
FROM measured AS today
LEFT JOIN measured AS before
  ON before.store_id = today.store_id
  AND before.business_date = DATE_SUB(today.business_date, INTERVAL 7 DAY)
