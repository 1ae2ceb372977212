-- example: date_tz
SELECT
  tx_id,
  DATE(event_ts, 'Europe/Paris') AS d,
  DATE(event_ts) AS du,
  DATETIME(event_ts, 'Europe/Paris') AS dt,
  TIME(event_ts, 'Europe/Paris') AS t,
  TIMESTAMP(local_dt, 'Europe/Paris') AS back
FROM `silver.tx`;

-- example: date_tz_join
SELECT
  t.tx_id,
  DATE(t.event_ts, s.tz) AS d,
  EXTRACT(HOUR FROM t.event_ts AT TIME ZONE s.tz) AS h,
  DATETIME(t.event_ts, s.tz) AS dt
FROM `silver.tx` t
JOIN `ref.store` s
  USING (store_id);

-- example: ts_trunc_tz
SELECT
  tx_id,
  TIMESTAMP_TRUNC(event_ts, HOUR, 'Europe/Paris') AS h,
  TIMESTAMP_TRUNC(event_ts, DAY, 'Europe/Paris') AS d,
  TIMESTAMP_TRUNC(event_ts, WEEK(MONDAY), 'Europe/Paris') AS w,
  TIMESTAMP_TRUNC(event_ts, MONTH) AS m,
  TIMESTAMP_TRUNC(event_ts, DAY, 'Asia/Kolkata') AS k
FROM `silver.tx`;

-- example: date_trunc
SELECT
  tx_id,
  DATE_TRUNC(business_date, ISOWEEK) AS iw,
  DATE_TRUNC(business_date, WEEK(MONDAY)) AS wm,
  DATE_TRUNC(business_date, WEEK) AS w,
  DATE_TRUNC(business_date, MONTH) AS m,
  DATE_TRUNC(business_date, QUARTER) AS q,
  DATE_TRUNC(business_date, YEAR) AS y,
  DATE_TRUNC(business_date, ISOYEAR) AS iy,
  LAST_DAY(business_date) AS ld,
  LAST_DAY(business_date, WEEK(MONDAY)) AS lw
FROM `silver.tx`;

-- example: datetime_trunc
SELECT
  tx_id,
  DATETIME_TRUNC(local_dt, HOUR) AS h,
  DATETIME_TRUNC(local_dt, DAY) AS d,
  DATETIME_TRUNC(local_dt, WEEK) AS w,
  DATETIME_TRUNC(local_dt, SECOND) AS s
FROM `silver.tx`;

-- example: date_diff
SELECT
  tx_id,
  DATE_DIFF(DATE '2026-12-27', business_date, DAY) AS dd,
  DATE_DIFF(DATE '2026-12-27', business_date, WEEK) AS w,
  DATE_DIFF(DATE '2026-12-27', business_date, WEEK(MONDAY)) AS wm,
  DATE_DIFF(DATE '2026-12-27', business_date, ISOWEEK) AS iw,
  DATE_DIFF(DATE '2026-12-27', business_date, MONTH) AS m,
  DATE_DIFF(DATE '2026-12-27', business_date, QUARTER) AS q,
  DATE_DIFF(DATE '2026-12-27', business_date, YEAR) AS y,
  DATE_DIFF(DATE '2027-01-02', business_date, ISOYEAR) AS iy
FROM `silver.tx`;

-- example: ts_diff
SELECT
  tx_id,
  TIMESTAMP_DIFF(event_ts, TIMESTAMP '2026-03-29 01:10:00+00', HOUR) AS h,
  TIMESTAMP_DIFF(event_ts, TIMESTAMP '2026-03-29 01:10:00+00', DAY) AS d,
  TIMESTAMP_DIFF(event_ts, TIMESTAMP '2026-03-29 01:10:00+00', MINUTE) AS m,
  TIMESTAMP_DIFF(event_ts, TIMESTAMP '2026-03-29 01:10:00.5+00', SECOND) AS s,
  TIMESTAMP_DIFF(event_ts, TIMESTAMP '2026-03-29 01:10:00+00', MILLISECOND)
    AS ms,
  DATETIME_DIFF(local_dt, DATETIME '2026-03-29 00:10:00', HOUR) AS dh,
  DATETIME_DIFF(local_dt, DATETIME '2026-03-29 00:10:00', DAY) AS ddd
FROM `silver.tx`;

-- example: date_add
SELECT
  tx_id,
  DATE_ADD(business_date, INTERVAL 1 MONTH) AS m,
  DATE_SUB(business_date, INTERVAL 1 YEAR) AS y,
  DATE_ADD(business_date, INTERVAL 2 WEEK) AS w,
  business_date - 1 AS prev,
  TIMESTAMP_ADD(event_ts, INTERVAL 90 MINUTE) AS ts,
  TIMESTAMP_SUB(event_ts, INTERVAL 1 DAY) AS td,
  DATETIME_ADD(local_dt, INTERVAL 1 QUARTER) AS dq
FROM `silver.tx`;

