-- stage

-- @start_date DATE, @end_date DATE
CREATE OR REPLACE TABLE `scratch.silver_things__{task}` AS
WITH model AS (
  SELECT thing_id, label, price, _source, _violations
  FROM `bronze.things`
  WHERE _event_date >= @start_date AND _event_date < @end_date
),
placed AS (
  SELECT *, _source.event_date AS _day,
    IFNULL(SAFE.PARSE_TIMESTAMP('%Y%m%d%H%M%S', RPAD(IF(REGEXP_CONTAINS(_source.file, 'things_(\\d{4}-\\d{2}-\\d{2})'), REGEXP_REPLACE(REGEXP_REPLACE(_source.file, '(?s)^.*?(?:things_(\\d{4}-\\d{2}-\\d{2})).*$', '\\1'), '[^0-9]', ''), NULL), 14, '0'), 'Europe/Paris'), TIMESTAMP(_source.event_date, 'Europe/Paris')) AS _extract,
    _source.generation < MAX(_source.generation) OVER (PARTITION BY _source.file) AS _replaced
  FROM model
),
judged AS (
  SELECT *,
    IF(`price` < NUMERIC '0', 1, 0) AS _checks
  FROM placed
),
decided AS (
  SELECT *, NOT _replaced AND ARRAY_LENGTH(_violations) = 0 AND NOT ((_checks & 1) != 0) AS _passes
  FROM judged
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `thing_id`, _extract, _passes ORDER BY _source.generation DESC, `label` DESC, `price` DESC) AS _rank
  FROM decided
)
SELECT
  `thing_id`,
  `label`,
  `price`,
  _source,
  _violations,
  _day,
  _checks,
  _extract,
  CASE WHEN _replaced THEN 'duplicate' WHEN NOT _passes THEN 'quarantined' WHEN _rank > 1 THEN 'duplicate' ELSE 'passed' END AS _status
FROM ranked;

-- @window_start DATE
CREATE OR REPLACE TABLE `scratch.silver_things__history__{task}` AS
WITH before AS (
  SELECT *
  FROM `silver.things`
  WHERE valid_from < IF(@window_start = DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00+00', TIMESTAMP(@window_start, 'Europe/Paris')) AND valid_to >= IF(@window_start = DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00+00', TIMESTAMP(@window_start, 'Europe/Paris'))
),
extracts AS (
  SELECT _extract, ROW_NUMBER() OVER (ORDER BY _extract) AS _place
  FROM (SELECT DISTINCT _extract FROM `scratch.silver_things__{task}`)
),
rows_of AS (
  SELECT staged.*, extracts._place, TO_JSON_STRING(STRUCT(staged.`thing_id`)) AS _key
  FROM `scratch.silver_things__{task}` AS staged
  JOIN extracts ON extracts._extract = staged._extract
  WHERE staged._status != 'duplicate'
),
seen AS (
  SELECT DISTINCT _key, _place FROM rows_of
  UNION ALL
  SELECT TO_JSON_STRING(STRUCT(`thing_id`)), 0 FROM before WHERE NOT is_deleted
),
gone AS (
  SELECT _key, _place + 1 AS _place
  FROM (SELECT _key, _place, LEAD(_place) OVER (PARTITION BY _key ORDER BY _place) AS _next FROM seen)
  WHERE _place < (SELECT COUNT(*) FROM extracts) AND IFNULL(_next > _place + 1, TRUE)
),
known AS (
  SELECT TO_JSON_STRING(STRUCT(`thing_id`)) AS _key, 0 AS _place, is_deleted, IF(is_deleted, '', TO_JSON_STRING(STRUCT(`label`, `price`))) AS _state, valid_from, valid_to, `thing_id`, `label`, `price`
  FROM before
  UNION ALL
  SELECT _key, _place, FALSE, TO_JSON_STRING(STRUCT(`label`, `price`)), IF(@window_start = DATE '0001-01-01' AND _place = 1, TIMESTAMP '0001-01-01 00:00:00+00', _extract), TIMESTAMP '9999-12-31 00:00:00+00', `thing_id`, `label`, `price`
  FROM rows_of
  WHERE _status = 'passed'
  UNION ALL
  SELECT gone._key, gone._place, TRUE, '', extracts._extract, TIMESTAMP '9999-12-31 00:00:00+00', CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS NUMERIC)
  FROM gone JOIN extracts ON extracts._place = gone._place
),
changes AS (
  SELECT *, LAG(_state) OVER (PARTITION BY _key ORDER BY _place) AS _state_before
  FROM known
  WHERE TRUE
  QUALIFY _place = 0 OR (_state_before IS NULL AND NOT is_deleted) OR _state != _state_before
),
versions AS (
  SELECT
  IF(is_deleted AND _place > 0, LAG(`thing_id`) OVER by_key, `thing_id`) AS `thing_id`,
  IF(is_deleted AND _place > 0, LAG(`label`) OVER by_key, `label`) AS `label`,
  IF(is_deleted AND _place > 0, LAG(`price`) OVER by_key, `price`) AS `price`,
  valid_from,
  LEAD(valid_from, 1, TIMESTAMP '9999-12-31 00:00:00+00') OVER by_key AS valid_to,
  LEAD(valid_from) OVER by_key IS NULL AS is_current,
  is_deleted,
  NOT is_deleted AND IFNULL(LAG(is_deleted) OVER by_key, TRUE) AS _appears,
  valid_to AS _ended,
  _place
  FROM changes
  WINDOW by_key AS (PARTITION BY _key ORDER BY _place)
)
SELECT `thing_id`, `label`, `price`, valid_from, valid_to, is_current, is_deleted, _appears
FROM versions
WHERE _place > 0 OR valid_to != _ended;

