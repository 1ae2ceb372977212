-- Statements as people paste them from the console: kinds of joins, windows, NULL, NaN, clocks, text and errors mixed.

-- example: window_beside_group_free_columns
SELECT DATE_TRUNC(business_date, MONTH) AS m, store_id, SUM(qty) OVER (PARTITION BY store_id) AS q FROM `silver.tx` ORDER BY 1,2,3;

-- example: share_of_the_total_in_percent
SELECT store_id, ROUND(100 * SUM(amount) / SUM(SUM(amount)) OVER (), 2) AS pct FROM `silver.tx` GROUP BY store_id;

-- example: local_hours
SELECT TIMESTAMP_TRUNC(event_ts, HOUR, 'Europe/Paris') AS h, COUNT(*) AS n FROM `silver.tx` GROUP BY h;

-- example: weekday_by_number_and_name
SELECT EXTRACT(DAYOFWEEK FROM event_ts AT TIME ZONE 'Europe/Paris') AS dow, FORMAT_TIMESTAMP('%A', event_ts, 'Europe/Paris') AS name FROM `silver.tx`;

-- example: span_of_a_customer
SELECT customer_id, DATE_DIFF(MAX(business_date), MIN(business_date), DAY) AS span, COUNT(DISTINCT business_date) AS days FROM `silver.tx` GROUP BY customer_id;

-- example: total_of_nested_items
SELECT tx_id, (SELECT SUM(i.qty * i.price) FROM UNNEST(items) AS i) AS total, (SELECT STRING_AGG(t, '|' ORDER BY t DESC) FROM UNNEST(tags) AS t) AS tags FROM `silver.tx`;

-- example: aliases_of_statistics
SELECT STDDEV(qty) AS s, VARIANCE(qty) AS v, AVG(qty) AS a FROM `silver.tx`;

-- example: logical_aggregates_by_store
SELECT LOGICAL_AND(is_return) AS a, LOGICAL_OR(is_return) AS o, COUNTIF(NOT is_return) AS c FROM `silver.tx` GROUP BY store_id;

-- example: percentiles_over_a_partition
SELECT PERCENTILE_CONT(qty, 0.9) OVER (PARTITION BY store_id) AS p, PERCENTILE_DISC(channel, 0.5) OVER () AS d FROM `silver.tx`;

