-- stage

-- @start_date DATE, @end_date DATE, @window_start DATE, @window_end DATE
CREATE OR REPLACE TABLE `scratch.gold_daily__{task}` AS
WITH model AS (
  SELECT event.business_date, thing.label, SUM(event.price) AS price
  FROM `silver.events` AS event
  JOIN `silver.things` AS thing
    ON thing.thing_id = event.thing_id
    AND event.happened_at >= thing.valid_from AND event.happened_at < thing.valid_to
  WHERE event.business_date >= @start_date AND event.business_date < @end_date AND event.price > NUMERIC '0.5'
  GROUP BY event.business_date, thing.label
),
placed AS (
  SELECT *, IF(`business_date` >= @window_start AND `business_date` < @window_end, `business_date`, @window_start) AS _day
  FROM model
),
judged AS (
  SELECT *,
    ((IF(`business_date` IS NULL, 1, 0)
+ IF(`label` IS NULL, 2, 0))
+ IF(IFNULL(NOT (`business_date` >= @window_start AND `business_date` < @window_end), TRUE), 4, 0)) AS _checks
  FROM placed
),
decided AS (
  SELECT *, NOT ((_checks & 4) != 0) AS _passes
  FROM judged
)
SELECT
  `business_date`,
  `label`,
  `price`,
  _day,
  _checks,
  CASE WHEN NOT _passes THEN 'quarantined' ELSE 'passed' END AS _status
FROM decided
WHERE _day >= @window_start AND _day < @window_end;

-- audit: one scan of the staged rows

SELECT
  _day AS day,
  COUNT(*) AS staged,
  COUNTIF(_status = 'passed') AS passed,
  COUNTIF(_status = 'quarantined') AS quarantined,
  COUNTIF(_status = 'duplicate') AS duplicates,
  COUNTIF(_status = 'passed' AND (_checks & 1) != 0) AS check_1,
  COUNTIF(_status = 'passed' AND (_checks & 2) != 0) AS check_2,
  COUNTIF(_status = 'quarantined' AND (_checks & 4) != 0) AS check_3
FROM `scratch.gold_daily__{task}`
GROUP BY _day
ORDER BY day;

-- audit: what needs a grouping of its own

SELECT _day AS day, 0 AS position, SUM(n - 1) AS repeated
FROM (SELECT _day, COUNT(*) AS n FROM `scratch.gold_daily__{task}` WHERE _status = 'passed' AND `business_date` IS NOT NULL AND `label` IS NOT NULL GROUP BY `business_date`, `label`, _day)
GROUP BY _day;

-- reconcile

-- @start_date DATE, @end_date DATE, @window_start DATE, @window_end DATE
WITH wanted AS (
  SELECT DATE '0001-01-01' AS day, 0 AS expected FROM (SELECT 1 AS nothing) WHERE FALSE
  UNION ALL (
    SELECT business_date, SUM(price) FROM `silver.events` WHERE business_date >= @start_date AND business_date < @end_date GROUP BY business_date
  )
),
made AS (
  SELECT _day AS day, SUM(price) AS actual FROM `scratch.gold_daily__{task}` WHERE _status = 'passed' GROUP BY _day
),
compared AS (
  SELECT IFNULL(wanted.day, made.day) AS day, IFNULL(wanted.expected, 0) AS expected, IFNULL(made.actual, 0) AS actual
  FROM wanted FULL JOIN made ON wanted.day = made.day
)
SELECT day, expected, actual
FROM compared
WHERE day >= @window_start AND day < @window_end
ORDER BY day;

-- retain: what publishing replaces, in its transaction

-- @kept_since DATE
DELETE FROM `retained.gold_daily` WHERE _retired_on < @kept_since;

