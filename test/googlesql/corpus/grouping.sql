-- example: grouping_sets
SELECT store_id, channel, COUNT(*) AS n
FROM `silver.tx`
GROUP BY GROUPING SETS ((store_id, channel), (store_id), ());
-- expected
SELECT store_id, channel, COUNT(*) AS n FROM `silver.tx` GROUP BY store_id, channel
UNION ALL
SELECT store_id, NULL, COUNT(*) FROM `silver.tx` GROUP BY store_id
UNION ALL
SELECT NULL, NULL, COUNT(*) FROM `silver.tx`;

-- example: cube
SELECT store_id, is_return, SUM(qty) AS q FROM `silver.tx` GROUP BY CUBE (store_id, is_return);
-- expected
SELECT store_id, is_return, SUM(qty) AS q FROM `silver.tx` GROUP BY store_id, is_return
UNION ALL
SELECT store_id, NULL, SUM(qty) FROM `silver.tx` GROUP BY store_id
UNION ALL
SELECT NULL, is_return, SUM(qty) FROM `silver.tx` GROUP BY is_return
UNION ALL
SELECT NULL, NULL, SUM(qty) FROM `silver.tx`;

-- example: rollup_with_grouping
SELECT store_id, GROUPING(store_id) AS is_total, COUNT(*) AS n FROM `silver.tx` GROUP BY ROLLUP (store_id);
-- expected
SELECT store_id, 0 AS is_total, COUNT(*) AS n FROM `silver.tx` GROUP BY store_id
UNION ALL
SELECT NULL, 1, COUNT(*) FROM `silver.tx`;

-- example: group_by_all
SELECT store_id, EXTRACT(MONTH FROM business_date) month, 'x' AS constant, SUM(amount) / COUNT(*) AS a
FROM `silver.tx`
GROUP BY ALL;
-- expected
SELECT store_id, EXTRACT(MONTH FROM business_date) AS month, 'x' AS constant, SUM(amount) / COUNT(*) AS a
FROM `silver.tx`
GROUP BY 1, 2;

-- example: group_by_all_in_a_with_query
WITH days AS (SELECT business_date AS day, t.meta.device, SUM(qty) AS q FROM `silver.tx` AS t GROUP BY ALL)
SELECT device, COUNT(*) AS n, MAX(q) AS q FROM days GROUP BY ALL;
-- expected
WITH days AS (SELECT business_date AS day, t.meta.device, SUM(qty) AS q FROM `silver.tx` AS t GROUP BY 1, 2)
SELECT device, COUNT(*) AS n, MAX(q) AS q FROM days GROUP BY 1;

-- example: max_by
SELECT store_id, MAX_BY(tx_id, amount) AS best, MIN_BY(tx_id, amount) AS worst FROM `silver.tx` GROUP BY store_id;
-- expected
SELECT
  store_id,
  ANY_VALUE(tx_id HAVING MAX amount) AS best,
  ANY_VALUE(tx_id HAVING MIN amount) AS worst
FROM `silver.tx`
GROUP BY store_id;

-- example: any_value_having
SELECT
  store_id,
  ANY_VALUE(channel HAVING MAX event_ts) AS last_channel,
  ANY_VALUE(customer_id HAVING MIN event_ts) AS first_customer
FROM `silver.tx`
GROUP BY store_id;

-- example: max_by_with_null_value
SELECT MAX_BY(x, y) AS m
FROM UNNEST([STRUCT(1 AS x, 1 AS y), (NULL, 2), (3, NULL)]);
-- expected
SELECT ANY_VALUE(x HAVING MAX y) AS m
FROM UNNEST([STRUCT(1 AS x, 1 AS y), (NULL, 2), (3, NULL)]);

-- example: any_value_where_the_group_makes_it_unique
SELECT store_id, ANY_VALUE(store_name) AS name, ANY_VALUE(region) AS region FROM `ref.store` GROUP BY store_id;

-- example: approximations_are_exact
SELECT
  store_id,
  APPROX_QUANTILES(qty, 2) AS q,
  APPROX_QUANTILES(qty, 100)[OFFSET(50)] AS median,
  APPROX_COUNT_DISTINCT(customer_id) AS customers
FROM `silver.tx`
GROUP BY store_id;
-- expected
SELECT 'S1' AS store_id, [-2, 1, 5] AS q, 1 AS median, 2 AS customers
UNION ALL
SELECT 'S2', [1, 1, 3], 1, 1
UNION ALL
SELECT 'S3', [1, 4, 7], 4, 2;

