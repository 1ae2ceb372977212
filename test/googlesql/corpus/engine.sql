-- example: stage_rows_with_their_failed_checks
CREATE OR REPLACE TABLE `scratch.stage` AS
WITH
  model AS (
    SELECT tx_id, store_id, amount, qty, business_date, tags AS _violations
    FROM `silver.tx`
  )
SELECT
  *,
  ARRAY_CONCAT(
    _violations,
    IF(amount IS NULL, ['amount_not_null'], []),
    IF(qty < 0, ['qty_range'], []),
    IF(store_id NOT IN (SELECT store_id FROM `ref.store`), ['store_exists'], [])) AS _failed,
  ROW_NUMBER()
    OVER (PARTITION BY store_id ORDER BY business_date DESC, TO_JSON_STRING(model)) AS _rank
FROM model;
-- read back
SELECT tx_id, store_id, ARRAY_TO_STRING(_failed, ',') AS failed, _rank FROM `scratch.stage`;
-- expected
WITH
  model AS (
    SELECT tx_id, store_id, amount, qty, business_date, tags AS _violations
    FROM `silver.tx`
  )
SELECT
  tx_id,
  store_id,
  ARRAY_TO_STRING(
    ARRAY_CONCAT(
      _violations,
      IF(amount IS NULL, ['amount_not_null'], []),
      IF(qty < 0, ['qty_range'], []),
      IF(store_id NOT IN (SELECT store_id FROM `ref.store`), ['store_exists'], [])),
    ',') AS failed,
  ROW_NUMBER()
    OVER (PARTITION BY store_id ORDER BY business_date DESC, TO_JSON_STRING(model)) AS _rank
FROM model;

-- example: partitions_are_what_the_plan_pinned
ASSERT (SELECT COUNT(*) FROM `gold.fact_daily` WHERE business_date = DATE '2026-03-29') = 2 AS 'partition moved';
-- expected
SELECT TRUE AS assertion;

-- example: partitions_moved
-- fails
ASSERT (SELECT COUNT(*) FROM `gold.fact_daily`) = 99 AS 'partition moved';
-- expected
SELECT ERROR('partition moved') AS assertion;

-- example: an_assertion_of_null_fails
-- fails
ASSERT CAST(NULL AS BOOL) AS 'unknown';
-- expected
SELECT ERROR('unknown') AS assertion;

-- example: insert_named_columns
INSERT INTO `gold.fact_daily` (n, store_id, business_date)
SELECT qty, store_id, business_date FROM `silver.tx` WHERE qty IS NOT NULL;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily`
UNION ALL
SELECT business_date, store_id, CAST(NULL AS NUMERIC), qty FROM `silver.tx` WHERE qty IS NOT NULL;

-- example: insert_values
INSERT INTO `gold.fact_daily` (business_date, store_id, amount, n)
VALUES (DATE '2026-01-01', 'S7', 1.5, 1), (DATE '2026-01-02', NULL, NUMERIC '2', 1 + 1);
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily`
UNION ALL
SELECT DATE '2026-01-01', 'S7', NUMERIC '1.5', 1
UNION ALL
SELECT DATE '2026-01-02', NULL, NUMERIC '2', 2;

