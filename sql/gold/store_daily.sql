/*---
description: >-
  One row per store and business day, days without visitors or sales included: traffic, sales, returns, promotions, and
  the store as it stood at the end of that day.
owner: retail-analytics
tags: [stores]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
columns:
  business_date:
    description: Local day (Europe/Paris), of 23 and 25 hours when the clocks change.
    checks: [not_null]
  store_id:
    description: Number of the store.
    checks: [not_null, { matches: "^S[0-9]{2}$" }]
  store_name: { description: Name over the door on that day., checks: [{ not_null: { severity: warn } }] }
  city: { description: City in which the store stood on that day. }
  region_code: { description: Region in which the store stood on that day. }
  region_name: { description: Name of the region., checks: [{ not_null: { severity: warn } }] }
  area_m2: { description: Sales area on that day in square metres. }
  is_weekend: { description: Saturday or Sunday. }
  is_public_holiday: { description: Public holiday. }
  season:
    description: Meteorological season.
    checks: [{ accepted_values: { values: [winter, spring, summer, autumn], severity: warn } }]
  traffic:
    description: Visitors over all doors; 0 where nothing was counted.
    checks: [not_null, { range: { min: 0 } }]
  sensor_hours: { description: Hours counted by the sensors; 0 says that traffic is not known., checks: [not_null] }
  imputed_hours:
    description: Hours among them in which a sensor failed and its mean of the day was taken.
    checks: [not_null]
  transactions:
    description: Receipts with at least one sold line.
    checks: [not_null, { range: { min: 0 } }]
  return_transactions: { description: Receipts with at least one returned line., checks: [not_null] }
  units_sold:
    description: Units sold, returns not subtracted.
    checks: [not_null, { range: { min: 0 } }]
  units_returned:
    description: Units brought back.
    checks: [not_null, { range: { min: 0 } }]
  gross_revenue: { description: "Sold lines before promotions, in euros, VAT included.", checks: [not_null] }
  discount: { description: Euros that promotions took off., checks: [not_null, { range: { min: 0 } }] }
  returned_revenue: { description: "Euros given back for returns, positive.", checks: [not_null] }
  revenue: { description: "gross_revenue − discount − returned_revenue, in euros, VAT included.", checks: [not_null] }
  promotion_revenue: { description: Revenue of lines with a promotion., checks: [not_null] }
checks:
  - unique: [store_id, business_date]
  - row_count: { min_ratio: 0.8, severity: warn }
  - expression: { sql: revenue = gross_revenue - discount - returned_revenue, name: revenue_adds_up }
  - expression: { sql: imputed_hours <= sensor_hours, name: imputed_hours_are_sensor_hours }
  - expression: { sql: "sensor_hours = 0 OR transactions <= traffic", name: no_more_receipts_than_visitors, severity: warn, tolerance: 0.02 }
reconcile:
  revenue:
    expected: >-
      SELECT business_date, SUM(revenue) FROM `silver.transactions`
      WHERE business_date >= @start_date AND business_date < @end_date
      GROUP BY business_date
    actual: SUM(revenue)
  traffic:
    expected: >-
      SELECT business_date, SUM(visitors) FROM `silver.visits`
      WHERE business_date >= @start_date AND business_date < @end_date
      GROUP BY business_date
    actual: SUM(traffic)
---*/
WITH traffic AS (
  SELECT
    business_date,
    store_id,
    IFNULL(SUM(visitors), 0) AS traffic,
    COUNT(*) AS sensor_hours,
    COUNTIF(is_imputed) AS imputed_hours
  FROM `silver.visits`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id
),
sales AS (
  SELECT
    business_date,
    store_id,
    COUNT(DISTINCT IF(is_return, NULL, transaction_id)) AS transactions,
    COUNT(DISTINCT IF(is_return, transaction_id, NULL)) AS return_transactions,
    SUM(IF(is_return, 0, quantity)) AS units_sold,
    SUM(IF(is_return, -quantity, 0)) AS units_returned,
    SUM(IF(is_return, 0, quantity * unit_price)) AS gross_revenue,
    SUM(IF(is_return, 0, discount)) AS discount,
    SUM(IF(is_return, -revenue, 0)) AS returned_revenue,
    SUM(revenue) AS revenue,
    SUM(IF(is_promotion, revenue, 0)) AS promotion_revenue
  FROM `silver.transactions`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id
),
store_days AS (
  SELECT business_date, stores.store_id
  FROM UNNEST(GENERATE_DATE_ARRAY(@start_date, DATE_SUB(@end_date, INTERVAL 1 DAY))) AS business_date
  JOIN `silver.stores` AS stores
    ON stores.valid_from < TIMESTAMP(DATE_ADD(business_date, INTERVAL 1 DAY), 'Europe/Paris')
    AND stores.valid_to >= TIMESTAMP(DATE_ADD(business_date, INTERVAL 1 DAY), 'Europe/Paris')
  WHERE NOT stores.is_deleted AND stores.opened_on <= business_date
  UNION DISTINCT
  SELECT business_date, store_id FROM traffic
  UNION DISTINCT
  SELECT business_date, store_id FROM sales
)
SELECT
  store_days.business_date,
  store_days.store_id,
  stores.store_name,
  stores.city,
  stores.region_code,
  regions.region_name,
  stores.area_m2,
  calendar.is_weekend,
  calendar.is_public_holiday,
  calendar.season,
  IFNULL(traffic.traffic, 0) AS traffic,
  IFNULL(traffic.sensor_hours, 0) AS sensor_hours,
  IFNULL(traffic.imputed_hours, 0) AS imputed_hours,
  IFNULL(sales.transactions, 0) AS transactions,
  IFNULL(sales.return_transactions, 0) AS return_transactions,
  IFNULL(sales.units_sold, 0) AS units_sold,
  IFNULL(sales.units_returned, 0) AS units_returned,
  IFNULL(sales.gross_revenue, 0) AS gross_revenue,
  IFNULL(sales.discount, 0) AS discount,
  IFNULL(sales.returned_revenue, 0) AS returned_revenue,
  IFNULL(sales.revenue, 0) AS revenue,
  IFNULL(sales.promotion_revenue, 0) AS promotion_revenue
FROM store_days
LEFT JOIN traffic
  ON traffic.store_id = store_days.store_id AND traffic.business_date = store_days.business_date
LEFT JOIN sales
  ON sales.store_id = store_days.store_id AND sales.business_date = store_days.business_date
-- The store as it stood at the end of the day.
LEFT JOIN `silver.stores` AS stores
  ON stores.store_id = store_days.store_id
  AND stores.valid_from < TIMESTAMP(DATE_ADD(store_days.business_date, INTERVAL 1 DAY), 'Europe/Paris')
  AND stores.valid_to >= TIMESTAMP(DATE_ADD(store_days.business_date, INTERVAL 1 DAY), 'Europe/Paris')
LEFT JOIN `ref.regions` AS regions
  ON regions.region_code = stores.region_code
LEFT JOIN `ref.calendar` AS calendar
  ON calendar.date = store_days.business_date
