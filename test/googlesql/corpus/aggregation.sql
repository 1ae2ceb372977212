-- example: cte_agg
WITH
  t AS (
    SELECT store_id, amount, qty
    FROM `silver.tx`
    WHERE NOT IFNULL(is_return, FALSE)
  )
SELECT
  store_id,
  SUM(amount) AS revenue,
  SUM(qty) AS qty,
  COUNT(*) AS n,
  COUNT(DISTINCT amount) AS nd,
  AVG(amount) AS avg_amount,
  AVG(qty) AS avg_qty,
  MIN(amount) AS mn,
  MAX(qty) AS mx
FROM t
GROUP BY store_id
ORDER BY store_id;

-- example: countif_logical
SELECT
  store_id,
  COUNTIF(amount > 5) AS big,
  LOGICAL_OR(is_return) AS any_ret,
  LOGICAL_AND(is_return) AS all_ret,
  COUNTIF(is_return) AS n_ret
FROM `silver.tx`
GROUP BY 1;

-- example: dq_counts
SELECT
  'silver.tx' AS tbl,
  COUNT(*) AS rows_total,
  COUNTIF(amount IS NULL) AS null_amount,
  COUNT(*) - COUNT(DISTINCT tx_id) AS dups,
  ROUND(100 * COUNTIF(amount IS NULL) / COUNT(*), 2) AS pct_null,
  MAX(event_ts) AS max_ts,
  SAFE_DIVIDE(COUNTIF(channel NOT IN ('web', 'store')), COUNT(*)) AS bad
FROM `silver.tx`;

-- example: rollup
SELECT store_id, channel, SUM(qty) AS q
FROM `silver.tx`
GROUP BY ROLLUP(store_id, channel);
-- expected
SELECT store_id, channel, SUM(qty) AS q FROM `silver.tx` GROUP BY 1, 2
UNION ALL
SELECT store_id, NULL, SUM(qty) FROM `silver.tx` GROUP BY 1
UNION ALL
SELECT NULL, NULL, SUM(qty) FROM `silver.tx`;

-- example: string_agg
SELECT
  store_id,
  STRING_AGG(tx_id, ',' ORDER BY event_ts DESC) AS a,
  STRING_AGG(DISTINCT channel, '|' ORDER BY channel) AS b,
  STRING_AGG(channel ORDER BY tx_id) AS c
FROM `silver.tx`
GROUP BY store_id;

-- example: array_agg_struct
SELECT
  store_id,
  ARRAY_AGG(STRUCT(tx_id AS id, amount) ORDER BY amount DESC, tx_id LIMIT 2)
    AS top
FROM `silver.tx`
GROUP BY store_id;

-- example: array_agg_offset
SELECT
  customer_id,
  ARRAY_AGG(tx_id ORDER BY event_ts DESC LIMIT 1)[OFFSET(0)] AS last_tx,
  ARRAY_AGG(channel IGNORE NULLS ORDER BY event_ts)[SAFE_OFFSET(5)] AS nope,
  ARRAY_LENGTH(ARRAY_AGG(DISTINCT store_id)) AS nstores
FROM `silver.tx`
GROUP BY customer_id;

-- example: stats
SELECT
  store_id,
  STDDEV(qty) AS sd,
  VAR_SAMP(discount) AS vs,
  STDDEV_POP(qty) AS sp,
  COVAR_SAMP(qty, discount) AS cv
FROM `silver.tx`
WHERE tx_id != 't09'
GROUP BY store_id;

-- example: having_alias
SELECT LOWER(channel) AS channel, SUM(qty) AS qty
FROM `silver.tx`
GROUP BY channel
HAVING SUM(qty) > 2
ORDER BY qty DESC;

-- example: having_ok
SELECT LOWER(channel) AS ch, SUM(qty) AS q
FROM `silver.tx`
GROUP BY ch
HAVING q > 2
ORDER BY q DESC;

