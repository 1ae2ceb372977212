-- example: nested_ctes
WITH
  a AS (SELECT store_id, amount FROM `silver.tx`),
  b AS (SELECT store_id, SUM(amount) AS s FROM a GROUP BY store_id),
  c AS (SELECT store_id, s, RANK() OVER (ORDER BY s DESC) AS r FROM b)
SELECT c.*, s.region FROM c LEFT JOIN `ref.store` AS s USING (store_id) ORDER BY r;

-- example: cte_used_twice
WITH d AS (SELECT DISTINCT business_date AS day FROM `silver.tx`)
SELECT x.day, COUNT(*) AS earlier FROM d AS x JOIN d AS y ON y.day < x.day GROUP BY x.day;

-- example: cte_shadows_a_cte
WITH t AS (SELECT 1 AS x)
SELECT x, (WITH t AS (SELECT 2 AS x) SELECT x FROM t) AS inner_x FROM t;

-- example: cross_join_and_comma
SELECT x, y FROM UNNEST([1, 2]) AS x, (SELECT 'p' AS y UNION ALL SELECT 'q');

-- example: join_kinds
SELECT 'inner' AS kind, COUNT(*) AS n FROM `silver.tx` JOIN `silver.customer` USING (customer_id)
UNION ALL
SELECT 'left', COUNT(*) FROM `silver.tx` LEFT JOIN `silver.customer` USING (customer_id)
UNION ALL
SELECT 'right', COUNT(*) FROM `silver.tx` RIGHT JOIN `silver.customer` USING (customer_id)
UNION ALL
SELECT 'full', COUNT(*) FROM `silver.tx` FULL JOIN `silver.customer` USING (customer_id)
UNION ALL
SELECT 'cross', COUNT(*) FROM `silver.tx` CROSS JOIN `silver.customer`;

-- example: full_join_using_coalesces_the_key
SELECT customer_id, t.tx_id, c.name
FROM (SELECT customer_id, tx_id FROM `silver.tx`) AS t
FULL JOIN `silver.customer` AS c USING (customer_id);

-- example: join_on_inequality
SELECT a.tx_id, b.tx_id AS other
FROM `silver.tx` AS a
JOIN `silver.tx` AS b ON a.store_id = b.store_id AND a.event_ts < b.event_ts;

-- example: union_by_position_of_mixed_types
SELECT 1 AS x, 'a' AS y UNION ALL SELECT 2.5, NULL UNION ALL SELECT NULL, 'c';

-- example: union_distinct_of_nulls
SELECT x FROM UNNEST([1, NULL, 1, NULL, 2]) AS x UNION DISTINCT SELECT NULL;

-- example: intersect_and_except
(SELECT store_id FROM `silver.tx` EXCEPT DISTINCT SELECT 'S2')
INTERSECT DISTINCT
SELECT store_id FROM `ref.store`;

-- example: select_distinct
SELECT DISTINCT channel, is_return FROM `silver.tx`;

-- example: limit_and_offset
SELECT tx_id FROM `silver.tx` ORDER BY tx_id LIMIT 3 OFFSET 2;

-- example: ordered_by_two_keys_with_nulls
SELECT tx_id, channel FROM `silver.tx` ORDER BY channel DESC, tx_id;

-- example: nulls_where_the_text_says
SELECT tx_id, channel FROM `silver.tx` ORDER BY channel ASC NULLS LAST, tx_id DESC;

-- example: correlated_scalar_subquery
SELECT s.store_id, (SELECT MAX(t.amount) FROM `silver.tx` AS t WHERE t.store_id = s.store_id) AS best
FROM `ref.store` AS s;

-- example: scalar_subquery_of_many_rows_fails
-- fails
SELECT (SELECT tx_id FROM `silver.tx`) AS x;

-- example: correlated_exists_and_not_exists
SELECT s.store_id,
  EXISTS(SELECT 1 FROM `silver.tx` AS t WHERE t.store_id = s.store_id) AS sold,
  NOT EXISTS(SELECT 1 FROM `silver.tx` AS t WHERE t.store_id = s.store_id AND t.is_return) AS no_returns
FROM `ref.store` AS s;

-- example: correlated_in
SELECT c.name FROM `silver.customer` AS c
WHERE 'web' IN (SELECT t.channel FROM `silver.tx` AS t WHERE t.customer_id = c.customer_id);

