/*---
description: >-
  Traffic and sales of each store by local hour: every opening hour, quiet or not, and every other hour in which
  something was counted or sold. In the night in which summer time ends the two hours 2 are one row.
owner: retail-analytics
tags: [stores]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
columns:
  business_date: { description: Local day (Europe/Paris). }
  store_id:
    description: Number of the store.
    checks: [not_null]
  hour:
    description: Local hour, 0 to 23.
    checks: [not_null, { range: { min: 0, max: 23 } }]
  traffic:
    description: Visitors over all doors; 0 where nothing was counted.
    checks: [not_null, { range: { min: 0 } }]
  transactions:
    description: Receipts with at least one sold line.
    checks: [not_null, { range: { min: 0 } }]
  units_sold: { description: "Units sold, returns not subtracted.", checks: [not_null] }
  revenue: { description: "Sales minus returns, in euros, VAT included.", checks: [not_null] }
checks:
  - unique: [business_date, store_id, hour]
  - row_count: { min_ratio: 0.8, severity: warn }
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
WITH opening_hours AS (
  SELECT business_date, stores.store_id, hour
  FROM UNNEST(GENERATE_DATE_ARRAY(@start_date, DATE_SUB(@end_date, INTERVAL 1 DAY))) AS business_date
  JOIN `silver.stores` AS stores
    -- The store as it stood at the end of the day.
    ON stores.valid_from < TIMESTAMP(DATE_ADD(business_date, INTERVAL 1 DAY), 'Europe/Paris')
    AND stores.valid_to >= TIMESTAMP(DATE_ADD(business_date, INTERVAL 1 DAY), 'Europe/Paris')
  CROSS JOIN UNNEST(GENERATE_ARRAY(stores.opening_hour, stores.closing_hour - 1)) AS hour
  WHERE NOT stores.is_deleted AND stores.opened_on <= business_date
),
facts AS (
  SELECT business_date, store_id, hour, 0 AS traffic, 0 AS transactions, 0 AS units_sold, NUMERIC '0' AS revenue
  FROM opening_hours
  UNION ALL
  SELECT business_date, store_id, hour, IFNULL(SUM(visitors), 0), 0, 0, NUMERIC '0'
  FROM `silver.visits`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id, hour
  UNION ALL
  SELECT
    business_date,
    store_id,
    hour,
    0,
    COUNT(DISTINCT IF(is_return, NULL, transaction_id)),
    SUM(IF(is_return, 0, quantity)),
    SUM(revenue)
  FROM `silver.transactions`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id, hour
)
SELECT
  business_date,
  store_id,
  hour,
  SUM(traffic) AS traffic,
  SUM(transactions) AS transactions,
  SUM(units_sold) AS units_sold,
  SUM(revenue) AS revenue
FROM facts
GROUP BY business_date, store_id, hour
