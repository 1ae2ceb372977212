-- example: safe_cast
SELECT
  raw_id,
  SAFE_CAST(raw_amount AS NUMERIC) AS amt,
  SAFE_CAST(raw_amount AS FLOAT64) AS f,
  SAFE_CAST(raw_qty AS INT64) AS qty,
  SAFE_CAST(raw_flag AS BOOL) AS flag
FROM `bronze.raw_tx`;

-- example: safe_cast_dates
SELECT
  raw_id,
  SAFE_CAST(raw_date AS DATE) AS d,
  SAFE_CAST(raw_ts AS TIMESTAMP) AS ts,
  SAFE_CAST(raw_ts AS DATETIME) AS dt
FROM `bronze.raw_tx`;

-- example: cast_string
SELECT
  tx_id,
  CAST(event_ts AS STRING) AS ts,
  CAST(local_dt AS STRING) AS dt,
  CAST(business_date AS STRING) AS d,
  CAST(amount AS STRING) AS n,
  CAST(discount AS STRING) AS f,
  CAST(qty AS STRING) AS i,
  CAST(is_return AS STRING) AS b,
  STRING(event_ts, 'Europe/Paris') AS stz,
  FORMAT('%05d|%s|%.2f', qty, tx_id, discount) AS fm
FROM `silver.tx`;

-- example: literals
SELECT
  'it\'s \"q\" \n\t\u00e9 \\' AS a,
  r'a\d+\n' AS b,
  "dq 'x'" AS c,
  '''multi
line''' AS d,
  B'ab\x00' AS e,
  0x1F AS f,
  1e3 AS g,
  .5 AS h,
  DATE '2026-02-28' AS i,
  TIMESTAMP '2026-03-29 02:30:00 Europe/Paris' AS j,
  NUMERIC '1.5' AS k,
  [1, 2] AS l,
  CAST(NULL AS STRING) AS m,
  TRUE AS n,
  STRUCT('x' AS a, 1 AS b) AS o,
  DATETIME '2026-03-29 02:30:00' AS p,
  TIMESTAMP '2026-03-29 02:30:00' AS q,
  '🛒' || 'é' AS r;

