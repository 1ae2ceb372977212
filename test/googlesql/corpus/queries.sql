-- example: star_except
SELECT
  * EXCEPT (payload, items, tags, meta)
    REPLACE (ROUND(amount, 2) AS amount, UPPER(channel) AS channel)
FROM `silver.tx`;

-- example: pivot
SELECT *
FROM
  (SELECT store_id, channel, amount FROM `silver.tx`)
    PIVOT(SUM(amount) AS amt, COUNT(*) AS n FOR channel IN ('web', 'store'));

-- example: unpivot
SELECT store_id, metric, v
FROM
  (
    SELECT store_id, SUM(qty) AS q, COUNT(*) AS n
    FROM `silver.tx`
    GROUP BY store_id
  ) UNPIVOT(v FOR metric IN (q, n));

-- example: params
-- param: run_date = DATE '2026-03-29'
-- param: min_amount = NUMERIC '1.5'
-- param: store = 'S1'
SELECT tx_id, amount
FROM `silver.tx`
WHERE business_date = @run_date AND amount >= @min_amount AND store_id = @store
LIMIT 10;

-- example: null_order
SELECT channel, amount, tx_id
FROM `silver.tx`
ORDER BY channel, amount DESC, tx_id;

-- example: null_logic
SELECT
  tx_id,
  channel != 'web' AS ne,
  channel IN ('web', NULL) AS i,
  CASE channel
    WHEN 'web' THEN 1
    WHEN NULL THEN 2
    ELSE 3
    END
    AS c,
  IF(is_return, 'R', 'S') AS rs,
  IFNULL(channel, 'unk') AS f,
  NULLIF(channel, 'web') AS n,
  COALESCE(customer_id, store_id) AS k,
  CONCAT(tx_id, channel) AS cc,
  channel IS DISTINCT
FROM 'web' AS idf, amount BETWEEN 0 AND 10 AS btw
FROM `silver.tx`;

-- example: joins
SELECT *
FROM (SELECT store_id, SUM(amount) AS a FROM `silver.tx` GROUP BY store_id)
FULL JOIN (SELECT store_id, region FROM `ref.store`)
  USING (store_id);

-- example: semi_anti
SELECT c.customer_id
FROM `silver.customer` c
WHERE
  c.customer_id NOT IN (
    SELECT customer_id FROM `silver.tx` WHERE customer_id IS NOT NULL
  )
  OR EXISTS(
    SELECT 1
    FROM `silver.tx` t
    WHERE t.customer_id = c.customer_id AND t.is_return
  );

-- example: set_ops2
(
  SELECT store_id FROM `silver.tx`
  UNION DISTINCT
  SELECT store_id FROM `ref.store`
)
EXCEPT DISTINCT
(SELECT 'S2' INTERSECT DISTINCT SELECT store_id FROM `silver.tx`);

-- example: recursive
WITH RECURSIVE
  r AS (
    SELECT 1 AS n, 'x' AS p
    UNION ALL
    SELECT n + 1, CONCAT(p, 'x') FROM r WHERE n < 5
  )
SELECT n, p FROM r ORDER BY n;

-- example: scalar_subq
SELECT
  t.tx_id,
  t.amount / (
    SELECT SUM(x.amount) FROM `silver.tx` x WHERE x.store_id = t.store_id
  ) AS share
FROM `silver.tx` t;

-- example: rfm
-- param: run_date = DATE '2026-03-29'
WITH
  a AS (
    SELECT
      customer_id,
      DATE_DIFF(@run_date, MAX(business_date), DAY) AS recency,
      COUNT(DISTINCT tx_id) AS freq,
      SUM(amount) AS monetary
    FROM `silver.tx`
    WHERE customer_id IS NOT NULL
    GROUP BY customer_id
  )
SELECT
  *,
  NTILE(4) OVER (ORDER BY recency DESC, customer_id) AS r_score,
  CASE
    WHEN monetary > 1000 THEN 'gold'
    WHEN monetary BETWEEN 10 AND 1000 THEN 'silver'
    ELSE 'bronze'
    END
    AS tier,
  ROUND(SAFE_DIVIDE(monetary, freq), 2) AS aov
FROM a;