-- example: subquery_in_a_join_condition
SELECT COUNT(*) AS n FROM `silver.tx` AS t
JOIN `ref.store` AS s
  ON s.store_id = t.store_id AND t.amount > (SELECT AVG(amount) FROM `silver.tx` WHERE amount < 1000);

-- example: recursive_calendar
WITH RECURSIVE
  days AS (
    SELECT DATE '2026-03-28' AS day
    UNION ALL
    SELECT DATE_ADD(day, INTERVAL 1 DAY) FROM days WHERE day < DATE '2026-04-02'
  )
SELECT day, EXTRACT(DAYOFWEEK FROM day) AS dow FROM days ORDER BY day;

-- example: recursive_hierarchy
WITH RECURSIVE
  edges AS (SELECT * FROM UNNEST([STRUCT('a' AS parent, 'b' AS child), ('b', 'c'), ('a', 'd')])),
  tree AS (
    SELECT 'a' AS node, 0 AS depth, 'a' AS path
    UNION ALL
    SELECT child, depth + 1, CONCAT(path, '/', child) FROM tree JOIN edges ON parent = node
  )
SELECT * FROM tree;

-- example: pivot_of_dates
SELECT *
FROM (SELECT store_id, EXTRACT(YEAR FROM business_date) AS year, qty FROM `silver.tx`)
PIVOT (SUM(qty) FOR year IN (2024, 2026, 2027));

-- example: unpivot_with_nulls
SELECT * FROM (SELECT 'x' AS id, 1 AS a, CAST(NULL AS INT64) AS b) UNPIVOT INCLUDE NULLS (v FOR name IN (a, b));

-- example: qualify_without_window_in_the_list
SELECT tx_id, store_id FROM `silver.tx` QUALIFY COUNT(*) OVER (PARTITION BY store_id) > 3;

-- example: where_group_having_qualify
SELECT store_id, SUM(qty) AS q
FROM `silver.tx`
WHERE qty > 0
GROUP BY store_id
HAVING SUM(qty) > 1
QUALIFY RANK() OVER (ORDER BY SUM(qty) DESC) <= 2;

-- example: select_star_replace
SELECT t.* EXCEPT (opened) REPLACE (UPPER(store_name) AS store_name) FROM `ref.store` AS t;

-- example: struct_star
SELECT meta.*, tx_id FROM `silver.tx` WHERE meta IS NOT NULL;

-- example: columns_without_a_name
SELECT 1, 'a', tx_id FROM `silver.tx` LIMIT 0;

-- example: a_constant_query
SELECT 1 AS one, 'x' AS x, NULL AS nothing;

-- example: value_lists
SELECT tx_id FROM `silver.tx` WHERE channel IN ('web', 'call-center') AND qty NOT IN (1, 2);

-- example: not_in_with_null
SELECT tx_id FROM `silver.tx` WHERE channel NOT IN ('web', NULL);

-- example: boolean_where
SELECT tx_id FROM `silver.tx` WHERE is_return OR amount IS NULL;

-- example: case_of_ranges
SELECT tx_id,
  CASE WHEN amount < 0 THEN 'refund' WHEN amount < 10 THEN 'small' WHEN amount >= 10 THEN 'big' END AS size,
  CASE channel WHEN 'web' THEN 'online' WHEN 'store' THEN 'offline' END AS place
FROM `silver.tx`;

-- example: window_function_of_an_aggregate
SELECT store_id, SUM(qty) AS q, SUM(SUM(qty)) OVER (ORDER BY store_id) AS running FROM `silver.tx` GROUP BY store_id;

-- example: names_that_differ_in_case
SELECT TX_ID, Store_Id AS STORE FROM `silver.tx`;

-- example: quoted_names
SELECT tx_id AS `order`, qty AS `the quantity` FROM `silver.tx`;

-- example: pipe_syntax_is_refused
-- refused
FROM `silver.tx` |> WHERE qty > 1;

-- example: tablesample_is_refused
-- refused
SELECT * FROM `silver.tx` TABLESAMPLE SYSTEM (10 PERCENT);

-- example: a_random_number_is_refused
-- refused
SELECT RAND() AS r;

-- example: the_clock_is_refused
-- refused
SELECT CURRENT_TIMESTAMP() AS now;

-- example: a_wrong_column_is_refused
-- refused
SELECT nope FROM `silver.tx`;

-- example: a_sum_of_text_is_refused
-- refused
SELECT SUM(store_id) AS s FROM `silver.tx`;
