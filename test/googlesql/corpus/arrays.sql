-- example: unnest_offset
SELECT t.tx_id, pos, item.sku, item.qty * item.price AS line
FROM `silver.tx` AS t, UNNEST(t.items) AS item WITH OFFSET AS pos
ORDER BY tx_id, pos;

-- example: unnest_left
SELECT tx_id, tag FROM `silver.tx` LEFT JOIN UNNEST(tags) AS tag;

-- example: struct_access
SELECT
  meta.device,
  COUNT(*) AS n,
  SUM(meta.ver) AS v,
  STRUCT(1 AS a, 'x' AS b).b AS lit
FROM `silver.tx`
GROUP BY meta.device;

-- example: array_subquery
SELECT
  tx_id,
  ARRAY(SELECT UPPER(x) FROM UNNEST(tags) AS x WHERE x != '' ORDER BY x DESC)
    AS up,
  (SELECT SUM(i.qty) FROM UNNEST(items) AS i) AS q,
  EXISTS(SELECT 1 FROM UNNEST(tags) g WHERE g = 'promo') AS promo,
  'promo' IN UNNEST(tags) AS promo2,
  ARRAY_TO_STRING(tags, '|') AS joined
FROM `silver.tx`;

-- example: array_of_structs_filtered
SELECT tx_id, ARRAY(SELECT AS STRUCT i.sku, i.qty FROM UNNEST(items) AS i WHERE i.qty > 1 ORDER BY i.sku) AS big
FROM `silver.tx`;

-- example: sum_over_elements
SELECT tx_id, (SELECT SUM(i.qty * i.price) FROM UNNEST(items) AS i) AS total FROM `silver.tx`;

-- example: elements_without_duplicates
SELECT ARRAY(SELECT DISTINCT x FROM UNNEST(['b', 'a', 'b']) AS x ORDER BY x) AS distinct_elements;

-- example: flatten_two_levels
SELECT t.tx_id, tag, i.sku FROM `silver.tx` AS t, t.tags AS tag, t.items AS i;

-- example: unnest_keeps_rows_without_elements
SELECT t.tx_id, i.sku FROM `silver.tx` AS t LEFT JOIN UNNEST(t.items) AS i ON i.qty > 1;

-- example: null_and_empty_arrays
SELECT ARRAY_LENGTH(CAST(NULL AS ARRAY<INT64>)) AS n, ARRAY_LENGTH(ARRAY<INT64>[]) AS e,
  ARRAY_CONCAT(CAST(NULL AS ARRAY<INT64>), [1]) AS c;

-- example: offset_out_of_bounds_fails
-- fails
SELECT ['a'][OFFSET(1)] AS x;

-- example: nested_structs
SELECT STRUCT(STRUCT(1 AS a, 'x' AS b) AS inner_struct, [1, 2] AS l) AS s;

-- example: field_of_a_field
SELECT STRUCT(STRUCT(1 AS a, 'x' AS b) AS inner_struct).inner_struct.b AS b;

-- example: struct_of_null
SELECT tx_id, meta.ver, meta IS NULL AS no_meta FROM `silver.tx`;

-- example: generate_array
SELECT x FROM UNNEST(GENERATE_ARRAY(10, 1, -3)) AS x;

-- example: calendar_of_weeks
SELECT w FROM UNNEST(GENERATE_DATE_ARRAY(DATE '2026-01-05', DATE '2026-02-20', INTERVAL 1 WEEK)) AS w;

-- example: in_unnest
SELECT tx_id FROM `silver.tx` WHERE 'promo' IN UNNEST(tags) AND NOT 'new' IN UNNEST(tags);

-- example: array_to_rows_with_position
SELECT pos, word FROM UNNEST(SPLIT('a b c', ' ')) AS word WITH OFFSET AS pos WHERE pos > 0;
