-- example: ctas
CREATE OR REPLACE TABLE `gold.agg`
  PARTITION BY business_date CLUSTER BY store_id OPTIONS (description = 'daily')
AS
SELECT business_date, store_id, SUM(amount) AS amount
FROM `silver.tx`
GROUP BY business_date, store_id;
-- read back
SELECT * FROM `gold.agg`;
-- expected
SELECT business_date, store_id, SUM(amount) AS amount
FROM `silver.tx`
GROUP BY business_date, store_id;

-- example: create_table
CREATE TABLE IF NOT EXISTS `gold.ddl`(
  id STRING NOT NULL
  OPTIONS (description = 'pk'),
  ts TIMESTAMP,
  amt NUMERIC,
  tags ARRAY<STRING>,
  s STRUCT<a INT64, b STRING>)
  PARTITION BY DATE(ts) CLUSTER BY id OPTIONS (require_partition_filter = TRUE);
-- read back
SELECT COUNT(*) AS n FROM `gold.ddl`;
-- expected
SELECT 0 AS n;

-- example: insert_select
INSERT INTO `gold.fact_daily` (business_date, store_id, amount, n)
SELECT business_date, store_id, SUM(amount), COUNT(*)
FROM `silver.tx`
GROUP BY 1, 2;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily`
UNION ALL
SELECT business_date, store_id, SUM(amount), COUNT(*)
FROM `silver.tx`
GROUP BY 1, 2;

-- example: delete_partition
-- param: run_date = DATE '2026-03-29'
DELETE FROM `gold.fact_daily` WHERE business_date = @run_date;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily` WHERE business_date != DATE '2026-03-29';

-- example: update_from
UPDATE `gold.fact_daily` f
SET amount = s.amount, n = f.n + s.n
FROM
  (
    SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
    FROM `silver.tx`
    GROUP BY 1, 2
  ) s
WHERE f.business_date = s.business_date AND f.store_id = s.store_id;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT
  f.business_date,
  f.store_id,
  IF(s.n IS NULL, f.amount, s.amount) AS amount,
  f.n + IFNULL(s.n, 0) AS n
FROM `gold.fact_daily` f
LEFT JOIN
  (
    SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
    FROM `silver.tx`
    GROUP BY 1, 2
  ) s
  ON f.business_date = s.business_date AND f.store_id = s.store_id;

-- example: merge_upsert
MERGE `gold.fact_daily` T
USING (
  SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
  FROM `silver.tx`
  GROUP BY 1, 2
) S
ON
  T.business_date = S.business_date
  AND T.store_id = S.store_id WHEN MATCHED AND T.n != S.n THEN UPDATE
SET amount =
  S.amount,
  n = S.n
    WHEN NOT MATCHED BY
      TARGET
        THEN
          INSERT(business_date, store_id, amount, n)
            VALUES(S.business_date, S.store_id, S.amount, S.n)
              WHEN NOT MATCHED BY SOURCE
                AND T.business_date = DATE '2026-03-29' THEN DELETE;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
WITH
  S AS (
    SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
    FROM `silver.tx`
    GROUP BY 1, 2
  )
SELECT
  business_date,
  store_id,
  IF(T.n IS NULL OR T.n != S.n, S.amount, T.amount) AS amount,
  S.n
FROM S
LEFT JOIN `gold.fact_daily` T
  USING (business_date, store_id);

-- example: merge_false
-- param: run_date = DATE '2026-03-29'
MERGE `gold.fact_daily` T
USING (
  SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
  FROM `silver.tx`
  WHERE business_date = @run_date
  GROUP BY 1, 2
) S
ON
  FALSE
    WHEN NOT MATCHED BY SOURCE
      AND T.business_date
        = @run_date THEN DELETE WHEN NOT MATCHED THEN INSERT ROW;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily` WHERE business_date != DATE '2026-03-29'
UNION ALL
SELECT business_date, store_id, SUM(amount) AS amount, COUNT(*) AS n
FROM `silver.tx`
WHERE business_date = DATE '2026-03-29'
GROUP BY 1, 2;

-- example: scd2
MERGE `gold.dim_customer` T
USING (
  SELECT
    c.customer_id AS mk, c.*, TO_HEX(SHA256(CONCAT(c.name, '|', c.city))) AS h
  FROM `silver.customer` c
  UNION ALL
  SELECT NULL AS mk, c.*, TO_HEX(SHA256(CONCAT(c.name, '|', c.city))) AS h
  FROM `silver.customer` c
  JOIN `gold.dim_customer` d
    ON d.customer_id = c.customer_id AND d.is_current
  WHERE d.row_hash != TO_HEX(SHA256(CONCAT(c.name, '|', c.city)))
) S
ON
  T.customer_id = S.mk
  AND T.is_current WHEN MATCHED AND T.row_hash != S.h THEN UPDATE
SET valid_to =
  S.updated_at,
  is_current = FALSE
    WHEN NOT MATCHED
      THEN
        INSERT(
          customer_id, name, city, valid_from, valid_to, is_current, row_hash)
          VALUES(S.customer_id, S.name, S.city, S.updated_at, NULL, TRUE, S.h)
            WHEN NOT MATCHED BY SOURCE AND T.is_current THEN UPDATE
SET is_current = FALSE, valid_to = TIMESTAMP '2026-03-29 08:00:00+00';
-- read back
SELECT * FROM `gold.dim_customer`;
-- expected
SELECT
  d.customer_id,
  d.name,
  d.city,
  d.valid_from,
  IF(
    d.is_current AND (c.customer_id IS NULL OR d.city != c.city),
    TIMESTAMP '2026-03-29 08:00:00+00',
    d.valid_to)
    AS valid_to,
  d.is_current AND c.customer_id IS NOT NULL AND d.city = c.city AS is_current,
  d.row_hash
FROM `gold.dim_customer` d
LEFT JOIN `silver.customer` c
  USING (customer_id)
UNION ALL
SELECT
  'C2',
  'Bob',
  'Lyon',
  TIMESTAMP '2026-03-29 08:00:00+00',
  NULL,
  TRUE,
  TO_HEX(SHA256('Bob|Lyon'))
UNION ALL
SELECT
  'C5',
  'Zoé',
  'Nice',
  TIMESTAMP '2026-03-29 08:00:00+00',
  NULL,
  TRUE,
  TO_HEX(SHA256('Zoé|Nice'));

-- example: merge_dup_error
MERGE `gold.fact_daily` T
USING (
  SELECT DATE '2026-03-28' AS d, 'S1' AS s, x AS n FROM UNNEST([10, 20]) AS x
) S
ON T.business_date = S.d AND T.store_id = S.s WHEN MATCHED THEN UPDATE
SET n = S.n;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT ERROR('UPDATE/MERGE must match at most one source row') AS e;

-- example: truncate
TRUNCATE TABLE `gold.fact_daily`;
-- read back
SELECT COUNT(*) AS n FROM `gold.fact_daily`;
-- expected
SELECT 0 AS n;

