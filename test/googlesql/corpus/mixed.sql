-- example: pivot_with_two_aggregates
SELECT *
FROM
  (SELECT store_id, amount FROM `silver.tx`)
    PIVOT(
      AVG(amount) AS a,
      MAX(amount) AS m FOR store_id IN ('S1' AS one, 'S2' AS two));

-- example: text_of_parts
SELECT
  tx_id,
  SUBSTR(tx_id, -1) AS s,
  SPLIT(tx_id, '0')[SAFE_OFFSET(1)] AS p,
  COALESCE(NULLIF(channel, ''), 'none') AS c
FROM `silver.tx`;

-- example: range_frame_over_floats
SELECT
  tx_id,
  COUNT(*)
    OVER (ORDER BY event_ts RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    AS n,
  SUM(discount)
    OVER (ORDER BY discount RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS r
FROM `silver.tx`;

-- example: self_join_on_row_number
WITH
  t AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY store_id ORDER BY event_ts) AS rn
    FROM `silver.tx`
  )
SELECT a.tx_id, b.tx_id AS prev
FROM t a
LEFT JOIN t b
  ON a.store_id = b.store_id AND a.rn = b.rn + 1;

-- example: mixed_number_types
SELECT
  CAST(amount AS INT64) AS i,
  CAST(amount AS FLOAT64) AS f,
  CAST(qty AS NUMERIC) / 3 AS third,
  ROUND(amount, 0) AS r,
  amount * discount AS x
FROM `silver.tx`;

-- example: zip_two_arrays
SELECT x, y
FROM UNNEST([1, 2, 3]) AS x WITH OFFSET i
JOIN UNNEST(['a', 'b', 'c']) AS y WITH OFFSET j
  ON i = j;

-- example: distinct_elements_in_order
SELECT
  ARRAY_AGG(DISTINCT channel IGNORE NULLS ORDER BY channel) AS c,
  ARRAY_AGG(qty IGNORE NULLS ORDER BY qty) AS q
FROM `silver.tx`;

-- example: conditional_distinct_count
SELECT
  store_id,
  LOGICAL_AND(qty > 0) AS a,
  COUNT(DISTINCT IF(is_return, tx_id, NULL)) AS r,
  MAX(IF(channel = 'web', amount, NULL)) AS m
FROM `silver.tx`
GROUP BY 1
HAVING COUNT(*) > 2;

-- example: boundaries_not_durations
SELECT
  DATE_DIFF(DATE '2026-03-01', DATE '2026-01-31', MONTH) AS m,
  DATETIME_DIFF(
    DATETIME '2026-01-01 00:00:00', DATETIME '2025-12-31 23:59:59', YEAR)
    AS y,
  TIMESTAMP_DIFF(
    TIMESTAMP '2026-01-02 00:00:00+00', TIMESTAMP '2026-01-01 00:00:01+00', DAY)
    AS d;

-- example: array_of_structs_by_correlation
SELECT
  c.customer_id,
  ARRAY(
    SELECT AS STRUCT t.tx_id, t.amount
    FROM `silver.tx` t
    WHERE t.customer_id = c.customer_id
    ORDER BY t.tx_id
  ) AS txs
FROM `silver.customer` c;

-- example: last_value_of_each_store
SELECT s.store_id AS store, t.*
FROM `ref.store` s
LEFT JOIN
  (
    SELECT store_id, ANY_VALUE(channel HAVING MAX event_ts) AS c, COUNT(*) n
    FROM `silver.tx`
    GROUP BY 1
  ) t
  ON t.store_id = s.store_id;

-- example: unnest_filter_order
SELECT t.tx_id, i.sku, i.qty
FROM `silver.tx` t
CROSS JOIN UNNEST(t.items) i
WHERE i.price > 1
ORDER BY 1, 2;

-- example: reverse_a_text
SELECT STRING_AGG(x, '' ORDER BY o DESC) AS r
FROM UNNEST(SPLIT('hello', '')) x WITH OFFSET o;

-- example: halves_and_signs
SELECT
  MOD(-7, 3) AS m,
  DIV(-7, 3) AS d,
  -7 / 2 AS q,
  CAST(-2.5 AS INT64) AS c,
  ROUND(-2.5) AS r,
  ROUND(1.005, 2) AS r2,
  TRUNC(-1.7) AS t;

-- example: local_weeks
SELECT
  TIMESTAMP_TRUNC(event_ts, WEEK(MONDAY), 'America/New_York') AS w,
  COUNT(*) AS n
FROM `silver.tx`
GROUP BY 1;

-- example: case_of_mixed_numbers
SELECT
  tx_id,
  CASE
    WHEN amount > 10 THEN 1.5
    WHEN amount > 1 THEN 2
    ELSE NULL
    END
    AS f
FROM `silver.tx`;

-- example: mask_an_address
SELECT
  LOWER(TRIM(raw_name)) AS n,
  REGEXP_REPLACE(LOWER(raw_email), r'^(.)[^@]*', r'\1***') AS masked
FROM `bronze.raw_tx`;

-- example: a_row_as_json
SELECT TO_JSON_STRING(t) AS j FROM `ref.store` t;

-- example: order_by_a_window
SELECT store_id, SUM(amount) OVER () AS t
FROM `silver.tx`
ORDER BY SUM(amount) OVER (PARTITION BY store_id) DESC, tx_id;

-- example: dates_from_text
SELECT
  DATE('2026-03-29') AS a,
  DATETIME('2026-03-29 10:00:00') AS b,
  TIMESTAMP('2026-03-29 10:00:00') AS c;

-- example: negative_intervals
SELECT
  DATE_ADD(DATE '2026-01-31', INTERVAL -1 MONTH) AS a,
  DATE_SUB(DATE '2024-03-31', INTERVAL 1 MONTH) AS b,
  TIMESTAMP_ADD(TIMESTAMP '2026-03-29 00:30:00+00', INTERVAL 1 HOUR) AS c;

-- example: group_by_extracted_text
SELECT REGEXP_EXTRACT(raw_email, r'@(.+)$') AS d, COUNT(*) AS n
FROM `bronze.raw_tx`
GROUP BY d;

-- example: factorial
WITH RECURSIVE
  f AS (
    SELECT 1 AS n, 1 AS v
    UNION ALL
    SELECT n + 1, v * (n + 1) FROM f WHERE n < 10
  )
SELECT MAX(v) AS m FROM f;
