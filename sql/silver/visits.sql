/*---
description: >-
  Visitors by sensor and hour. A count that is missing or an outlier is replaced by the mean of the sensor's good hours
  of that day; what the sensor sent stays in visitors_raw.
owner: stores-it
tags: [traffic]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id] }
unique_key: { columns: [sensor_id, counted_at], order_by: [updated_at] }
columns:
  business_date: { description: Local day of the hour (Europe/Paris). }
  store_id:
    description: Store to which the door belongs.
    checks: [{ relationships: { to: silver.stores, field: store_id, severity: quarantine } }]
  sensor_id: { description: Sensor over a door. }
  counted_at:
    description: Start of the hour that was counted.
    checks: [{ not_null: { severity: quarantine } }]
  hour:
    description: Local hour of the day, 0 to 23. The night in which summer time ends has two hours 2.
    checks: [{ range: { min: 0, max: 23 } }]
  visitors:
    description: People who came in; the sensor's mean of the day where it failed, NULL if it failed all day.
    checks: [{ not_null: { severity: warn } }, { range: { min: 0, severity: quarantine } }]
  visitors_raw: { description: "What the sensor sent: NULL when it failed, and outliers as they were." }
  is_outlier:
    description: More than outlier_factor times the median hour of the sensor's day (or outlier_floor, if that is more).
    checks: [not_null]
  is_imputed:
    description: visitors is the sensor's mean of the day, not what it sent.
    checks: [not_null]
  updated_at: { description: When the record was written or last corrected. }
checks:
  - unique: [sensor_id, counted_at]
  - row_count: { min_ratio: 0.8, severity: warn }
---*/
WITH counted AS (
  SELECT
    DATE(counted_at, 'Europe/Paris') AS business_date,
    store_id,
    sensor_id,
    counted_at,
    EXTRACT(HOUR FROM counted_at AT TIME ZONE 'Europe/Paris') AS hour,
    visitors AS visitors_raw,
    updated_at,
    -- Medians and means look at the last valid record of each hour only: copies and superseded records have no say.
    ROW_NUMBER() OVER (
      PARTITION BY sensor_id, counted_at
      ORDER BY ARRAY_LENGTH(_violations), updated_at DESC, visitors DESC
    ) = 1 AND ARRAY_LENGTH(_violations) = 0 AS has_a_say,
    _source,
    _violations
  FROM `bronze.visits`
  WHERE _event_date >= @start_date AND _event_date < @end_date
),
centred AS (
  SELECT
    *,
    PERCENTILE_DISC(IF(has_a_say, visitors_raw, NULL), 0.5) OVER (PARTITION BY sensor_id, business_date) AS median
  FROM counted
),
judged AS (
  SELECT
    * EXCEPT (median),
    IFNULL(visitors_raw > @var_outlier_factor * GREATEST(median, @var_outlier_floor), FALSE) AS is_outlier
  FROM centred
),
averaged AS (
  SELECT
    *,
    AVG(IF(has_a_say AND NOT is_outlier, visitors_raw, NULL)) OVER (PARTITION BY sensor_id, business_date) AS good_mean
  FROM judged
)
SELECT
  business_date,
  store_id,
  sensor_id,
  counted_at,
  hour,
  IF(is_outlier OR visitors_raw IS NULL, CAST(ROUND(good_mean) AS INT64), visitors_raw) AS visitors,
  visitors_raw,
  is_outlier,
  is_outlier OR visitors_raw IS NULL AS is_imputed,
  updated_at,
  _source,
  _violations
FROM averaged
