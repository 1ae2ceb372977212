-- example: qualify_dedup
SELECT raw_id, raw_amount, loaded_at
FROM `bronze.raw_tx`
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY raw_id ORDER BY loaded_at DESC, file_name) = 1
ORDER BY raw_id;

-- example: percentile_cont
SELECT
  tx_id,
  PERCENTILE_CONT(CAST(discount AS FLOAT64), 0.5) OVER (PARTITION BY store_id) AS med,
  PERCENTILE_DISC(qty, 0.5) OVER (PARTITION BY store_id) AS pd,
  PERCENTILE_CONT(CAST(amount AS FLOAT64), 0.9) OVER () AS p90
FROM `silver.tx`;

-- example: moving_rows
SELECT
  tx_id,
  AVG(qty)
    OVER (
      PARTITION BY store_id
      ORDER BY event_ts
      ROWS BETWEEN 2 PRECEDING AND CURRENT ROW
    )
    AS ma,
  SUM(amount) OVER (PARTITION BY store_id ORDER BY event_ts) AS run,
  SUM(qty)
    OVER (ORDER BY event_ts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    AS prevsum,
  AVG(amount) OVER (PARTITION BY store_id) AS avg_amt,
  COUNT(*) OVER () AS n
FROM `silver.tx`;

-- example: moving_range
SELECT
  tx_id,
  SUM(qty)
    OVER (
      ORDER BY UNIX_DATE(business_date)
      RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
    )
    AS s7,
  AVG(amount)
    OVER (
      PARTITION BY store_id
      ORDER BY UNIX_SECONDS(event_ts)
      RANGE BETWEEN 86400 PRECEDING AND CURRENT ROW
    )
    AS a1
FROM `silver.tx`;

-- example: best_within_days
SELECT
  tx_id,
  place,
  MIN(place)
    OVER (
      PARTITION BY store_id
      ORDER BY UNIX_DATE(business_date)
      RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING
    )
    AS best_near,
  MIN(place)
    OVER (
      PARTITION BY store_id
      ORDER BY UNIX_DATE(business_date)
      RANGE BETWEEN 0 PRECEDING AND 0 FOLLOWING
    )
    AS best_of_day
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY store_id ORDER BY amount DESC, tx_id DESC) AS place
  FROM `silver.tx`
);

-- example: lag_lead
SELECT
  tx_id,
  LAG(amount) OVER w AS prev,
  LEAD(tx_id, 2, 'none') OVER w AS nxt,
  TIMESTAMP_DIFF(event_ts, LAG(event_ts) OVER w, MINUTE) AS gap,
  FIRST_VALUE(channel IGNORE NULLS)
    OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS fv,
  LAST_VALUE(meta.ver IGNORE NULLS)
    OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS lv
FROM `silver.tx`
WINDOW w AS (PARTITION BY store_id ORDER BY event_ts);

-- example: ranks
SELECT
  tx_id,
  RANK() OVER (ORDER BY amount DESC) AS r,
  DENSE_RANK() OVER (ORDER BY channel) AS dr,
  NTILE(3) OVER (ORDER BY tx_id) AS nt,
  PERCENT_RANK() OVER (ORDER BY qty) AS pr,
  CUME_DIST() OVER (ORDER BY qty) AS cd
FROM `silver.tx`;

-- example: sessionize
WITH
  g AS (
    SELECT
      customer_id,
      tx_id,
      event_ts,
      IF(
        TIMESTAMP_DIFF(
          event_ts,
          LAG(event_ts) OVER (PARTITION BY customer_id ORDER BY event_ts),
          HOUR)
          < 24,
        0,
        1)
        AS new_s
    FROM `silver.tx`
    WHERE customer_id IS NOT NULL
  )
SELECT
  customer_id,
  tx_id,
  SUM(new_s) OVER (PARTITION BY customer_id ORDER BY event_ts) AS session
FROM g;

-- example: running_total_by_default_frame
SELECT tx_id, SUM(qty) OVER (PARTITION BY store_id ORDER BY business_date) AS running FROM `silver.tx`;

-- example: share_of_group
SELECT tx_id, SAFE_DIVIDE(amount, SUM(amount) OVER (PARTITION BY store_id)) AS share FROM `silver.tx`;

-- example: first_and_last
SELECT
  tx_id,
  FIRST_VALUE(tx_id) OVER w AS first_tx,
  LAST_VALUE(tx_id) OVER w AS last_tx,
  NTH_VALUE(tx_id, 2) OVER w AS second_tx
FROM `silver.tx`
WINDOW w AS (PARTITION BY store_id ORDER BY event_ts ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

-- example: lag_with_default
SELECT tx_id, LAG(qty, 1, 0) OVER (ORDER BY tx_id) AS previous, LEAD(qty, 2, -1) OVER (ORDER BY tx_id) AS later
FROM `silver.tx`;

-- example: count_distinct_over
SELECT tx_id, COUNT(DISTINCT channel) OVER (PARTITION BY store_id) AS channels FROM `silver.tx`;

-- example: countif_over
SELECT tx_id, COUNTIF(is_return) OVER (PARTITION BY store_id ORDER BY event_ts) AS returns FROM `silver.tx`;

-- example: centered_average
SELECT tx_id, AVG(qty) OVER (ORDER BY tx_id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS a FROM `silver.tx`;

-- example: frame_that_looks_ahead
SELECT tx_id, MIN(qty) OVER (ORDER BY tx_id ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) AS m FROM `silver.tx`;

-- example: descending_range_frame
SELECT tx_id, COUNT(*) OVER (ORDER BY qty DESC RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS n FROM `silver.tx`;

-- example: ranking_with_ties_and_nulls
SELECT tx_id, RANK() OVER (ORDER BY channel) AS r, DENSE_RANK() OVER (ORDER BY channel DESC) AS d FROM `silver.tx`;

-- example: string_agg_over
SELECT tx_id, ARRAY_TO_STRING(ARRAY_AGG(tx_id) OVER (PARTITION BY store_id ORDER BY tx_id), ',') AS path
FROM `silver.tx`;

-- example: min_of_floats_over
SELECT tx_id, MIN(discount) OVER (PARTITION BY store_id) AS m, MAX(discount) OVER (ORDER BY tx_id) AS x
FROM `silver.tx`;

-- example: gaps_and_islands
WITH
  days AS (SELECT d FROM UNNEST([DATE '2026-03-01', DATE '2026-03-02', DATE '2026-03-04', DATE '2026-03-05']) AS d),
  grouped AS (SELECT d, DATE_SUB(d, INTERVAL ROW_NUMBER() OVER (ORDER BY d) DAY) AS island FROM days)
SELECT MIN(d) AS first_day, MAX(d) AS last_day, COUNT(*) AS n FROM grouped GROUP BY island;

-- example: percentile_of_numeric_is_refused
-- refused
SELECT PERCENTILE_CONT(amount, 0.5) OVER () AS m FROM `silver.tx`;