-- audit: one scan of the staged rows

SELECT
  _day AS day,
  COUNT(*) AS staged,
  COUNTIF(_status = 'passed') AS passed,
  COUNTIF(_status = 'quarantined') AS quarantined,
  COUNTIF(_status = 'duplicate') AS duplicates,
  COUNTIF(_status = 'quarantined' AND ARRAY_LENGTH(_violations) > 0) AS violations,
  COUNTIF(_status = 'quarantined' AND (_checks & 1) != 0) AS check_0
FROM `scratch.silver_things__{task}`
GROUP BY _day
ORDER BY day;

-- audit: rules of the contract that rows broke

SELECT _day AS day, rule, COUNT(*) AS broken
FROM `scratch.silver_things__{task}` CROSS JOIN UNNEST(_violations) AS rule
WHERE _status = 'quarantined'
GROUP BY _day, rule
ORDER BY day, rule;

-- account: rows of bronze and identities staged

-- @window_start DATE, @window_end DATE
SELECT
  (SELECT COUNT(*) FROM `bronze.things` WHERE _event_date >= @window_start AND _event_date < @window_end) AS bronze,
  (SELECT COUNT(*) FROM (SELECT DISTINCT _source.file, _source.generation, _source.line FROM `scratch.silver_things__{task}`)) AS identities;

-- account: the identities that differ

-- @window_start DATE, @window_end DATE
SELECT file, generation, line, SUM(in_bronze) AS bronze_rows, SUM(is_staged) AS staged_rows
FROM (
  SELECT _source.file, _source.generation, _source.line, 1 AS in_bronze, 0 AS is_staged
  FROM `bronze.things`
  WHERE _event_date >= @window_start AND _event_date < @window_end
  UNION ALL
  SELECT _source.file, _source.generation, _source.line, 0, 1 FROM `scratch.silver_things__{task}`
)
GROUP BY file, generation, line
HAVING SUM(in_bronze) != SUM(is_staged)
ORDER BY file, generation, line
LIMIT 20;

-- evidence

-- @dates DATES
SELECT _source.file AS file, _source.line AS line, ARRAY_CONCAT(_violations, IF((_checks & 1) != 0, ['range: price'], CAST([] AS ARRAY<STRING>))) AS failed
FROM `scratch.silver_things__{task}`
WHERE _status = 'quarantined' AND _day IN (@dates)
ORDER BY file, line
LIMIT 20;

-- retain: what publishing replaces, in its transaction

-- @kept_since DATE
DELETE FROM `retained.silver_things` WHERE _retired_on < @kept_since;

