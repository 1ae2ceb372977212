-- example: qualify_dedup
SELECT raw_id, raw_amount, loaded_at
FROM `bronze.raw_tx`
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY raw_id ORDER BY loaded_at DESC, file_name) = 1
ORDER BY raw_id;

-- example: percentile_cont
SELECT
  tx_id,
  PERCENTILE_CONT(discount, 0.5) OVER (PARTITION BY store_id) AS med,
  PERCENTILE_DISC(qty, 0.5) OVER (PARTITION BY store_id) AS pd,
  PERCENTILE_CONT(amount, 0.9) OVER () AS p90
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

