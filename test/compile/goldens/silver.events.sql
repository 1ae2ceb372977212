-- stage

-- @start_date DATE, @end_date DATE, @window_start DATE, @window_end DATE
CREATE OR REPLACE TABLE `scratch.silver_events__{task}` AS
WITH model AS (
  SELECT
    DATE(happened_at, 'Europe/Paris') AS business_date,
    id,
    happened_at,
    told_at,
    count,
    price,
    `fn.net`(price) AS net,
    kind,
    JSON_VALUE(detail, '$.thing') AS thing_id,
    _source,
    _violations
  FROM `bronze.events`
  WHERE _event_date >= @start_date AND _event_date < @end_date
),
placed AS (
  SELECT *, _source.event_date AS _day
  FROM model
),
judged AS (
  SELECT *,
    ((((IF(`count` IS NULL, 1, 0)
+ IF(`count` < 1 OR `count` > 99, 2, 0))
+ IF(`kind` NOT IN ('a', 'b'), 4, 0))
+ (IF(`kind` IS NOT NULL AND `kind` NOT IN (SELECT `kind` FROM `ref.kinds` WHERE `kind` IS NOT NULL), 8, 0)
+ IF(NOT REGEXP_CONTAINS(`kind`, '^[a-z]$'), 16, 0)))
+ ((IF(CHAR_LENGTH(`kind`) < 1 OR CHAR_LENGTH(`kind`) > 1, 32, 0)
+ IF(`thing_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `silver.things` AS related WHERE related.`thing_id` = placed.`thing_id` AND related.valid_from < TIMESTAMP(DATE_ADD(placed._day, INTERVAL 1 DAY), 'Europe/Paris')), 64, 0))
+ (IF(NOT (net <= price AND kind != 'Côte d\'Ivoire'), 128, 0)
+ IF(IFNULL(NOT (`business_date` = _source.event_date), TRUE), 256, 0)))) AS _checks
  FROM placed
),
decided AS (
  SELECT *, ARRAY_LENGTH(_violations) = 0 AND NOT ((_checks & 322) != 0) AS _passes
  FROM judged
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `id`, _passes ORDER BY `told_at` DESC, `business_date` DESC, `happened_at` DESC, `count` DESC, `price` DESC, `net` DESC, `kind` DESC, `thing_id` DESC) AS _rank
  FROM decided
),
compared AS (
  SELECT *, MIN(_rank) OVER (PARTITION BY `id`, _passes ORDER BY UNIX_DATE(_day) RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS _best_near
  FROM ranked
)
SELECT
  `business_date`,
  `id`,
  `happened_at`,
  `told_at`,
  `count`,
  `price`,
  `net`,
  `kind`,
  `thing_id`,
  _source,
  _violations,
  _day,
  _checks,
  CASE WHEN NOT _passes THEN 'quarantined' WHEN _best_near < _rank THEN 'duplicate' ELSE 'passed' END AS _status
FROM compared
WHERE _day >= @window_start AND _day < @window_end;

-- audit: one scan of the staged rows

SELECT
  _day AS day,
  COUNT(*) AS staged,
  COUNTIF(_status = 'passed') AS passed,
  COUNTIF(_status = 'quarantined') AS quarantined,
  COUNTIF(_status = 'duplicate') AS duplicates,
  COUNTIF(_status = 'quarantined' AND ARRAY_LENGTH(_violations) > 0) AS violations,
  COUNTIF(_status = 'passed' AND (_checks & 1) != 0) AS check_0,
  COUNTIF(_status = 'quarantined' AND (_checks & 2) != 0) AS check_1,
  COUNTIF(_status = 'passed' AND (_checks & 4) != 0) AS check_2,
  COUNTIF(_status = 'passed' AND (_checks & 8) != 0) AS check_3,
  COUNTIF(_status = 'passed' AND (_checks & 16) != 0) AS check_4,
  COUNTIF(_status = 'passed' AND (_checks & 32) != 0) AS check_5,
  COUNTIF(_status = 'quarantined' AND (_checks & 64) != 0) AS check_6,
  COUNTIF(_status = 'passed' AND (_checks & 128) != 0) AS check_7,
  CAST(COUNTIF(_status = 'passed') AS FLOAT64) AS check_9,
  CAST(TIMESTAMP_DIFF(TIMESTAMP(DATE_ADD(MAX(_day), INTERVAL 1 DAY), 'Europe/Paris'), MAX(IF(_status = 'passed', `happened_at`, NULL)), MINUTE) / 60 AS FLOAT64) AS check_10,
  CAST(SUM(IF(_status = 'passed', `price`, NULL)) AS FLOAT64) AS check_11,
  CAST(AVG(IF(_status = 'passed', `price`, NULL)) AS FLOAT64) AS check_12,
  COUNTIF(_status = 'quarantined' AND (_checks & 256) != 0) AS check_13
FROM `scratch.silver_events__{task}`
GROUP BY _day
ORDER BY day;

-- audit: what needs a grouping of its own

SELECT _day AS day, 8 AS position, SUM(n - 1) AS repeated
FROM (SELECT _day, COUNT(*) AS n FROM `scratch.silver_events__{task}` WHERE _status = 'passed' AND `id` IS NOT NULL GROUP BY `id`, _day)
GROUP BY _day;

-- audit: rules of the contract that rows broke

SELECT _day AS day, rule, COUNT(*) AS broken
FROM `scratch.silver_events__{task}` CROSS JOIN UNNEST(_violations) AS rule
WHERE _status = 'quarantined'
GROUP BY _day, rule
ORDER BY day, rule;

-- account: rows of bronze and identities staged

-- @window_start DATE, @window_end DATE
SELECT
  (SELECT COUNT(*) FROM `bronze.events` WHERE _event_date >= @window_start AND _event_date < @window_end) AS bronze,
  (SELECT COUNT(*) FROM (SELECT DISTINCT _source.file, _source.generation, _source.line FROM `scratch.silver_events__{task}`)) AS identities;

-- account: the identities that differ

-- @window_start DATE, @window_end DATE
SELECT file, generation, line, SUM(in_bronze) AS bronze_rows, SUM(is_staged) AS staged_rows
FROM (
  SELECT _source.file, _source.generation, _source.line, 1 AS in_bronze, 0 AS is_staged
  FROM `bronze.events`
  WHERE _event_date >= @window_start AND _event_date < @window_end
  UNION ALL
  SELECT _source.file, _source.generation, _source.line, 0, 1 FROM `scratch.silver_events__{task}`
)
GROUP BY file, generation, line
HAVING SUM(in_bronze) != SUM(is_staged)
ORDER BY file, generation, line
LIMIT 20;

-- evidence

-- @dates DATES
SELECT _source.file AS file, _source.line AS line, ARRAY_CONCAT(_violations, IF((_checks & 2) != 0, ['range: count'], CAST([] AS ARRAY<STRING>)), IF((_checks & 64) != 0, ['relationships: thing_id'], CAST([] AS ARRAY<STRING>)), IF((_checks & 256) != 0, ['partition: business_date'], CAST([] AS ARRAY<STRING>))) AS failed
FROM `scratch.silver_events__{task}`
WHERE _status = 'quarantined' AND _day IN (@dates)
ORDER BY file, line
LIMIT 20;

-- retain: what publishing replaces, in its transaction

-- @kept_since DATE
DELETE FROM `retained.silver_events` WHERE _retired_on < @kept_since;

-- @table_name STRING, @run STRING, @retired_on DATE, @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @dates DATES
INSERT INTO `retained.silver_events` (`_day`, `_run`, `_kind`, `_retired_by`, `_retired_on`, `_failed`, `_stopped_by`, `_source`, `business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`)
WITH replaced AS (
  SELECT published.partition_date AS _day, published.run AS _run
  FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date AND published.seq = pin.seq
  WHERE published.table_name = @table_name
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
  CAST(NULL AS DATE),
  CAST(NULL AS STRING),
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS TIMESTAMP),
  CAST(NULL AS INT64),
  CAST(NULL AS NUMERIC),
  CAST(NULL AS NUMERIC),
  CAST(NULL AS STRING),
  CAST(NULL AS STRING)
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
  kept.`business_date`,
  kept.`id`,
  kept.`happened_at`,
  kept.`told_at`,
  kept.`count`,
  kept.`price`,
  kept.`net`,
  kept.`kind`,
  kept.`thing_id`
FROM `silver.events` AS kept JOIN replaced ON kept.`business_date` = replaced._day
WHERE kept.`business_date` IN (@dates)
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
  kept.`business_date`,
  kept.`id`,
  kept.`happened_at`,
  kept.`told_at`,
  kept.`count`,
  kept.`price`,
  kept.`net`,
  kept.`kind`,
  kept.`thing_id`
FROM `quarantine.silver_events` AS kept JOIN replaced ON kept.`_day` = replaced._day
WHERE kept.`_day` IN (@dates);

-- quarantine: what is in it

-- @window_start DATE, @window_end DATE
SELECT _day AS day, CAST(NULL AS STRING) AS _reason, COUNT(*) AS stopped
FROM `quarantine.silver_events`
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day
UNION ALL
SELECT _day, _reason, COUNT(*)
FROM `quarantine.silver_events` CROSS JOIN UNNEST(_failed) AS _reason
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day, _reason;

-- restore: what is there to be restored

-- @kept_since DATE
SELECT _day AS partition_date, _run AS run, COUNTIF(_kind = 'published') AS published, COUNTIF(_kind = 'quarantined') AS quarantined
FROM `retained.silver_events`
WHERE _retired_on >= @kept_since
GROUP BY _day, _run
ORDER BY _day, _run;

-- restore: one transaction, after retain

-- @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @table_name STRING
ASSERT NOT EXISTS (
  SELECT 1 FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again';

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
ASSERT (
  SELECT COUNT(*) FROM `retained.silver_events` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'partition' AND kept._retired_on >= @kept_since
) = ARRAY_LENGTH(@restored) AS 'some of the partitions are not retained any more; nothing was restored';

-- @dates DATES
DELETE FROM `silver.events` WHERE `business_date` IN (@dates);

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `silver.events` (`business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`)
SELECT kept.`business_date`, kept.`id`, kept.`happened_at`, kept.`told_at`, kept.`count`, kept.`price`, kept.`net`, kept.`kind`, kept.`thing_id`
FROM `retained.silver_events` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'published' AND kept._retired_on >= @kept_since;

-- @dates DATES, @published INT64
ASSERT (SELECT COUNT(*) FROM `silver.events` WHERE `business_date` IN (@dates)) = @published AS 'the rows are not those that were retained';

-- @dates DATES
DELETE FROM `quarantine.silver_events` WHERE _day IN (@dates);

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `quarantine.silver_events` (`_day`, `_failed`, `_run`, `_source`, `business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`)
SELECT kept.`_day`, kept.`_failed`, kept.`_stopped_by`, kept.`_source`, kept.`business_date`, kept.`id`, kept.`happened_at`, kept.`told_at`, kept.`count`, kept.`price`, kept.`net`, kept.`kind`, kept.`thing_id`
FROM `retained.silver_events` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'quarantined' AND kept._retired_on >= @kept_since;

-- @dates DATES, @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.silver_events` WHERE _day IN (@dates)) = @quarantined AS 'the rows are not those that were retained';

-- @task_id STRING, @table_name STRING, @now TIMESTAMP, @republished ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, fingerprint STRING, input_versions STRING, row_count INT64, run STRING, restores STRING, pinned BOOL>>
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at, restores, pinned)
SELECT @table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, @task_id, @now, restores, pinned
FROM UNNEST(@republished);

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @window_start DATE, @window_end DATE, @bronze INT64, @staged INT64, @published INT64, @quarantined INT64, @duplicates INT64, @outcome STRING, @reason STRING
INSERT INTO `ops.accounts` (run, task, table_name, start_date, end_date, bronze, staged, published, quarantined, duplicates, outcome, reason, recorded_at)
VALUES (@run, @task_id, @table_name, @window_start, @window_end, @bronze, @staged, @published, @quarantined, @duplicates, @outcome, @reason, @now);

-- publish: one transaction

-- @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @table_name STRING
ASSERT NOT EXISTS (
  SELECT 1 FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again';

-- @dates DATES
DELETE FROM `silver.events` WHERE `business_date` IN (@dates);

INSERT INTO `silver.events` (`business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`)
SELECT `business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id` FROM `scratch.silver_events__{task}` WHERE _status = 'passed';

-- @dates DATES, @published INT64
ASSERT (SELECT COUNT(*) FROM `silver.events` WHERE `business_date` IN (@dates)) = @published AS 'the published rows are not the rows that passed';

-- @dates DATES
DELETE FROM `quarantine.silver_events` WHERE _day IN (@dates);

-- @run STRING
INSERT INTO `quarantine.silver_events` (`_day`, `_failed`, `_run`, `_source`, `business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`)
SELECT _day, ARRAY_CONCAT(_violations, IF((_checks & 2) != 0, ['range: count'], CAST([] AS ARRAY<STRING>)), IF((_checks & 64) != 0, ['relationships: thing_id'], CAST([] AS ARRAY<STRING>)), IF((_checks & 256) != 0, ['partition: business_date'], CAST([] AS ARRAY<STRING>))), @run, `_source`, `business_date`, `id`, `happened_at`, `told_at`, `count`, `price`, `net`, `kind`, `thing_id`
FROM `scratch.silver_events__{task}`
WHERE _status = 'quarantined';

-- @dates DATES, @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.silver_events` WHERE _day IN (@dates)) = @quarantined AS 'the quarantine does not hold the rows that were stopped';

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