-- example: second_of_each_store
SELECT tx_id, NTH_VALUE(tx_id, 2) OVER (PARTITION BY store_id ORDER BY event_ts ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS second FROM `silver.tx`;

-- example: first_and_last_that_are_not_null
SELECT tx_id, FIRST_VALUE(channel IGNORE NULLS) OVER (PARTITION BY store_id ORDER BY event_ts DESC) AS f, LAST_VALUE(customer_id IGNORE NULLS) OVER (ORDER BY event_ts, tx_id) AS l FROM `silver.tx`;

-- example: named_window_with_a_frame
SELECT tx_id, LAG(amount, 2, NUMERIC '0') OVER w AS a, LEAD(tx_id) OVER w AS b, SUM(qty) OVER (w ROWS 2 PRECEDING) AS c FROM `silver.tx` WINDOW w AS (PARTITION BY store_id ORDER BY event_ts);

-- example: events_of_the_last_hour
SELECT tx_id, COUNT(*) OVER (ORDER BY UNIX_SECONDS(event_ts) RANGE BETWEEN 3600 PRECEDING AND CURRENT ROW) AS c FROM `silver.tx`;

-- example: ranks_where_the_text_puts_nulls
SELECT tx_id, RANK() OVER (ORDER BY amount DESC NULLS LAST) AS r, DENSE_RANK() OVER (ORDER BY qty ASC NULLS LAST) AS d, PERCENT_RANK() OVER (ORDER BY qty) AS p, CUME_DIST() OVER (ORDER BY qty) AS c, NTILE(3) OVER (ORDER BY tx_id) AS n FROM `silver.tx`;

-- example: no_row_at_all
SELECT * FROM `silver.tx` WHERE FALSE;

-- example: aggregates_of_no_row
SELECT COUNT(*) AS n, SUM(qty) AS s, AVG(amount) AS a, MIN(tx_id) AS m, STRING_AGG(tx_id ORDER BY tx_id) AS t, ARRAY_AGG(tx_id ORDER BY tx_id) AS x FROM `silver.tx` WHERE FALSE;

-- example: division_of_all_kinds
SELECT SAFE_DIVIDE(0, 0) AS a, IEEE_DIVIDE(0, 0) AS b, IEEE_DIVIDE(-1, 0) AS c, SAFE_DIVIDE(1, 4) AS d, DIV(-7, 2) AS e, MOD(-7, 2) AS f;

-- example: parts_of_an_address
SELECT REGEXP_EXTRACT(email, r'@([^.]+)\.') AS host, REGEXP_REPLACE(email, r'(\w+)@(\w+)', r'\2 at \1') AS r, REGEXP_CONTAINS(email, r'(?i)X\.IO$') AS c FROM `silver.customer`;

-- example: all_matches
SELECT REGEXP_EXTRACT_ALL(raw_ts, r'\d+') AS d, REGEXP_EXTRACT_ALL(raw_name, r'([a-z])') AS l FROM `bronze.raw_tx`;

-- example: parts_of_a_file_name
SELECT SPLIT(file_name, '_')[SAFE_OFFSET(1)] AS p, ARRAY_LENGTH(SPLIT(file_name, '.')) AS n, SPLIT(file_name, '')[SAFE_OFFSET(0)] AS c FROM `bronze.raw_tx`;

-- example: padding_and_capitals
SELECT LPAD(raw_id, 5, '0') AS l, RPAD(raw_id, 3) AS r, REPEAT(raw_id, 3) AS p, REVERSE(raw_name) AS v, INITCAP(raw_name) AS i FROM `bronze.raw_tx`;

-- example: letters_of_all_kinds
SELECT raw_name, UPPER(raw_name) AS u, LOWER(raw_name) AS l, LENGTH(raw_name) AS n, BYTE_LENGTH(raw_name) AS b, TRIM(raw_name) AS t, NORMALIZE(raw_name) AS f FROM `bronze.raw_tx`;

-- example: dirty_text_to_types
SELECT SAFE_CAST(raw_amount AS NUMERIC) AS n, SAFE_CAST(raw_amount AS FLOAT64) AS f, SAFE_CAST(raw_qty AS INT64) AS i, SAFE_CAST(raw_flag AS BOOL) AS b, SAFE_CAST(raw_ts AS TIMESTAMP) AS t, SAFE_CAST(raw_date AS DATE) AS d FROM `bronze.raw_tx`;

-- example: safe_functions
SELECT SAFE.PARSE_DATE('%d/%m/%Y', raw_date) AS d, SAFE.PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S', raw_ts, 'America/New_York') AS t, SAFE.SUBSTR(raw_name, 1, -1) AS s FROM `bronze.raw_tx`;

-- example: row_of_a_table_as_json
SELECT TO_JSON_STRING(t) AS j FROM `silver.customer` AS t;

-- example: ends_of_months
SELECT DATE_ADD(DATE '2026-01-31', INTERVAL 1 MONTH) AS a, DATE_SUB(DATE '2024-02-29', INTERVAL 1 YEAR) AS b, DATETIME_ADD(DATETIME '2026-01-31 10:00:00', INTERVAL 1 QUARTER) AS c, LAST_DAY(DATE '2026-02-03') AS d;

-- example: last_of_each_group_from_an_array
SELECT ARRAY_AGG(STRUCT(tx_id, amount) ORDER BY event_ts DESC LIMIT 1)[OFFSET(0)].tx_id AS last FROM `silver.tx` GROUP BY store_id;

-- example: fields_of_nested_structs
SELECT t.meta.device, t.meta.ver, t.items[SAFE_OFFSET(0)].sku FROM `silver.tx` AS t;

-- example: except_and_replace
SELECT * EXCEPT (items, tags, meta, payload) REPLACE (UPPER(channel) AS channel) FROM `silver.tx`;

-- example: recursive_factorial
WITH RECURSIVE r AS (SELECT 1 AS n, 1 AS f UNION ALL SELECT n + 1, f * (n + 1) FROM r WHERE n < 15) SELECT * FROM r;

-- example: join_with_an_array_of_structs
SELECT s.store_id, t.tx_id FROM `ref.store` s LEFT JOIN UNNEST([STRUCT('S1' AS store_id, 't' AS tx_id)]) t USING (store_id);

-- example: first_tag_by_offset
SELECT tag, COUNT(*) AS n FROM `silver.tx`, UNNEST(tags) AS tag WITH OFFSET AS pos WHERE pos = 0 GROUP BY tag;

-- example: pivot_of_two_aggregates_with_names
SELECT * FROM (SELECT store_id, channel, qty FROM `silver.tx`) PIVOT (SUM(qty) AS q, COUNT(*) AS n FOR channel IN ('web', 'store', 'call-center' AS cc));

-- example: unpivot_that_keeps_nulls
SELECT * FROM (SELECT 'a' AS k, 1 AS x, 2 AS y, CAST(NULL AS INT64) AS z) UNPIVOT INCLUDE NULLS (v FOR c IN (x AS 'ex', y, z));

-- example: last_row_by_qualify
SELECT tx_id FROM `silver.tx` QUALIFY ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY event_ts DESC) = 1;