-- example: aggregates_over_nothing
SELECT
  COUNT(*) AS n,
  COUNT(amount) AS c,
  SUM(amount) AS s,
  AVG(qty) AS a,
  MAX(tx_id) AS m,
  COUNTIF(is_return) AS r,
  LOGICAL_OR(is_return) AS any_return,
  STRING_AGG(tx_id, ',' ORDER BY tx_id) AS t,
  ARRAY_AGG(tx_id ORDER BY tx_id) AS l,
  STDDEV(qty) AS sd
FROM `silver.tx`
WHERE FALSE;

-- example: groups_of_nothing
SELECT store_id, COUNT(*) AS n FROM `silver.tx` WHERE FALSE GROUP BY store_id;

-- example: null_is_a_group
SELECT channel, customer_id, COUNT(*) AS n FROM `silver.tx` GROUP BY channel, customer_id;

-- example: distinct_aggregates
SELECT
  COUNT(DISTINCT channel) AS channels,
  SUM(DISTINCT qty) AS s,
  AVG(DISTINCT qty) AS a,
  STRING_AGG(DISTINCT store_id, '+' ORDER BY store_id) AS stores
FROM `silver.tx`;

-- example: sum_overflows
-- fails
SELECT SUM(x) AS s FROM UNNEST([9223372036854775807, 1]) AS x;

-- example: numeric_average
SELECT AVG(x) AS a, SUM(x) AS s FROM UNNEST([NUMERIC '1', NUMERIC '2', NUMERIC '2']) AS x;

-- example: bit_aggregates
SELECT BIT_AND(x) AS a, BIT_OR(x) AS o, BIT_XOR(x) AS xo FROM UNNEST([5, 6, 12]) AS x;

-- example: array_concat_agg
SELECT store_id, ARRAY_CONCAT_AGG(tags ORDER BY tx_id) AS tags FROM `silver.tx` GROUP BY store_id;

-- example: having_without_group
SELECT SUM(qty) AS q FROM `silver.tx` HAVING COUNT(*) > 100;

-- example: group_by_expression
SELECT EXTRACT(MONTH FROM business_date) AS month, IF(qty > 2, 'big', 'small') AS size, COUNT(*) AS n
FROM `silver.tx`
GROUP BY month, size;

-- example: group_by_struct_field_and_position
SELECT meta.device, store_id, COUNT(*) AS n FROM `silver.tx` GROUP BY 1, 2 ORDER BY 1, 2;

-- example: min_and_max_of_each_type
SELECT
  MIN(business_date) AS d0,
  MAX(business_date) AS d1,
  MIN(event_ts) AS t0,
  MAX(local_dt) AS l1,
  MIN(channel) AS c0,
  MAX(is_return) AS b1,
  MIN(discount) AS f0,
  MAX(amount) AS n1
FROM `silver.tx`;

-- example: nan_in_aggregates
SELECT MIN(x) AS mn, MAX(x) AS mx, COUNT(x) AS c, COUNT(DISTINCT x) AS d
FROM UNNEST([1.5, CAST('nan' AS FLOAT64), CAST('inf' AS FLOAT64), NULL]) AS x;

-- example: nan_is_sorted_after_null
SELECT x FROM UNNEST([1.5, CAST('nan' AS FLOAT64), CAST('-inf' AS FLOAT64), NULL, -2.0]) AS x ORDER BY x;

-- example: nan_is_sorted_last_when_descending
SELECT x FROM UNNEST([1.5, CAST('nan' AS FLOAT64), CAST('-inf' AS FLOAT64), NULL, -2.0]) AS x ORDER BY x DESC;

-- example: weighted_average
SELECT store_id, SAFE_DIVIDE(SUM(amount * qty), SUM(qty)) AS w, AVG(discount) AS d
FROM `silver.tx`
GROUP BY store_id;

-- example: string_agg_of_nulls
SELECT STRING_AGG(channel, '-' ORDER BY tx_id) AS s, STRING_AGG(x, ',' ORDER BY x) AS n
FROM `silver.tx`
LEFT JOIN (SELECT CAST(NULL AS STRING) AS x) ON TRUE;

-- example: array_agg_with_limit
SELECT store_id, ARRAY_AGG(qty IGNORE NULLS ORDER BY qty DESC LIMIT 2) AS top FROM `silver.tx` GROUP BY store_id;

-- example: last_row_of_each_group
SELECT store_id, ARRAY_AGG(STRUCT(tx_id, amount) ORDER BY event_ts DESC LIMIT 1)[OFFSET(0)].amount AS last_amount
FROM `silver.tx`
GROUP BY store_id;
