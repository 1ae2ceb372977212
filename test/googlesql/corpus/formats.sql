-- example: format_date
SELECT
  tx_id,
  FORMAT_DATE('%Y%m%d', business_date) AS a,
  FORMAT_DATE('%F', business_date) AS b,
  FORMAT_DATE('%G-W%V', business_date) AS c,
  FORMAT_DATE('%A %d %B %Y', business_date) AS d,
  FORMAT_DATE('%b %e %y %j %u %w', business_date) AS e,
  FORMAT_DATE('%Y-Q%Q', business_date) AS q
FROM `silver.tx`;

-- example: format_ts
SELECT
  tx_id,
  FORMAT_TIMESTAMP('%F %T', event_ts, 'Europe/Paris') AS a,
  FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%E6S%Ez', event_ts, 'Europe/Paris') AS b,
  FORMAT_TIMESTAMP('%FT%TZ', event_ts) AS c,
  FORMAT_TIMESTAMP('%I:%M %p', event_ts) AS d,
  FORMAT_DATETIME('%H%M%S', local_dt) AS e,
  FORMAT_TIMESTAMP('%E*S', event_ts) AS f,
  FORMAT_TIMESTAMP('%s', event_ts) AS g
FROM `silver.tx`;

-- example: parse_date
SELECT
  raw_id,
  SAFE.PARSE_DATE('%Y-%m-%d', raw_date) AS a,
  SAFE.PARSE_DATE('%d/%m/%Y', raw_date) AS b,
  SAFE.PARSE_DATE('%Y%m%d', REGEXP_EXTRACT(file_name, r'_(\d{8})')) AS c
FROM `bronze.raw_tx`;

-- example: parse_ts
SELECT
  raw_id,
  SAFE.PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S', raw_ts) AS a,
  SAFE.PARSE_TIMESTAMP('%Y-%m-%d %H:%M:%S', raw_ts, 'Europe/Paris') AS b,
  SAFE.PARSE_DATETIME('%F %T', raw_ts) AS c
FROM `bronze.raw_tx`;

-- example: parse_literals
SELECT
  PARSE_DATE('%m/%d', '03/29') AS a,
  PARSE_DATE('%Y', '2026') AS b,
  PARSE_TIMESTAMP('%d/%m/%Y %H:%M', '29/03/2026 02:30', 'Europe/Paris') AS c,
  PARSE_TIMESTAMP('%d/%m/%Y %H:%M', '25/10/2026 02:30', 'Europe/Paris') AS d,
  PARSE_TIMESTAMP('%Y-%m-%dT%H:%M:%E*S%Ez', '2026-03-29T10:00:00.123+02:00')
    AS e,
  PARSE_DATETIME('%Y%m%d%H%M%S', '20260329235959') AS f;