-- example: zone_inside_of_text
SELECT CAST('2026-03-29 02:30:00 Europe/Paris' AS TIMESTAMP) AS t;

-- example: gap_and_fold_of_the_clock
SELECT TIMESTAMP(DATETIME '2026-03-29 02:30:00', 'Europe/Paris') AS gap, TIMESTAMP(DATETIME '2026-10-25 02:30:00', 'Europe/Paris') AS fold;

-- example: rounding_of_all_kinds
SELECT CAST(12.345 AS NUMERIC) AS a, NUMERIC '1' / 3 AS b, ROUND(NUMERIC '2.5') AS c, ROUND(2.5) AS d, ROUND(-2.5) AS e, ROUND(1234.5678, -2) AS f, TRUNC(-2.7) AS g, CEIL(NUMERIC '-1.2') AS h;

-- example: choices_with_null
SELECT COALESCE(NULL, NULL, 3) AS a, IFNULL(NULL, 'x') AS b, NULLIF(1, 1) AS c, IF(NULL, 1, 2) AS d, CASE WHEN NULL THEN 1 ELSE 2 END AS e;

-- example: structs_as_rows
SELECT a, b FROM UNNEST([STRUCT(1 AS a, 'x' AS b), (2, NULL), (NULL, 'z')]) ORDER BY b DESC, a;

-- example: nan_and_null_in_order
SELECT x FROM UNNEST([1.5, CAST('nan' AS FLOAT64), NULL, CAST('-inf' AS FLOAT64), -0.0]) AS x ORDER BY x;

-- example: aggregates_over_nan
SELECT MAX(x) AS mx, MIN(x) AS mn, SUM(x) AS s, AVG(x) AS a, COUNT(x) AS n FROM UNNEST([1.5, CAST('nan' AS FLOAT64), NULL]) AS x;

-- example: pieces_of_text
SELECT LEFT('héllo', 2) AS l, RIGHT('héllo', 3) AS r, SUBSTR('héllo', -3, 2) AS s, SUBSTRING('abc', 2) AS t, CONCAT('a', 1, TRUE) AS c;