-- @table_name STRING, @run STRING, @retired_on DATE
INSERT INTO `retained.silver_things` (`_day`, `_run`, `_kind`, `_retired_by`, `_retired_on`, `_failed`, `_stopped_by`, `_source`, `thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted`)
WITH replaced AS (
  SELECT DATE '0001-01-01' AS _day, run AS _run
  FROM `ops.partitions`
  WHERE table_name = @table_name
  ORDER BY published_at DESC, run DESC
  LIMIT 1
)
SELECT
  replaced._day,
  replaced._run,
  'partition',
  @run,
  @retired_on,
  CAST([] AS ARRAY<STRING>),
  CAST(NULL AS STRING),
  CAST(NULL AS STRUCT<file STRING, generation INT64, line INT64, event_date DATE>),
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  CAST(NULL AS NUMERIC),
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS BOOL),
  CAST(NULL AS BOOL)
FROM replaced
UNION ALL
SELECT
  replaced._day,
  replaced._run,
  'published',
  @run,
  @retired_on,
  CAST([] AS ARRAY<STRING>),
  CAST(NULL AS STRING),
  CAST(NULL AS STRUCT<file STRING, generation INT64, line INT64, event_date DATE>),
  kept.`thing_id`,
  kept.`label`,
  kept.`price`,
  kept.`valid_from`,
  kept.`valid_to`,
  kept.`is_current`,
  kept.`is_deleted`
FROM `silver.things` AS kept CROSS JOIN replaced
UNION ALL
SELECT
  kept._day,
  replaced._run,
  'quarantined',
  @run,
  @retired_on,
  kept.`_failed`,
  kept._run,
  kept.`_source`,
  kept.`thing_id`,
  kept.`label`,
  kept.`price`,
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS BOOL),
  CAST(NULL AS BOOL)
FROM `quarantine.silver_things` AS kept CROSS JOIN replaced
WHERE kept._day >= DATE '0001-01-01';

-- quarantine: what is in it

-- @window_start DATE, @window_end DATE
SELECT _day AS day, CAST(NULL AS STRING) AS _reason, COUNT(*) AS stopped
FROM `quarantine.silver_things`
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day
UNION ALL
SELECT _day, _reason, COUNT(*)
FROM `quarantine.silver_things` CROSS JOIN UNNEST(_failed) AS _reason
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day, _reason;

-- restore: what is there to be restored

-- @kept_since DATE
SELECT DATE '0001-01-01' AS partition_date, _run AS run, COUNTIF(_kind = 'published') AS published, COUNTIF(_kind = 'quarantined') AS quarantined
FROM `retained.silver_things`
WHERE _retired_on >= @kept_since
GROUP BY _run
ORDER BY _run;

-- restore: one transaction, after retain

-- @publications INT64, @table_name STRING
ASSERT (
  SELECT IFNULL(SUM(seq), 0)
  FROM (SELECT MAX(seq) AS seq FROM `ops.partitions` WHERE table_name = @table_name GROUP BY partition_date)
) = @publications AS 'another run has published this table since this one was planned; nothing was published, run again';

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
ASSERT (
  SELECT COUNT(*) FROM `retained.silver_things` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'partition' AND kept._retired_on >= @kept_since
) = ARRAY_LENGTH(@restored) AS 'some of the partitions are not retained any more; nothing was restored';

DELETE FROM `silver.things` WHERE TRUE;

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `silver.things` (`thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted`)
SELECT kept.`thing_id`, kept.`label`, kept.`price`, kept.`valid_from`, kept.`valid_to`, kept.`is_current`, kept.`is_deleted`
FROM `retained.silver_things` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'published' AND kept._retired_on >= @kept_since;

-- @published INT64
ASSERT (SELECT COUNT(*) FROM `silver.things` WHERE TRUE) = @published AS 'the rows are not those that were retained';

DELETE FROM `quarantine.silver_things` WHERE _day >= DATE '0001-01-01';

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `quarantine.silver_things` (`_day`, `_failed`, `_run`, `_source`, `thing_id`, `label`, `price`)
SELECT kept.`_day`, kept.`_failed`, kept.`_stopped_by`, kept.`_source`, kept.`thing_id`, kept.`label`, kept.`price`
FROM `retained.silver_things` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'quarantined' AND kept._retired_on >= @kept_since;

