-- view

CREATE OR REPLACE VIEW `bronze.events` AS
SELECT
  `_typed_id` AS `id`,
  `_typed_happened_at` AS `happened_at`,
  `_typed_told_at` AS `told_at`,
  `_typed_valid_on` AS `valid_on`,
  `_typed_count` AS `count`,
  `_typed_price` AS `price`,
  `_typed_ratio` AS `ratio`,
  `_typed_is_good` AS `is_good`,
  `_typed_kind` AS `kind`,
  `_typed_detail` AS `detail`,
  `_typed_parts` AS `parts`,
  `_typed_person` AS `person`,
  _extra,
  _event_date,
  _ingested_at,
  IF((`_typed_id` IS NULL)
      OR IFNULL(NOT (CHAR_LENGTH(`_typed_id`) >= 2), FALSE)
      OR IFNULL(NOT (CHAR_LENGTH(`_typed_id`) <= 9), FALSE)
      OR IFNULL(NOT (REGEXP_CONTAINS(`_typed_id`, '^E\\d+$')), FALSE)
      OR (`happened_at` IS NOT NULL AND `happened_at` != '' AND `_typed_happened_at` IS NULL)
      OR (IFNULL(`happened_at`, '') = '')
      OR (`told_at` IS NOT NULL AND `told_at` != '' AND `_typed_told_at` IS NULL)
      OR (`valid_on` IS NOT NULL AND `valid_on` != '' AND `_typed_valid_on` IS NULL)
      OR IFNULL(NOT (`_typed_valid_on` >= DATE '2020-01-01'), FALSE)
      OR (`count` IS NOT NULL AND `count` != '' AND `_typed_count` IS NULL)
      OR IFNULL(NOT (`_typed_count` >= 1), FALSE)
      OR IFNULL(NOT (`_typed_count` < 100), FALSE)
      OR (`price` IS NOT NULL AND `price` != '' AND `_typed_price` IS NULL)
      OR IFNULL(NOT (`_typed_price` <= NUMERIC '99.5'), FALSE)
      OR IFNULL(NOT (`_typed_price` > NUMERIC '0'), FALSE)
      OR (`ratio` IS NOT NULL AND `ratio` != '' AND `_typed_ratio` IS NULL)
      OR (`is_good` IS NOT NULL AND `is_good` != '' AND `_typed_is_good` IS NULL)
      OR (IFNULL(`is_good`, '') = '')
      OR IFNULL(NOT (`_typed_kind` IN ('a', 'b\'s')), FALSE),
    ARRAY_CONCAT(
    IF((`_typed_id` IS NULL), ['required: id'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (CHAR_LENGTH(`_typed_id`) >= 2), FALSE), ['minLength: id'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (CHAR_LENGTH(`_typed_id`) <= 9), FALSE), ['maxLength: id'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (REGEXP_CONTAINS(`_typed_id`, '^E\\d+$')), FALSE), ['pattern: id'], CAST([] AS ARRAY<STRING>)),
    IF((`happened_at` IS NOT NULL AND `happened_at` != '' AND `_typed_happened_at` IS NULL), ['type: happened_at'], CAST([] AS ARRAY<STRING>)),
    IF((IFNULL(`happened_at`, '') = ''), ['required: happened_at'], CAST([] AS ARRAY<STRING>)),
    IF((`told_at` IS NOT NULL AND `told_at` != '' AND `_typed_told_at` IS NULL), ['type: told_at'], CAST([] AS ARRAY<STRING>)),
    IF((`valid_on` IS NOT NULL AND `valid_on` != '' AND `_typed_valid_on` IS NULL), ['type: valid_on'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_valid_on` >= DATE '2020-01-01'), FALSE), ['minimum: valid_on'], CAST([] AS ARRAY<STRING>)),
    IF((`count` IS NOT NULL AND `count` != '' AND `_typed_count` IS NULL), ['type: count'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_count` >= 1), FALSE), ['minimum: count'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_count` < 100), FALSE), ['exclusiveMaximum: count'], CAST([] AS ARRAY<STRING>)),
    IF((`price` IS NOT NULL AND `price` != '' AND `_typed_price` IS NULL), ['type: price'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_price` <= NUMERIC '99.5'), FALSE), ['maximum: price'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_price` > NUMERIC '0'), FALSE), ['exclusiveMinimum: price'], CAST([] AS ARRAY<STRING>)),
    IF((`ratio` IS NOT NULL AND `ratio` != '' AND `_typed_ratio` IS NULL), ['type: ratio'], CAST([] AS ARRAY<STRING>)),
    IF((`is_good` IS NOT NULL AND `is_good` != '' AND `_typed_is_good` IS NULL), ['type: is_good'], CAST([] AS ARRAY<STRING>)),
    IF((IFNULL(`is_good`, '') = ''), ['required: is_good'], CAST([] AS ARRAY<STRING>)),
    IF(IFNULL(NOT (`_typed_kind` IN ('a', 'b\'s')), FALSE), ['validValues: kind'], CAST([] AS ARRAY<STRING>))
    ),
    CAST([] AS ARRAY<STRING>)) AS _violations,
  STRUCT(_file AS file, _generation AS generation, _line AS line, _event_date AS event_date) AS _source
FROM (
  SELECT *,
  `id` AS `_typed_id`,
  IF(REGEXP_CONTAINS(`happened_at`, r'(?:[zZ]|:[0-9]{2}(?:[.][0-9]+)?[+-][0-9]{1,2}(?::?[0-9]{2})?)$'), SAFE_CAST(`happened_at` AS TIMESTAMP), TIMESTAMP(SAFE_CAST(`happened_at` AS DATETIME), 'Europe/Paris')) AS `_typed_happened_at`,
  SAFE.PARSE_TIMESTAMP('%d/%m/%Y %H:%M:%E*S', `told_at`, 'UTC') AS `_typed_told_at`,
  SAFE.PARSE_DATE('%d/%m/%Y', `valid_on`) AS `_typed_valid_on`,
  SAFE_CAST(`count` AS INT64) AS `_typed_count`,
  SAFE_CAST(`price` AS NUMERIC) AS `_typed_price`,
  SAFE_CAST(`ratio` AS FLOAT64) AS `_typed_ratio`,
  SAFE_CAST(`is_good` AS BOOL) AS `_typed_is_good`,
  `kind` AS `_typed_kind`,
  `detail` AS `_typed_detail`,
  `parts` AS `_typed_parts`,
  `person` AS `_typed_person`
  FROM (
    SELECT * REPLACE (
      IF(_extra IS NULL, `told_at`, COALESCE(`told_at`, JSON_VALUE(_extra, '$.told_at'), JSON_QUERY(_extra, '$.told_at'))) AS `told_at`,
      IF(_extra IS NULL, `valid_on`, COALESCE(`valid_on`, JSON_VALUE(_extra, '$.valid_on'), JSON_QUERY(_extra, '$.valid_on'))) AS `valid_on`,
      IF(_extra IS NULL, `count`, COALESCE(`count`, JSON_VALUE(_extra, '$.count'), JSON_QUERY(_extra, '$.count'))) AS `count`,
      IF(_extra IS NULL, `price`, COALESCE(`price`, JSON_VALUE(_extra, '$.price'), JSON_QUERY(_extra, '$.price'))) AS `price`,
      IF(_extra IS NULL, `ratio`, COALESCE(`ratio`, JSON_VALUE(_extra, '$.ratio'), JSON_QUERY(_extra, '$.ratio'))) AS `ratio`,
      IF(_extra IS NULL, `kind`, COALESCE(`kind`, JSON_VALUE(_extra, '$.kind'), JSON_QUERY(_extra, '$.kind'))) AS `kind`,
      IF(_extra IS NULL, `detail`, COALESCE(`detail`, JSON_VALUE(_extra, '$.detail'), JSON_QUERY(_extra, '$.detail'))) AS `detail`,
      IF(_extra IS NULL, `parts`, COALESCE(`parts`, JSON_VALUE(_extra, '$.parts'), JSON_QUERY(_extra, '$.parts'))) AS `parts`,
      IF(_extra IS NULL, `person`, COALESCE(`person`, JSON_VALUE(_extra, '$.person'), JSON_QUERY(_extra, '$.person'))) AS `person`
    )
    FROM `bronze.events__raw`
  )
  WHERE _ledger_id NOT IN (
    SELECT id FROM (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) WHERE MOD(turns, 2) = 1
    UNION ALL
    SELECT file.id
    FROM `ops.ledger` AS file
    JOIN (
      SELECT source, object, MAX(generation) AS generation
      FROM `ops.ledger` AS ledger
      WHERE ledger.source IN ('events') AND status = 'loaded' AND id NOT IN (SELECT id FROM (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) WHERE MOD(turns, 2) = 1)
      GROUP BY source, object
      HAVING COUNT(*) > 1
    ) AS newest ON newest.source = file.source AND newest.object = file.object
    WHERE file.source IN ('events') AND file.generation < newest.generation AND file.status = 'loaded'
  )
);

-- ingest: one transaction

-- @file_id STRING
ASSERT NOT EXISTS (SELECT 1 FROM `ops.ledger` WHERE id = @file_id) AS 'the file is in the ledger already';

-- @records INT64
ASSERT (SELECT COUNT(*) FROM `scratch.events__clean__{task}`) = @records AS 'the scratch table does not hold the records that were read';

-- @file_id STRING, @object STRING, @generation INT64, @ingested_at TIMESTAMP, @created_date DATE
INSERT INTO `bronze.events__raw` (`id`, `happened_at`, `told_at`, `valid_on`, `count`, `price`, `ratio`, `is_good`, `kind`, `detail`, `parts`, `person`, `_extra`, `_file`, `_generation`, `_line`, `_ledger_id`, `_event_date`, `_ingested_at`)
SELECT `id`, `happened_at`, `told_at`, `valid_on`, `count`, `price`, `ratio`, `is_good`, `kind`, `detail`, `parts`, `person`, _extra, @object, @generation, _line, @file_id, COALESCE(DATE(_event_time, 'Europe/Paris'), @created_date), @ingested_at
FROM (SELECT *, IF(REGEXP_CONTAINS(`happened_at`, r'(?:[zZ]|:[0-9]{2}(?:[.][0-9]+)?[+-][0-9]{1,2}(?::?[0-9]{2})?)$'), SAFE_CAST(`happened_at` AS TIMESTAMP), TIMESTAMP(SAFE_CAST(`happened_at` AS DATETIME), 'Europe/Paris')) AS _event_time FROM `scratch.events__clean__{task}`);

-- @file_id STRING, @created_date DATE
INSERT INTO `ops.ledger_dates` (id, source, event_date, row_count)
SELECT @file_id, 'events', event_date, COUNT(*)
FROM (SELECT COALESCE(DATE(_event_time, 'Europe/Paris'), @created_date) AS event_date FROM (SELECT *, IF(REGEXP_CONTAINS(`happened_at`, r'(?:[zZ]|:[0-9]{2}(?:[.][0-9]+)?[+-][0-9]{1,2}(?::?[0-9]{2})?)$'), SAFE_CAST(`happened_at` AS TIMESTAMP), TIMESTAMP(SAFE_CAST(`happened_at` AS DATETIME), 'Europe/Paris')) AS _event_time FROM `scratch.events__clean__{task}`))
GROUP BY event_date;

-- @file_id STRING, @object STRING, @generation INT64, @ingested_at TIMESTAMP, @size INT64, @records INT64, @malformed INT64, @unknown_columns ARRAY<STRING>, @drift STRING, @run STRING
INSERT INTO `ops.ledger` (id, source, object, generation, size, status, reason, row_count, malformed, unknown_columns, drift, run, ingested_at)
VALUES (@file_id, 'events', @object, @generation, @size, 'loaded', NULL, @records, @malformed, @unknown_columns, @drift, @run, @ingested_at);