-- example: whole_partition_by_range
SELECT tx_id, SUM(amount) OVER (ORDER BY business_date RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS s FROM `silver.tx`;

-- example: frames_that_may_be_empty
SELECT tx_id, AVG(amount) OVER (PARTITION BY store_id ORDER BY event_ts ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) AS s, COUNT(amount) OVER (PARTITION BY store_id ORDER BY event_ts ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS c FROM `silver.tx`;

-- example: range_frames_with_null_keys
SELECT tx_id, SUM(qty) OVER (ORDER BY qty RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS s, COUNT(*) OVER (ORDER BY qty DESC RANGE BETWEEN CURRENT ROW AND 1 FOLLOWING) AS c FROM `silver.tx`;

-- example: extremes_over_a_partition
SELECT tx_id, MIN(discount) OVER (PARTITION BY store_id) AS mn, MAX(discount) OVER (PARTITION BY store_id) AS mx, ANY_VALUE(store_id) OVER (PARTITION BY store_id) AS a FROM `silver.tx`;

-- example: array_over_a_frame
SELECT tx_id, ARRAY_AGG(tx_id) OVER (PARTITION BY store_id ORDER BY event_ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS a FROM `silver.tx`;

-- example: text_over_a_frame
SELECT tx_id, STRING_AGG(channel, '>') OVER (PARTITION BY store_id ORDER BY event_ts) AS a FROM `silver.tx`;

-- example: weeks_since_the_row_before
SELECT tx_id, LAG(business_date) OVER (PARTITION BY store_id ORDER BY event_ts) AS p, DATE_DIFF(business_date, LAG(business_date) OVER (PARTITION BY store_id ORDER BY event_ts), WEEK(MONDAY)) AS w FROM `silver.tx`;

-- example: distinct_over_windows
SELECT tx_id, COUNT(DISTINCT channel) OVER (PARTITION BY store_id) AS d, SUM(DISTINCT qty) OVER () AS s, AVG(DISTINCT qty) OVER (PARTITION BY channel) AS a FROM `silver.tx`;

-- example: logical_or_over_a_frame
SELECT tx_id, LOGICAL_OR(is_return) OVER (PARTITION BY store_id ORDER BY event_ts) AS o, COUNTIF(is_return) OVER (ORDER BY event_ts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS c FROM `silver.tx`;

-- example: statistics_over_windows
SELECT tx_id, STDDEV_SAMP(qty) OVER (PARTITION BY store_id) AS s, VAR_POP(qty) OVER (ORDER BY event_ts) AS v FROM `silver.tx`;

-- example: tiles_and_first_values
SELECT tx_id, NTILE(4) OVER (PARTITION BY store_id ORDER BY amount DESC, tx_id) AS n, FIRST_VALUE(amount) OVER (PARTITION BY store_id ORDER BY amount) AS f FROM `silver.tx`;

-- example: ranks_over_nan_and_null
SELECT x, RANK() OVER (ORDER BY x) AS r, DENSE_RANK() OVER (ORDER BY x DESC) AS d, CUME_DIST() OVER (ORDER BY x) AS c, SUM(x) OVER (ORDER BY x) AS s FROM UNNEST([1.0, NULL, CAST('nan' AS FLOAT64), 1.0, CAST('inf' AS FLOAT64), CAST('nan' AS FLOAT64)]) AS x;

-- example: groups_of_nan_and_zeros
SELECT x, COUNT(*) AS n FROM UNNEST([1.0, NULL, CAST('nan' AS FLOAT64), 0.0, -0.0, CAST('nan' AS FLOAT64)]) AS x GROUP BY x;

-- example: distinct_of_nan_and_zeros
SELECT DISTINCT x FROM UNNEST([1.0, NULL, CAST('nan' AS FLOAT64), 0.0, -0.0, CAST('nan' AS FLOAT64), NULL]) AS x;

-- example: join_on_nan
SELECT a.x AS ax, b.x AS bx FROM UNNEST([CAST('nan' AS FLOAT64), 0.0, NULL]) a_ CROSS JOIN UNNEST([1]) JOIN (SELECT x FROM UNNEST([CAST('nan' AS FLOAT64), -0.0, NULL]) AS x) b ON TRUE JOIN (SELECT x FROM UNNEST([CAST('nan' AS FLOAT64), 0.0]) AS x) a ON a.x = b.x;

-- example: distinct_nan
SELECT COUNT(DISTINCT x) AS n, ARRAY_AGG(DISTINCT x IGNORE NULLS ORDER BY x) AS a FROM UNNEST([1.0, NULL, CAST('nan' AS FLOAT64), CAST('nan' AS FLOAT64)]) AS x;

-- example: nan_in_lists_arrays_and_subqueries
SELECT x IN (CAST('nan' AS FLOAT64), 1.0) AS i, x IN UNNEST([CAST('nan' AS FLOAT64), 1.0]) AS u, x IN (SELECT y FROM UNNEST([CAST('nan' AS FLOAT64), 1.0]) AS y) AS s, x NOT IN (SELECT y FROM UNNEST([CAST('nan' AS FLOAT64), 1.0, NULL]) AS y) AS t FROM UNNEST([CAST('nan' AS FLOAT64), 1.0, 2.0, NULL]) AS x;

-- example: set_operation_over_nan
SELECT x FROM UNNEST([CAST('nan' AS FLOAT64), 1.0]) AS x INTERSECT DISTINCT SELECT y FROM UNNEST([CAST('nan' AS FLOAT64), 2.0]) AS y;

-- example: comparison_with_nan
SELECT x = y AS e, x < y AS l, x != y AS n, x IS DISTINCT FROM y AS d, GREATEST(x, y) AS g FROM UNNEST([CAST('nan' AS FLOAT64), 1.0, NULL]) AS x, UNNEST([CAST('nan' AS FLOAT64), 1.0, NULL]) AS y;

-- example: arrays_built_and_joined
SELECT ARRAY(SELECT x FROM UNNEST([3, NULL, 1]) AS x ORDER BY x DESC) AS a, ARRAY_LENGTH(ARRAY(SELECT 1 FROM UNNEST(CAST(NULL AS ARRAY<INT64>)))) AS n, ARRAY_REVERSE([1, 2, 3]) AS r, ARRAY_CONCAT([1], [2, 3], []) AS c;

-- example: array_to_text_with_null
SELECT [1, NULL, 3][OFFSET(1)] AS a, ARRAY_TO_STRING(['a', NULL, 'b'], ',') AS s, ARRAY_TO_STRING(['a', NULL, 'b'], ',', '?') AS t;

-- example: array_literal_with_null
SELECT [1, NULL, 3] AS a;

-- example: array_agg_of_null_fails
-- fails
SELECT ARRAY_AGG(x ORDER BY x) AS a FROM UNNEST([1, NULL, 2]) AS x;

-- example: fields_of_struct_constructors
SELECT STRUCT(1 AS a, NULL AS b).b IS NULL AS n, (SELECT AS STRUCT 1 AS x, 'y' AS z).z AS z, STRUCT<a INT64, b STRING>(1, 'x').b AS c;

-- example: struct_of_the_top_row
SELECT (SELECT AS STRUCT tx_id, amount FROM `silver.tx` ORDER BY amount DESC LIMIT 1) AS top;

-- example: array_of_structs_of_groups
SELECT ARRAY(SELECT AS STRUCT store_id, COUNT(*) AS n FROM `silver.tx` GROUP BY store_id ORDER BY store_id) AS stores;

-- example: distinct_in_a_correlated_array
SELECT store_id, ARRAY(SELECT DISTINCT channel FROM `silver.tx` t WHERE t.store_id = s.store_id AND channel IS NOT NULL ORDER BY channel) AS ch FROM `ref.store` s;

-- example: three_correlated_subqueries
SELECT s.store_id, (SELECT COUNT(*) FROM `silver.tx` t WHERE t.store_id = s.store_id) AS n, (SELECT MAX(amount) FROM `silver.tx` t WHERE t.store_id = s.store_id AND t.channel = 'web') AS m, EXISTS (SELECT 1 FROM `silver.tx` t WHERE t.store_id = s.store_id AND t.is_return) AS r FROM `ref.store` s;

-- example: not_in_a_subquery
SELECT region, COUNT(*) AS n FROM `ref.store` WHERE store_id NOT IN (SELECT store_id FROM `silver.tx`) GROUP BY region;

-- example: not_in_a_subquery_with_null
SELECT * FROM `silver.customer` WHERE email NOT IN (SELECT raw_email FROM `bronze.raw_tx`);

-- example: full_join_with_rows_of_one_side
SELECT c.name, t.tx_id FROM `silver.customer` c FULL OUTER JOIN `silver.tx` t USING (customer_id) ORDER BY c.name NULLS LAST, t.tx_id;

-- example: full_join_on_null_keys
SELECT COALESCE(a.k, b.k) AS k, a.v, b.v AS w FROM (SELECT 1 AS k, 'a' AS v UNION ALL SELECT NULL, 'n') a FULL JOIN (SELECT 1 AS k, 'b' AS v UNION ALL SELECT NULL, 'm') b ON a.k = b.k;

-- example: growth_over_groups
SELECT business_date, SUM(amount) AS s, LAG(SUM(amount)) OVER (ORDER BY business_date) AS prev, SAFE_DIVIDE(SUM(amount) - LAG(SUM(amount)) OVER (ORDER BY business_date), LAG(SUM(amount)) OVER (ORDER BY business_date)) AS growth FROM `silver.tx` GROUP BY business_date;

-- example: cohort_of_a_customer
SELECT customer_id, MIN(business_date) AS first, DATE_TRUNC(MIN(business_date), MONTH) AS cohort, DATE_DIFF(MAX(business_date), MIN(business_date), MONTH) AS m FROM `silver.tx` WHERE customer_id IS NOT NULL GROUP BY 1;

-- example: parts_of_dates_and_zones
SELECT DATETIME(event_ts, 'America/New_York') AS d, EXTRACT(WEEK FROM business_date) AS w, EXTRACT(ISOWEEK FROM business_date) AS iw, EXTRACT(ISOYEAR FROM business_date) AS iy, EXTRACT(QUARTER FROM event_ts) AS q FROM `silver.tx`;

-- example: days_of_23_hours_in_differences
SELECT TIMESTAMP_DIFF(TIMESTAMP '2026-03-30 00:00:00 Europe/Paris', TIMESTAMP '2026-03-29 00:00:00 Europe/Paris', HOUR) AS h, DATETIME_DIFF(DATETIME '2026-03-30 00:00:00', DATETIME '2026-03-29 00:00:01', DAY) AS d, TIMESTAMP_ADD(TIMESTAMP '2026-03-28 12:00:00 Europe/Paris', INTERVAL 1 DAY) AS t;

-- example: boundaries_of_years_and_weeks
SELECT DATE_DIFF(DATE '2026-01-01', DATE '2025-12-31', YEAR) AS y, DATE_DIFF(DATE '2026-01-05', DATE '2026-01-04', WEEK) AS w, DATE_DIFF(DATE '2026-01-05', DATE '2026-01-04', ISOWEEK) AS i, DATE_DIFF(DATE '2024-02-29', DATE '2023-02-28', MONTH) AS m;

-- example: instants_before_1970
SELECT TIMESTAMP_SECONDS(1774747800) AS a, UNIX_MILLIS(TIMESTAMP '2026-03-29 00:30:00.123456+00') AS b, TIMESTAMP_MICROS(-1) AS c, UNIX_SECONDS(TIMESTAMP_MICROS(-1)) AS d, UNIX_DATE(DATE '1969-12-31') AS e;

-- example: date_that_is_none_fails
-- fails
SELECT DATE(2026, 2, 30) AS d;

-- example: safe_functions_that_would_fail
SELECT SAFE.DATE(2026, 2, 30) AS d, SAFE.PARSE_DATE('%Y', 'x') AS p, SAFE.TIMESTAMP('nope') AS t, SAFE_CAST('12.5' AS INT64) AS i, SAFE.LOG(-1) AS l, SAFE.LEFT('a', -1) AS f;

-- example: integer_overflow_fails
-- fails
SELECT 9223372036854775807 + 1 AS x;

-- example: sum_overflow_fails
-- fails
SELECT SUM(x) AS s FROM UNNEST([9223372036854775807, 1]) AS x;

-- example: float_overflow_fails
-- fails
SELECT 1e308 * 10 AS x;

-- example: numeric_overflow_fails
-- fails
SELECT NUMERIC '99999999999999999999999999999.999999999' + NUMERIC '0.000000001' AS x;

-- example: casts_that_round
SELECT CAST(1.5 AS INT64) AS a, CAST(2.5 AS INT64) AS b, CAST(-0.5 AS INT64) AS c, CAST(NUMERIC '2.5' AS INT64) AS d, CAST(TRUE AS STRING) AS e, CAST('TrUe' AS BOOL) AS f, CAST('0x1f' AS INT64) AS g;

-- example: integer_and_decimal_division
SELECT 7 / 2 AS a, 7 / NUMERIC '2' AS b, DIV(7, 2) AS c, -7 / 2 AS d, MOD(7, -3) AS e, 5 * 0.1 AS f, 0.1 + 0.2 AS g;

-- example: floats_as_text
SELECT CAST(0.1 + 0.2 AS STRING) AS a, CAST(1e21 AS STRING) AS b, CAST(123456789.123 AS STRING) AS c, CAST(1/3 AS STRING) AS d, CAST(100.0 AS STRING) AS e, CAST(1e-7 AS STRING) AS f, CAST(CAST('nan' AS FLOAT64) AS STRING) AS g;

-- example: extremes_of_arguments
SELECT LEAST(1, NULL) AS a, GREATEST('a', 'B') AS b, LEAST(DATE '2026-01-01', DATE '2025-01-01') AS c, SIGN(-0.0) AS d, ABS(-5) AS e;

-- example: text_in_order
SELECT name FROM UNNEST(['b', 'A', 'é', 'Z', 'a', '', NULL, 'ß', '🛒']) AS name ORDER BY name;

-- example: unnamed_columns_of_letters
SELECT LOWER('ÀÉ'), UPPER('straße'), LENGTH('👨‍👩‍👧'), REVERSE('añb'), SUBSTR('añb', 2, 1);

-- example: json_with_the_older_names
SELECT JSON_EXTRACT(payload, '$.a') AS a, JSON_EXTRACT(payload, '$.z') AS z, JSON_QUERY(payload, '$.z') AS q, JSON_EXTRACT(payload, '$.arr') AS r, JSON_EXTRACT(payload, '$') AS d FROM `silver.tx`;

-- example: half_hours_of_a_night
SELECT d FROM UNNEST(GENERATE_TIMESTAMP_ARRAY('2026-03-29 00:00:00', '2026-03-29 03:00:00', INTERVAL 30 MINUTE)) AS d;

-- example: equal_structs
SELECT STRUCT(1, 'a') = STRUCT(1, 'a') AS e, (1, 2) IN ((1, 2), (3, 4)) AS i, STRUCT(1, NULL) = STRUCT(1, NULL) AS n, STRUCT(1, NULL) = STRUCT(2, NULL) AS m, (1, 'b') != (1, 'c') AS o;

-- example: pairs_in_a_list
SELECT * FROM `silver.tx` AS t WHERE (store_id, channel) IN (('S1', 'web'), ('S2', 'store'));

-- example: dates_as_text
SELECT STRING(business_date) AS a, STRING(local_dt) AS b FROM `silver.tx`;

-- example: conditional_aggregates
SELECT SUM(IF(channel = 'web', amount, 0)) AS w, SUM(CASE WHEN is_return THEN -1 ELSE 1 END * qty) AS n, AVG(IF(qty > 0, qty, NULL)) AS a, COUNT(DISTINCT IF(channel = 'web', customer_id, NULL)) AS d, MAX(IF(channel = 'x', qty, NULL)) AS m FROM `silver.tx`;

-- example: offset_as_a_column
SELECT * FROM UNNEST([1, 2, 3]) AS x WITH OFFSET ORDER BY offset DESC LIMIT 2 OFFSET 1;

-- example: cross_join_of_arrays
SELECT x, y FROM UNNEST([1, 2]) AS x CROSS JOIN UNNEST(['a', 'b']) AS y ORDER BY 1, 2;

-- example: window_over_nested_items
SELECT t.tx_id, i.sku, SUM(i.qty * i.price) OVER (PARTITION BY t.tx_id) AS tot, off FROM `silver.tx` t LEFT JOIN UNNEST(t.items) AS i WITH OFFSET off;

-- example: array_path_as_a_table
SELECT tx_id, tag FROM `silver.tx` AS t, t.tags AS tag;

-- example: exists_over_groups
SELECT a.store_id FROM `ref.store` a WHERE EXISTS (SELECT 1 FROM `silver.tx` b WHERE b.store_id = a.store_id GROUP BY b.store_id HAVING COUNT(*) > 3);

-- example: except_of_two_steps
WITH a AS (SELECT 1 AS x UNION ALL SELECT 2), b AS (SELECT x + 1 AS x FROM a) SELECT * FROM a EXCEPT DISTINCT SELECT * FROM b;

-- example: supertypes_of_a_union
SELECT 1 AS x UNION ALL SELECT 2.5 UNION ALL SELECT NULL;

-- example: typed_and_untyped_nulls
SELECT NULL AS x, CAST(NULL AS ARRAY<INT64>) AS a, [] AS e, STRUCT(NULL AS f) AS s;

-- example: days_added_to_dates
SELECT DATE '2026-02-28' + 1 AS a, DATE '2026-03-01' - 1 AS b, 1 + DATE '2026-02-28' AS c;

-- example: truncated_by_the_type_of_the_value
SELECT DATE_TRUNC(local_dt, MONTH) AS l, DATE_TRUNC(event_ts, ISOWEEK) AS t, DATETIME_TRUNC(event_ts, WEEK) AS u,
  TIMESTAMP_TRUNC(local_dt, DAY) AS v, DATE_TRUNC(event_ts, HOUR) AS h
FROM `silver.tx`;

-- example: added_by_the_type_of_the_value
SELECT DATE_ADD(local_dt, INTERVAL 1 DAY) AS l, DATE_ADD(event_ts, INTERVAL 1 DAY) AS t, DATE_SUB(local_dt, INTERVAL 2 WEEK) AS w,
  DATETIME_ADD(business_date, INTERVAL 1 MONTH) AS d, TIMESTAMP_SUB(local_dt, INTERVAL 1 HOUR) AS h
FROM `silver.tx`;

-- example: json_arrays_of_text
SELECT JSON_QUERY_ARRAY(payload, '$.arr') AS v, JSON_EXTRACT_ARRAY(payload, '$.arr') AS w,
  ARRAY_LENGTH(JSON_QUERY_ARRAY('{"a":[{"b":1}, [2], null, "x"]}', '$.a')) AS n
FROM `silver.tx`;

-- example: first_and_last_elements
SELECT ARRAY_FIRST(SPLIT(tx_id, '0')) AS f, ARRAY_LAST(['x', tx_id]) AS l FROM `silver.tx`;

-- example: first_of_an_empty_array_fails
-- fails
SELECT ARRAY_FIRST(tags) AS t FROM `silver.tx`;
