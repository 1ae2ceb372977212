-- example: text_clean
SELECT
  raw_id,
  TRIM(raw_name) AS t,
  LOWER(TRIM(raw_email)) AS e,
  UPPER(raw_name) AS u,
  INITCAP(raw_name) AS i,
  NORMALIZE(raw_name, NFC) AS n,
  LENGTH(raw_name) AS l,
  BYTE_LENGTH(raw_name) AS bl,
  REVERSE(raw_name) AS r,
  NORMALIZE_AND_CASEFOLD(raw_name) AS cf
FROM `bronze.raw_tx`;

-- example: text_ops
SELECT
  raw_id,
  SUBSTR(raw_name, 2, 3) AS s,
  SUBSTR(raw_name, -3) AS s2,
  SUBSTR(raw_name, 0, 2) AS s0,
  LPAD(raw_id, 4, '0') AS lp,
  LPAD(file_name, 3) AS lpt,
  REPLACE(raw_name, ' ', '') AS rp,
  STARTS_WITH(file_name, 'pos_') AS sw,
  ENDS_WITH(file_name, '.csv') AS ew,
  STRPOS(raw_email, '@') AS p,
  INSTR(raw_email, '@') AS ip,
  LEFT(raw_email, 3) AS lf,
  RIGHT(raw_email, 3) AS rt,
  REPEAT(raw_id, 2) AS rr,
  LTRIM(raw_id, '0') AS lt
FROM `bronze.raw_tx`;

-- example: split
SELECT
  raw_id,
  SPLIT(raw_email, '@')[SAFE_OFFSET(1)] AS dom,
  SPLIT(file_name, '_')[OFFSET(0)] AS p0,
  SPLIT(file_name, '')[SAFE_OFFSET(1)] AS ch,
  ARRAY_LENGTH(SPLIT('', ',')) AS l0,
  ARRAY_LENGTH(SPLIT(raw_email)) AS l1,
  ARRAY_REVERSE(SPLIT('a,b,c'))[OFFSET(0)] AS rv
FROM `bronze.raw_tx`
WHERE raw_id != '4';

-- example: like
SELECT
  raw_id,
  raw_name LIKE '%\\_%' AS esc,
  file_name LIKE '%S_.csv' AS us,
  file_name LIKE '100\\%%' AS pct,
  raw_name NOT LIKE 'o%' AS nl
FROM `bronze.raw_tx`;

-- example: hash_keys
SELECT
  TO_HEX(SHA256(CONCAT(COALESCE(raw_name, ''), '|', raw_id))) AS h,
  TO_HEX(MD5(raw_id)) AS m,
  SHA256(raw_id) AS raw,
  TO_BASE64(SHA256(raw_id)) AS b64
FROM `bronze.raw_tx`;

-- example: farm_fp
SELECT raw_id, FARM_FINGERPRINT(raw_id) AS fp, FARM_FINGERPRINT(raw_name) AS fn
FROM `bronze.raw_tx`;

-- example: regexp
SELECT
  raw_id,
  REGEXP_CONTAINS(raw_email, r'@[a-z.]+$') AS ok,
  REGEXP_EXTRACT(file_name, r'_(\d{8})') AS d,
  REGEXP_EXTRACT(file_name, r'zzz') AS miss,
  REGEXP_REPLACE(raw_name, r'[^a-zA-Z]+', '_') AS slug,
  REGEXP_REPLACE(file_name, r'(\w+)_(\d+)', r'\2-\1') AS swap,
  REGEXP_EXTRACT_ALL(file_name, r'\d+') AS nums,
  REGEXP_INSTR(file_name, r'\d') AS pos
FROM `bronze.raw_tx`;

