-- stage

-- @start_date DATE, @end_date DATE
CREATE OR REPLACE TABLE `scratch.silver_things__{task}` AS
WITH model AS (
  SELECT thing_id, label, price, _source, _violations
  FROM `bronze.things`
  WHERE _event_date >= @start_date AND _event_date < @end_date
),
placed AS (
  SELECT *, _source.event_date AS _day
  FROM model
),
judged AS (
  SELECT *,
    IF(`price` < NUMERIC '0', 1, 0) AS _checks
  FROM placed
),
decided AS (
  SELECT *, ARRAY_LENGTH(_violations) = 0 AND NOT ((_checks & 1) != 0) AS _passes
  FROM judged
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `thing_id`, _day, _passes ORDER BY _source.generation DESC, `label` DESC, `price` DESC) AS _rank
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
  CASE WHEN NOT _passes THEN 'quarantined' WHEN _rank > 1 THEN 'duplicate' ELSE 'passed' END AS _status
FROM ranked;

CREATE OR REPLACE TABLE `scratch.silver_things__history__{task}` AS
WITH extracts AS (
  SELECT _day, LEAD(_day) OVER (ORDER BY _day) AS next_day
  FROM (SELECT DISTINCT _day FROM `scratch.silver_things__{task}`)
),
seen AS (
  SELECT `thing_id`, _day, LEAD(_day) OVER (PARTITION BY `thing_id` ORDER BY _day) AS next_seen
  FROM (SELECT DISTINCT `thing_id`, _day FROM `scratch.silver_things__{task}` WHERE `thing_id` IS NOT NULL)
),
gone AS (
  SELECT seen.`thing_id`, extracts.next_day AS _day
  FROM seen JOIN extracts ON seen._day = extracts._day
  WHERE extracts.next_day IS NOT NULL AND (seen.next_seen IS NULL OR seen.next_seen > extracts.next_day)
),
events AS (
  SELECT `thing_id`, _day, FALSE AS is_deleted, TO_JSON_STRING(STRUCT(`label`, `price`)) AS _state,
  `label`,
  `price`
  FROM `scratch.silver_things__{task}`
  WHERE _status = 'passed'
  UNION ALL
  SELECT `thing_id`, _day, TRUE, '',
  CAST(NULL AS STRING),
  CAST(NULL AS NUMERIC)
  FROM gone
),
compared AS (
  SELECT *,
    LAG(_state) OVER (PARTITION BY `thing_id` ORDER BY _day) AS _state_before,
    LAG(`label`) OVER (PARTITION BY `thing_id` ORDER BY _day) AS `_before_label`,
    LAG(`price`) OVER (PARTITION BY `thing_id` ORDER BY _day) AS `_before_price`
  FROM events
),
changes AS (
  SELECT * FROM compared
  WHERE (_state_before IS NULL AND NOT is_deleted) OR _state != _state_before
),
dated AS (
  SELECT *,
    IF(_day = (SELECT MIN(_day) FROM extracts), TIMESTAMP '0001-01-01 00:00:00+00', TIMESTAMP(_day, 'Europe/Paris')) AS valid_from
  FROM changes
)
SELECT
  `thing_id`,
  IF(is_deleted, `_before_label`, `label`) AS `label`,
  IF(is_deleted, `_before_price`, `price`) AS `price`,
  valid_from,
  LEAD(valid_from, 1, TIMESTAMP '9999-12-31 00:00:00+00') OVER (PARTITION BY `thing_id` ORDER BY valid_from) AS valid_to,
  LEAD(valid_from) OVER (PARTITION BY `thing_id` ORDER BY valid_from) IS NULL AS is_current,
  is_deleted
FROM dated;

-- audit: one scan of the staged rows

SELECT
  _day AS day,
  COUNT(*) AS staged,
  COUNTIF(_status = 'passed') AS passed,
  COUNTIF(_status = 'quarantined') AS quarantined,
  COUNTIF(_status = 'duplicate') AS duplicates,
  COUNTIF(ARRAY_LENGTH(_violations) > 0) AS violations,
  COUNTIF((_checks & 1) != 0) AS check_0
FROM `scratch.silver_things__{task}`
GROUP BY _day
ORDER BY day;

-- account: rows of bronze and identities staged

-- @window_start DATE, @window_end DATE
SELECT
  (SELECT COUNT(*) FROM `bronze.things__raw` WHERE _event_date >= @window_start AND _event_date < @window_end) AS bronze,
  (SELECT COUNT(*) FROM (SELECT DISTINCT _source.file, _source.generation, _source.line FROM `scratch.silver_things__{task}`)) AS identities;

-- account: the identities that differ

-- @window_start DATE, @window_end DATE
SELECT file, generation, line, SUM(in_bronze) AS bronze_rows, SUM(is_staged) AS staged_rows
FROM (
  SELECT _file AS file, _generation AS generation, _line AS line, 1 AS in_bronze, 0 AS is_staged
  FROM `bronze.things__raw`
  WHERE _event_date >= @window_start AND _event_date < @window_end
  UNION ALL
  SELECT _source.file, _source.generation, _source.line, 0, 1 FROM `scratch.silver_things__{task}`
)
GROUP BY file, generation, line
HAVING SUM(in_bronze) != SUM(is_staged)
ORDER BY file, generation, line
LIMIT 20;

-- evidence

SELECT _source.file AS file, _source.line AS line, ARRAY_CONCAT(_violations, IF((_checks & 1) != 0, ['range: price'], CAST([] AS ARRAY<STRING>))) AS failed
FROM `scratch.silver_things__{task}`
WHERE _status = 'quarantined'
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

-- publish: one transaction

-- @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @table_name STRING
ASSERT NOT EXISTS (
  SELECT 1 FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again';

DELETE FROM `silver.things` WHERE TRUE;

INSERT INTO `silver.things` (`thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted`)
SELECT `thing_id`, `label`, `price`, `valid_from`, `valid_to`, `is_current`, `is_deleted` FROM `scratch.silver_things__history__{task}`;

ASSERT (SELECT COUNT(*) FROM `silver.things`) = (SELECT COUNT(*) FROM `scratch.silver_things__history__{task}`) AS 'the published rows are not the rows that passed';

DELETE FROM `quarantine.silver_things` WHERE _day >= DATE '0001-01-01';

-- @run STRING
INSERT INTO `quarantine.silver_things` (`_day`, `_failed`, `_run`, `_source`, `thing_id`, `label`, `price`)
SELECT _day, ARRAY_CONCAT(_violations, IF((_checks & 1) != 0, ['range: price'], CAST([] AS ARRAY<STRING>))), @run, `_source`, `thing_id`, `label`, `price`
FROM `scratch.silver_things__{task}`
WHERE _status = 'quarantined';

-- @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.silver_things` WHERE _day >= DATE '0001-01-01') = @quarantined AS 'the quarantine does not hold the rows that were stopped';

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