-- @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.silver_things` WHERE _day >= DATE '0001-01-01') = @quarantined AS 'the rows are not those that were retained';

-- @task_id STRING, @table_name STRING, @now TIMESTAMP, @republished ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, fingerprint STRING, input_versions STRING, row_count INT64, run STRING, restores STRING, pinned BOOL>>
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at, restores, pinned)
SELECT @table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, @task_id, @now, restores, pinned
FROM UNNEST(@republished);

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @window_start DATE, @window_end DATE, @bronze INT64, @staged INT64, @published INT64, @quarantined INT64, @duplicates INT64, @outcome STRING, @reason STRING
INSERT INTO `ops.accounts` (run, task, table_name, start_date, end_date, bronze, staged, published, quarantined, duplicates, outcome, reason, recorded_at)
VALUES (@run, @task_id, @table_name, @window_start, @window_end, @bronze, @staged, @published, @quarantined, @duplicates, @outcome, @reason, @now);

-- publish: one transaction

-- @publications INT64, @table_name STRING
ASSERT (
  SELECT IFNULL(SUM(seq), 0)
  FROM (SELECT MAX(seq) AS seq FROM `ops.partitions` WHERE table_name = @table_name GROUP BY partition_date)
) = @publications AS 'another run has published this table since this one was planned; nothing was published, run again';

-- @window_start DATE
DELETE FROM `silver.things` WHERE valid_from >= IF(@window_start = DATE '0001-01-01', TIMESTAMP '0001-01-01 00:00:00+00', TIMESTAMP(@window_start, 'Europe/Paris'));

DELETE FROM `silver.things` AS published WHERE EXISTS (SELECT 1 FROM `scratch.silver_things__history__{task}` AS written WHERE TO_JSON_STRING(STRUCT(written.`thing_id`)) = TO_JSON_STRING(STRUCT(published.`thing_id`)) AND written.valid_from = published.valid_from);

INSERT INTO `silver.things` (`thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted`)
SELECT `thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted` FROM `scratch.silver_things__history__{task}`;

ASSERT NOT EXISTS (
  SELECT 1
  FROM (
    SELECT valid_from, valid_to, is_current, LEAD(valid_from) OVER (PARTITION BY TO_JSON_STRING(STRUCT(published.`thing_id`)) ORDER BY valid_from) AS next_from
    FROM `silver.things` AS published
    WHERE TO_JSON_STRING(STRUCT(published.`thing_id`)) IN (SELECT TO_JSON_STRING(STRUCT(`thing_id`)) FROM `scratch.silver_things__history__{task}`)
  )
  WHERE valid_from >= valid_to OR is_current != (next_from IS NULL) OR valid_to != IFNULL(next_from, TIMESTAMP '9999-12-31 00:00:00+00')
) AS 'the versions of a key have a gap, an overlap or no current one';

-- @window_start DATE
DELETE FROM `quarantine.silver_things` WHERE _day >= @window_start;

-- @run STRING
INSERT INTO `quarantine.silver_things` (`_day`, `_failed`, `_run`, `_source`, `thing_id`, `label`, `price`)
SELECT _day, ARRAY_CONCAT(_violations, IF((_checks & 1) != 0, ['range: price'], CAST([] AS ARRAY<STRING>))), @run, `_source`, `thing_id`, `label`, `price`
FROM `scratch.silver_things__{task}`
WHERE _status = 'quarantined';

-- @window_start DATE, @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.silver_things` WHERE _day >= @window_start) = @quarantined AS 'the quarantine does not hold the rows that were stopped';

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @fingerprint STRING, @versions ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, input_versions STRING, row_count INT64>>
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at)
SELECT @table_name, partition_date, seq, version, @fingerprint, input_versions, row_count, @run, @task_id, @now
FROM UNNEST(@versions);

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @window_start DATE, @window_end DATE, @bronze INT64, @staged INT64, @published INT64, @quarantined INT64, @duplicates INT64, @outcome STRING, @reason STRING
INSERT INTO `ops.accounts` (run, task, table_name, start_date, end_date, bronze, staged, published, quarantined, duplicates, outcome, reason, recorded_at)
VALUES (@run, @task_id, @table_name, @window_start, @window_end, @bronze, @staged, @published, @quarantined, @duplicates, @outcome, @reason, @now);

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @results ARRAY<STRUCT<check_name STRING, severity STRING, partition_date DATE, judged INT64, failing INT64, observed FLOAT64, outcome STRING>>, @backfill BOOL
INSERT INTO `ops.checks` (run, task, table_name, check_name, severity, partition_date, judged, failing, observed, outcome, recorded_at, backfill)
SELECT @run, @task_id, @table_name, check_name, severity, partition_date, judged, failing, observed, outcome, @now, @backfill
FROM UNNEST(@results);
