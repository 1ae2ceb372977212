-- stage

CREATE OR REPLACE TABLE `scratch.gold_totals__{task}` AS
WITH model AS (
  SELECT label, SUM(price) AS price, MAX(business_date) AS last_day FROM `gold.daily` GROUP BY label
),
placed AS (
  SELECT *, DATE '0001-01-01' AS _day
  FROM model
),
judged AS (
  SELECT *,
    0 AS _checks
  FROM placed
),
decided AS (
  SELECT *, TRUE AS _passes
  FROM judged
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `label`, _day, _passes ORDER BY `price` DESC, `last_day` DESC) AS _rank
  FROM decided
)
SELECT
  `label`,
  `price`,
  `last_day`,
  _day,
  _checks,
  CASE WHEN NOT _passes THEN 'quarantined' WHEN _rank > 1 THEN 'duplicate' ELSE 'passed' END AS _status
FROM ranked;

-- audit: one scan of the staged rows

SELECT
  _day AS day,
  COUNT(*) AS staged,
  COUNTIF(_status = 'passed') AS passed,
  COUNTIF(_status = 'quarantined') AS quarantined,
  COUNTIF(_status = 'duplicate') AS duplicates
FROM `scratch.gold_totals__{task}`
GROUP BY _day
ORDER BY day;

-- retain: what publishing replaces, in its transaction

-- @kept_since DATE
DELETE FROM `retained.gold_totals` WHERE _retired_on < @kept_since;

-- @table_name STRING, @run STRING, @retired_on DATE
INSERT INTO `retained.gold_totals` (`_day`, `_run`, `_kind`, `_retired_by`, `_retired_on`, `_failed`, `_stopped_by`, `label`, `price`, `last_day`)
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
  CAST(NULL AS STRING),
  CAST(NULL AS NUMERIC),
  CAST(NULL AS DATE)
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
  kept.`label`,
  kept.`price`,
  kept.`last_day`
FROM `gold.totals` AS kept CROSS JOIN replaced
UNION ALL
SELECT
  kept._day,
  replaced._run,
  'quarantined',
  @run,
  @retired_on,
  kept.`_failed`,
  kept._run,
  kept.`label`,
  kept.`price`,
  kept.`last_day`
FROM `quarantine.gold_totals` AS kept CROSS JOIN replaced
WHERE kept._day >= DATE '0001-01-01';

-- quarantine: what is in it

-- @window_start DATE, @window_end DATE
SELECT _day AS day, CAST(NULL AS STRING) AS _reason, COUNT(*) AS stopped
FROM `quarantine.gold_totals`
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day
UNION ALL
SELECT _day, _reason, COUNT(*)
FROM `quarantine.gold_totals` CROSS JOIN UNNEST(_failed) AS _reason
WHERE _day >= @window_start AND _day < @window_end
GROUP BY _day, _reason;

-- restore: what is there to be restored

-- @kept_since DATE
SELECT DATE '0001-01-01' AS partition_date, _run AS run, COUNTIF(_kind = 'published') AS published, COUNTIF(_kind = 'quarantined') AS quarantined
FROM `retained.gold_totals`
WHERE _retired_on >= @kept_since
GROUP BY _run
ORDER BY _run;

-- restore: one transaction, after retain

-- @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @table_name STRING
ASSERT NOT EXISTS (
  SELECT 1 FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again';

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
ASSERT (
  SELECT COUNT(*) FROM `retained.gold_totals` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'partition' AND kept._retired_on >= @kept_since
) = ARRAY_LENGTH(@restored) AS 'some of the partitions are not retained any more; nothing was restored';

DELETE FROM `gold.totals` WHERE TRUE;

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `gold.totals` (`label`, `price`, `last_day`)
SELECT kept.`label`, kept.`price`, kept.`last_day`
FROM `retained.gold_totals` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'published' AND kept._retired_on >= @kept_since;

-- @published INT64
ASSERT (SELECT COUNT(*) FROM `gold.totals` WHERE TRUE) = @published AS 'the rows are not those that were retained';

DELETE FROM `quarantine.gold_totals` WHERE _day >= DATE '0001-01-01';

-- @restored ARRAY<STRUCT<partition_date DATE, run STRING>>, @kept_since DATE
INSERT INTO `quarantine.gold_totals` (`_day`, `_failed`, `_run`, `label`, `price`, `last_day`)
SELECT kept.`_day`, kept.`_failed`, kept.`_stopped_by`, kept.`label`, kept.`price`, kept.`last_day`
FROM `retained.gold_totals` AS kept
  JOIN UNNEST(@restored) AS wanted ON kept._run = wanted.run
  WHERE kept._kind = 'quarantined' AND kept._retired_on >= @kept_since;

-- @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.gold_totals` WHERE _day >= DATE '0001-01-01') = @quarantined AS 'the rows are not those that were retained';

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

DELETE FROM `gold.totals` WHERE TRUE;

INSERT INTO `gold.totals` (`label`, `price`, `last_day`)
SELECT `label`, `price`, `last_day` FROM `scratch.gold_totals__{task}` WHERE _status = 'passed';

ASSERT (SELECT COUNT(*) FROM `gold.totals`) = (SELECT COUNT(*) FROM `scratch.gold_totals__{task}` WHERE _status = 'passed') AS 'the published rows are not the rows that passed';

DELETE FROM `quarantine.gold_totals` WHERE _day >= DATE '0001-01-01';

-- @run STRING
INSERT INTO `quarantine.gold_totals` (`_day`, `_failed`, `_run`, `label`, `price`, `last_day`)
SELECT _day, CAST([] AS ARRAY<STRING>), @run, `label`, `price`, `last_day`
FROM `scratch.gold_totals__{task}`
WHERE _status = 'quarantined';

-- @quarantined INT64
ASSERT (SELECT COUNT(*) FROM `quarantine.gold_totals` WHERE _day >= DATE '0001-01-01') = @quarantined AS 'the quarantine does not hold the rows that were stopped';

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
