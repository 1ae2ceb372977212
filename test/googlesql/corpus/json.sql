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