-- example: insert_rows_of_a_parameter
-- param: rows = [STRUCT(DATE '2026-05-01' AS day, 'S1' AS store, 3 AS n), (DATE '2026-05-02', NULL, 4)]
INSERT INTO `gold.fact_daily` (business_date, store_id, n)
SELECT day, store, n FROM UNNEST(@rows);
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily`
UNION ALL
SELECT DATE '2026-05-01', 'S1', CAST(NULL AS NUMERIC), 3
UNION ALL
SELECT DATE '2026-05-02', NULL, CAST(NULL AS NUMERIC), 4;

-- example: an_array_parameter
-- param: stores = ['S1', 'S3']
SELECT tx_id, store_id IN UNNEST(@stores) AS chosen FROM `silver.tx`;

-- example: fingerprint_of_keys
SELECT TO_HEX(MD5(STRING_AGG(tx_id, ',' ORDER BY tx_id))) AS keys, COUNT(*) AS n FROM `silver.tx`;

-- example: keys_of_the_other_side
SELECT tx_id FROM `silver.tx` WHERE customer_id IN (SELECT customer_id FROM `silver.customer`);

-- example: keys_not_of_the_other_side_with_null
SELECT customer_id FROM `silver.customer` WHERE customer_id NOT IN (SELECT customer_id FROM `silver.tx`);

-- example: account_of_a_stage
SELECT
  COUNT(*) AS staged,
  COUNTIF(amount IS NULL OR qty < 0) AS rejected,
  COUNTIF(amount IS NOT NULL AND qty >= 0) AS published,
  COUNT(DISTINCT store_id) AS stores,
  SUM(IF(is_return, 0, amount)) AS revenue
FROM `silver.tx`;

-- example: typed_view_over_text
CREATE OR REPLACE VIEW `bronze.typed` AS
SELECT
  SAFE_CAST(raw_id AS INT64) AS id,
  SAFE_CAST(raw_amount AS NUMERIC) AS amount,
  SAFE_CAST(raw_flag AS BOOL) AS flag,
  SAFE.PARSE_DATE('%d/%m/%Y', raw_date) AS day,
  SAFE.PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S', raw_ts, 'Europe/Paris') AS occurred_at,
  ARRAY_CONCAT(
    IF(raw_id IS NULL, ['id: required'], []),
    IF(raw_amount IS NOT NULL AND SAFE_CAST(raw_amount AS NUMERIC) IS NULL, ['amount: not a NUMERIC'], []))
    AS _violations,
  STRUCT(file_name AS file, 1 AS generation) AS _source
FROM `bronze.raw_tx`;
-- read back
SELECT id, amount, flag, day, occurred_at, _violations, _source.file FROM `bronze.typed`;
-- expected
SELECT
  SAFE_CAST(raw_id AS INT64) AS id,
  SAFE_CAST(raw_amount AS NUMERIC) AS amount,
  SAFE_CAST(raw_flag AS BOOL) AS flag,
  SAFE.PARSE_DATE('%d/%m/%Y', raw_date) AS day,
  SAFE.PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S', raw_ts, 'Europe/Paris') AS occurred_at,
  ARRAY_CONCAT(
    IF(raw_id IS NULL, ['id: required'], []),
    IF(raw_amount IS NOT NULL AND SAFE_CAST(raw_amount AS NUMERIC) IS NULL, ['amount: not a NUMERIC'], []))
    AS _violations,
  file_name AS file
FROM `bronze.raw_tx`;

-- example: versions_as_of
SELECT t.tx_id, d.name
FROM `silver.tx` AS t
LEFT JOIN `gold.dim_customer` AS d
  ON
    d.customer_id = t.customer_id
    AND t.event_ts >= d.valid_from
    AND t.event_ts < IFNULL(d.valid_to, TIMESTAMP '9999-12-31 00:00:00+00');

-- example: drop_table
DROP TABLE IF EXISTS `gold.nothing`;
-- read back
SELECT COUNT(*) AS n FROM `gold.fact_daily`;
-- expected
SELECT 3 AS n;

-- example: update_by_condition
UPDATE `gold.fact_daily` SET n = n * 10, store_id = NULL WHERE store_id = 'S9';
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT business_date, IF(store_id = 'S9', NULL, store_id) AS store_id, amount, IF(store_id = 'S9', n * 10, n) AS n
FROM `gold.fact_daily`;

-- example: update_with_subquery
UPDATE `gold.fact_daily` AS f
SET amount = (SELECT SUM(t.amount) FROM `silver.tx` AS t WHERE t.store_id = f.store_id)
WHERE TRUE;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT
  business_date,
  store_id,
  (SELECT SUM(t.amount) FROM `silver.tx` AS t WHERE t.store_id = f.store_id) AS amount,
  n
FROM `gold.fact_daily` AS f;

-- example: update_matching_twice_fails
-- fails
UPDATE `gold.fact_daily` AS f
SET n = x
FROM UNNEST([1, 2]) AS x
WHERE f.store_id = 'S9';
-- expected
SELECT ERROR('twice') AS e;

-- example: delete_with_exists
DELETE FROM `gold.fact_daily` AS f
WHERE EXISTS(SELECT 1 FROM `silver.tx` AS t WHERE t.store_id = f.store_id AND t.business_date = f.business_date);
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT * FROM `gold.fact_daily` WHERE store_id = 'S9';

-- example: merge_delete_and_update
MERGE `gold.fact_daily` AS T
USING (SELECT DATE '2026-03-29' AS day, 'S9' AS store UNION ALL SELECT DATE '2026-03-28', 'S1') AS S
  ON T.business_date = S.day AND T.store_id = S.store
WHEN MATCHED AND T.store_id = 'S9' THEN DELETE
WHEN MATCHED THEN UPDATE SET n = T.n + 100;
-- read back
SELECT * FROM `gold.fact_daily`;
-- expected
SELECT business_date, store_id, amount, IF(business_date = DATE '2026-03-28', n + 100, n) AS n
FROM `gold.fact_daily`
WHERE store_id != 'S9';