-- example: extract_parts
SELECT
  tx_id,
  EXTRACT(DAYOFWEEK FROM business_date) AS dow,
  EXTRACT(ISOWEEK FROM business_date) AS iw,
  EXTRACT(WEEK FROM business_date) AS w,
  EXTRACT(WEEK(MONDAY) FROM business_date) AS wm,
  EXTRACT(ISOYEAR FROM business_date) AS iy,
  EXTRACT(DAYOFYEAR FROM business_date) AS doy,
  EXTRACT(QUARTER FROM business_date) AS q,
  EXTRACT(HOUR FROM event_ts AT TIME ZONE 'Europe/Paris') AS h,
  EXTRACT(DATE FROM event_ts AT TIME ZONE 'Europe/Paris') AS d,
  EXTRACT(SECOND FROM event_ts) AS s,
  EXTRACT(MILLISECOND FROM event_ts) AS ms,
  EXTRACT(MICROSECOND FROM local_dt) AS us
FROM `silver.tx`;

-- example: calendar
SELECT d, EXTRACT(DAYOFWEEK FROM d) IN (1, 7) AS weekend
FROM UNNEST(GENERATE_DATE_ARRAY(DATE '2026-03-27', DATE '2026-04-05')) AS d
ORDER BY d;

-- example: calendar_params
-- param: run_date = DATE '2026-03-29'
SELECT d, s.store_id, COALESCE(SUM(t.amount), 0) AS amount
FROM
  UNNEST(
    GENERATE_DATE_ARRAY(
      DATE_SUB(@run_date, INTERVAL 2 DAY), @run_date, INTERVAL 1 DAY))
    AS d
CROSS JOIN `ref.store` AS s
LEFT JOIN `silver.tx` AS t
  ON t.store_id = s.store_id AND t.business_date = d
GROUP BY d, s.store_id;

-- example: unix
SELECT
  tx_id,
  UNIX_SECONDS(event_ts) AS s,
  UNIX_MILLIS(event_ts) AS ms,
  UNIX_MICROS(event_ts) AS us,
  UNIX_DATE(business_date) AS d,
  TIMESTAMP_SECONDS(1774744200) AS ts,
  TIMESTAMP_MILLIS(1774744200123) AS tms,
  DATE_FROM_UNIX_DATE(20000) AS dd,
  DATE(2026, 3, 29) AS dc,
  TIMESTAMP(business_date, 'Europe/Paris') AS tz,
  DATETIME(2026, 3, 29, 2, 30, 0) AS dtc,
  DATETIME(business_date) AS dd2
FROM `silver.tx`;

-- example: local_days_of_23_and_25_hours
SELECT
  day,
  TIMESTAMP_DIFF(TIMESTAMP(DATE_ADD(day, INTERVAL 1 DAY), 'Europe/Paris'), TIMESTAMP(day, 'Europe/Paris'), HOUR) AS hours
FROM UNNEST([DATE '2026-03-28', DATE '2026-03-29', DATE '2026-10-25']) AS day;

-- example: the_repeated_hour_is_the_first
SELECT TIMESTAMP(DATETIME '2026-10-25 02:30:00', 'Europe/Paris') AS t, TIMESTAMP '2026-10-25 02:30:00 Europe/Paris' AS u;

-- example: the_missing_hour
SELECT TIMESTAMP(DATETIME '2026-03-29 02:30:00', 'Europe/Paris') AS t;

-- example: half_hour_zones
SELECT DATETIME(TIMESTAMP '2026-04-04 15:15:00+00', 'Australia/Lord_Howe') AS l,
  DATETIME(TIMESTAMP '2026-01-01 00:00:00+00', 'Asia/Kathmandu') AS k;

-- example: last_days_and_leap_years
SELECT LAST_DAY(d) AS l, DATE_ADD(d, INTERVAL 1 MONTH) AS m, DATE_SUB(d, INTERVAL 1 YEAR) AS y
FROM UNNEST([DATE '2024-01-31', DATE '2024-02-29', DATE '2025-12-31']) AS d;

-- example: beyond_the_last_day_fails
-- fails
SELECT DATE_ADD(DATE '9999-12-31', INTERVAL 1 DAY) AS d;

-- example: fiscal_quarter
SELECT tx_id, CONCAT('FY', CAST(EXTRACT(YEAR FROM DATE_ADD(business_date, INTERVAL 9 MONTH)) AS STRING)) AS fy
FROM `silver.tx`;

-- example: same_day_last_year
SELECT t.tx_id, COUNT(p.tx_id) AS n
FROM `silver.tx` AS t
LEFT JOIN `silver.tx` AS p ON p.business_date = DATE_SUB(t.business_date, INTERVAL 364 DAY)
GROUP BY t.tx_id;

-- example: weeks_that_start_on_each_day
SELECT DATE_TRUNC(d, WEEK) AS su, DATE_TRUNC(d, WEEK(MONDAY)) AS mo, DATE_TRUNC(d, WEEK(FRIDAY)) AS fr
FROM UNNEST(GENERATE_DATE_ARRAY(DATE '2026-03-01', DATE '2026-03-08')) AS d;

-- example: a_zone_that_is_none_fails
-- fails
SELECT DATE(TIMESTAMP '2026-01-01 00:00:00+00', 'Europe/Nowhere') AS d;

-- example: date_minus_date_is_refused
-- refused
SELECT DATE '2026-01-02' - DATE '2026-01-01' AS i;
