-- example: json_value
SELECT
  tx_id,
  JSON_VALUE(payload, '$.a.b') AS ab,
  JSON_VALUE(payload, '$.n') AS n,
  JSON_VALUE(payload, '$.a') AS a,
  JSON_VALUE(payload, '$.arr[1]') AS arr1,
  JSON_VALUE(payload, '$.t') AS t,
  JSON_QUERY(payload, '$.a') AS qa,
  JSON_VALUE(payload, '$.z') AS z
FROM `silver.tx`
WHERE payload IS NULL OR payload != 'not json';

-- example: json_value_bad
SELECT tx_id, JSON_VALUE(payload, '$.a.b') AS ab FROM `silver.tx`;

-- example: json_extract_array
SELECT tx_id, JSON_VALUE_ARRAY(payload, '$.arr') AS arr
FROM `silver.tx`
WHERE payload LIKE '{%';

-- example: to_json_string
SELECT
  tx_id,
  TO_JSON_STRING(
    STRUCT(
      tx_id,
      store_id,
      amount,
      qty,
      discount,
      is_return,
      business_date,
      event_ts,
      tags))
    AS j
FROM `silver.tx`;


-- example: json_values
WITH parsed AS (
  SELECT tx_id, SAFE.PARSE_JSON(payload) AS j FROM `silver.tx`
)
SELECT
  tx_id,
  j,
  j.a,
  j.a.b AS ab,
  j['arr'][1] AS arr1,
  j.missing IS NULL AS missing,
  JSON_TYPE(j) AS kind,
  JSON_VALUE(j, '$.n') AS n,
  JSON_QUERY_ARRAY(j.arr) AS items
FROM parsed;

-- example: json_of_rows
SELECT tx_id, TO_JSON(STRUCT(store_id, amount, qty, is_return, business_date, tags)) AS j
FROM `silver.tx`;

-- example: json_elements
SELECT tx_id, SUM(IF(JSON_TYPE(item) = 'number', FLOAT64(item), 0)) AS total
FROM `silver.tx`, UNNEST(JSON_QUERY_ARRAY(SAFE.PARSE_JSON(payload), '$.arr')) AS item
GROUP BY tx_id;

-- example: json_list
SELECT tx_id, [TO_JSON(qty), SAFE.PARSE_JSON(payload)] AS l FROM `silver.tx`
WHERE SAFE.PARSE_JSON(payload) IS NOT NULL AND qty IS NOT NULL;

-- example: json_union
SELECT tx_id, TO_JSON(qty) AS j FROM `silver.tx`
UNION ALL
SELECT tx_id, NULL FROM `silver.tx`;