-- @table_name STRING, @run STRING, @retired_on DATE, @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @dates DATES
INSERT INTO `retained.gold_daily` (`_day`, `_run`, `_kind`, `_retired_by`, `_retired_on`, `_failed`, `_stopped_by`, `business_date`, `label`, `price`)
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
  CAST(NULL AS DATE),
  CAST(NULL AS STRING),
  CAST(NULL AS NUMERIC)
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
  kept.`business_date`,
  kept.`label`,
  kept.`price`
FROM `gold.daily` AS kept JOIN replaced ON kept.`business_date` = replaced._day
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
  kept.`business_date`,
  kept.`label`,
  kept.`price`
FROM `quarantine.gold_daily` AS kept JOIN replaced ON kept.`_day` = replaced._day
WHERE kept.`_day` IN (@dates);

-- quarantine: what is in it

-- @window_start DATE, @window_end DATE
SELECT _day AS day, CAST(NULL AS STRING) AS _reason, COUNT(*) AS stopped
FROM `quarantine.gold_daily`
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day
UNION ALL
SELECT _day, _reason, COUNT(*)
FROM `quarantine.gold_daily` CROSS JOIN UNNEST(_failed) AS _reason
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day, _reason;

-- restore: what is there to be restored

-- @kept_since DATE
SELECT _day AS partition_date, _run AS run, COUNTIF(_kind = 'published') AS published, COUNTIF(_kind = 'quarantined') AS quarantined
FROM `retained.gold_daily`
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
  SELECT COUNT(*) FROM `retained.gold_daily` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'partition' AND kept._retired_on >= @kept_since
) = ARRAY_LENGTH(@restored) AS 'some of the partitions are not retained any more; nothing was restored';

-- @dates DATES
DELETE FROM `gold.daily` WHERE `business_date` IN (@dates);

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `gold.daily` (`business_date`, `label`, `price`)
SELECT kept.`business_date`, kept.`label`, kept.`price`
FROM `retained.gold_daily` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'published' AND kept._retired_on >= @kept_since;

-- @dates DATES, @published INT64
ASSERT (SELECT COUNT(*) FROM `gold.daily` WHERE `business_date` IN (@dates)) = @published AS 'the rows are not those that were retained';

-- @dates DATES
DELETE FROM `quarantine.gold_daily` WHERE _day IN (@dates);

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `quarantine.gold_daily` (`_day`, `_failed`, `_run`, `business_date`, `label`, `price`)
SELECT kept.`_day`, kept.`_failed`, kept.`_stopped_by`, kept.`business_date`, kept.`label`, kept.`price`
FROM `retained.gold_daily` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run AND kept._day = wanted.partition_date
  WHERE kept._kind = 'quarantined' AND kept._retired_on >= @kept_since;

-- @dates DATES, @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.gold_daily` WHERE _day IN (@dates)) = @quarantined AS 'the rows are not those that were retained';

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
DELETE FROM `gold.daily` WHERE `business_date` IN (@dates);

INSERT INTO `gold.daily` (`business_date`, `label`, `price`)
SELECT `business_date`, `label`, `price` FROM `scratch.gold_daily__{task}` WHERE _status = 'passed';

-- @dates DATES, @published INT64
ASSERT (SELECT COUNT(*) FROM `gold.daily` WHERE `business_date` IN (@dates)) = @published AS 'the published rows are not the rows that passed';

-- @dates DATES
DELETE FROM `quarantine.gold_daily` WHERE _day IN (@dates);

-- @run STRING
INSERT INTO `quarantine.gold_daily` (`_day`, `_failed`, `_run`, `business_date`, `label`, `price`)
SELECT _day, IF((_checks & 4) != 0, ['partition: business_date'], CAST([] AS ARRAY<STRING>)), @run, `business_date`, `label`, `price`
FROM `scratch.gold_daily__{task}`
WHERE _status = 'quarantined';

-- @dates DATES, @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.gold_daily` WHERE _day IN (@dates)) = @quarantined AS 'the quarantine does not hold the rows that were stopped';

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
