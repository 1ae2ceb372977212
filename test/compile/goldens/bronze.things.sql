-- view

CREATE OR REPLACE VIEW `bronze.things` AS
SELECT
  `_typed_thing_id` AS `thing_id`,
  `_typed_label` AS `label`,
  `_typed_price` AS `price`,
  _extra,
  _event_date,
  _ingested_at,
  IF((`_typed_thing_id` IS NULL)
      OR (`price` IS NOT NULL AND `price` != '' AND `_typed_price` IS NULL),
    ARRAY_CONCAT(
    IF((`_typed_thing_id` IS NULL), ['required: thing_id'], CAST([] AS ARRAY<STRING>)),
    IF((`price` IS NOT NULL AND `price` != '' AND `_typed_price` IS NULL), ['type: price'], CAST([] AS ARRAY<STRING>))
    ),
    CAST([] AS ARRAY<STRING>)) AS _violations,
  STRUCT(_file AS file, _generation AS generation, _line AS line, _event_date AS event_date) AS _source
FROM (
  SELECT *,
  `thing_id` AS `_typed_thing_id`,
  `label` AS `_typed_label`,
  SAFE_CAST(`price` AS NUMERIC) AS `_typed_price`
  FROM `bronze.things__raw`
  WHERE _ledger_id NOT IN (
    SELECT id FROM (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) WHERE MOD(turns, 2) = 1
  )
);

-- ingest: one transaction

-- @file_id STRING
ASSERT NOT EXISTS (SELECT 1 FROM `ops.ledger` WHERE id = @file_id) AS 'the file is in the ledger already';

-- @records INT64
ASSERT (SELECT COUNT(*) FROM `scratch.things__clean__{task}`) = @records AS 'the scratch table does not hold the records that were read';

-- @file_id STRING, @object STRING, @generation INT64, @ingested_at TIMESTAMP, @snapshot_date DATE
INSERT INTO `bronze.things__raw` (`thing_id`, `label`, `price`, `_extra`, `_file`, `_generation`, `_line`, `_ledger_id`, `_event_date`, `_ingested_at`)
SELECT `thing_id`, `label`, `price`, _extra, @object, @generation, _line, @file_id, @snapshot_date, @ingested_at
FROM `scratch.things__clean__{task}`;

-- @file_id STRING, @snapshot_date DATE
INSERT INTO `ops.ledger_dates` (id, source, event_date, row_count)
SELECT @file_id, 'things', event_date, COUNT(*)
FROM (SELECT @snapshot_date AS event_date FROM `scratch.things__clean__{task}`)
GROUP BY event_date;

-- @file_id STRING, @object STRING, @generation INT64, @ingested_at TIMESTAMP, @size INT64, @records INT64, @malformed INT64, @unknown_columns ARRAY<STRING>, @drift STRING, @run STRING
INSERT INTO `ops.ledger` (id, source, object, generation, size, status, reason, row_count, malformed, unknown_columns, drift, run, ingested_at)
VALUES (@file_id, 'things', @object, @generation, @size, 'loaded', NULL, @records, @malformed, @unknown_columns, @drift, @run, @ingested_at);
