-- partitions

SELECT table_name, partition_date, seq, version, fingerprint, row_count, COALESCE(pinned, FALSE) AS pinned
FROM `ops.partitions`
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (PARTITION BY table_name, partition_date ORDER BY seq DESC, published_at DESC, run DESC, version DESC) = 1;

-- publications

-- @table_name STRING
SELECT partition_date, seq, version, fingerprint, input_versions, row_count, run, restores, COALESCE(pinned, FALSE) AS pinned, published_at
FROM `ops.partitions`
WHERE table_name = @table_name
ORDER BY partition_date, seq;

-- ledgerIds

SELECT id, status, reason FROM `ops.ledger`;

-- deliveredObjects

-- @object STRING, @file_id STRING
SELECT DISTINCT source, object
FROM `ops.ledger`
WHERE object = @object OR id = @file_id
ORDER BY source, object;

-- withdraw

-- @file_ids ARRAY<STRING>, @withdrawn BOOL, @reason STRING, @who STRING, @now TIMESTAMP
INSERT INTO `ops.withdrawals` (id, source, object, generation, seq, withdrawn, reason, who, recorded_at)
SELECT ledger.id, ledger.source, ledger.object, ledger.generation, IFNULL(turned.turns, 0) + 1, @withdrawn, @reason, @who, @now
FROM `ops.ledger` AS ledger
LEFT JOIN (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) AS turned ON turned.id = ledger.id
WHERE ledger.id IN UNNEST(@file_ids) AND ledger.status = 'loaded' AND (MOD(IFNULL(turned.turns, 0), 2) = 1) != @withdrawn;

-- refuseFile

-- @file_id STRING, @source STRING, @object STRING, @generation INT64, @size INT64, @reason STRING, @unknown_columns ARRAY<STRING>, @drift STRING, @run STRING, @ingested_at TIMESTAMP
INSERT INTO `ops.ledger` (id, source, object, generation, size, status, reason, row_count, malformed, unknown_columns, drift, run, ingested_at)
SELECT @file_id, @source, @object, @generation, @size, 'refused', @reason, 0, 0, @unknown_columns, @drift, @run, @ingested_at
FROM (SELECT COUNT(*) AS entries FROM `ops.ledger` WHERE id = @file_id)
WHERE entries = 0;

-- baseline

-- @table_name STRING, @checks ARRAY<STRING>, @run STRING
SELECT check_name, partition_date, observed
FROM `ops.checks`
WHERE table_name = @table_name AND check_name IN UNNEST(@checks) AND partition_date IS NOT NULL AND outcome != 'skipped'
  AND run != @run AND NOT COALESCE(backfill, FALSE)
QUALIFY ROW_NUMBER() OVER (PARTITION BY check_name, partition_date ORDER BY recorded_at DESC, run DESC, task DESC) = 1;

-- deliveries

-- @source STRING, @object STRING
SELECT ledger.id, ledger.source, ledger.object, ledger.generation, ledger.row_count, ledger.ingested_at, turned.reason AS turn_reason, turned.recorded_at AS turned_at,
  CASE
    WHEN ledger.status != 'loaded' THEN 'refused'
    WHEN MOD(IFNULL(turned.turns, 0), 2) = 1 THEN 'withdrawn'
    WHEN ledger.id IN (
      SELECT id FROM (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) WHERE MOD(turns, 2) = 1
      UNION ALL
      SELECT file.id
      FROM `ops.ledger` AS file
      JOIN (
        SELECT source, object, MAX(generation) AS generation
        FROM `ops.ledger` AS ledger
        WHERE ledger.source IN ('events', 'things') AND ledger.source = @source AND ledger.object = @object AND status = 'loaded' AND id NOT IN (SELECT id FROM (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) WHERE MOD(turns, 2) = 1)
        GROUP BY source, object
        HAVING COUNT(*) > 1
      ) AS newest ON newest.source = file.source AND newest.object = file.object
      WHERE file.source IN ('events', 'things') AND file.source = @source AND file.object = @object AND file.generation < newest.generation AND file.status = 'loaded'
    ) THEN 'replaced'
    ELSE 'counts'
  END AS state
FROM `ops.ledger` AS ledger
LEFT JOIN (
  SELECT id, seq AS turns, reason, recorded_at
  FROM `ops.withdrawals`
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC, recorded_at DESC, reason DESC) = 1
) AS turned ON turned.id = ledger.id
WHERE ledger.source = @source AND ledger.object = @object;

-- sourceDates

SELECT
  source,
  event_date,
  TO_HEX(MD5(CONCAT(IFNULL(STRING_AGG(IF(counts, id, NULL), ',' ORDER BY id), ''), IF(SUM(turns) > 0, CONCAT(' ', CAST(SUM(turns) AS STRING)), '')))) AS version,
  SUM(IF(counts, row_count, 0)) AS row_count
FROM (
  SELECT dates.source, dates.event_date, dates.id, dates.row_count, IFNULL(turned.turns, 0) AS turns, dates.id NOT IN (
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
  ) AS counts
  FROM `ops.ledger_dates` AS dates
  LEFT JOIN (SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id) AS turned ON turned.id = dates.id
)
GROUP BY source, event_date;

-- forget

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @fingerprint STRING, @versions ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, input_versions STRING, row_count INT64>>
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at)
SELECT @table_name, partition_date, seq, version, @fingerprint, input_versions, row_count, @run, @task_id, @now
FROM UNNEST(@versions);

-- recordChecks

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @results ARRAY<STRUCT<check_name STRING, severity STRING, partition_date DATE, judged INT64, failing INT64, observed FLOAT64, outcome STRING>>, @backfill BOOL
INSERT INTO `ops.checks` (run, task, table_name, check_name, severity, partition_date, judged, failing, observed, outcome, recorded_at, backfill)
SELECT @run, @task_id, @table_name, check_name, severity, partition_date, judged, failing, observed, outcome, @now, @backfill
FROM UNNEST(@results);

-- unpin: one transaction

-- @pins ARRAY<STRUCT<partition_date DATE, seq INT64>>, @table_name STRING
ASSERT NOT EXISTS (
  SELECT 1 FROM `ops.partitions` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again';

-- @task_id STRING, @table_name STRING, @now TIMESTAMP, @republished ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, fingerprint STRING, input_versions STRING, row_count INT64, run STRING, restores STRING, pinned BOOL>>
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at, restores, pinned)
SELECT @table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, @task_id, @now, restores, pinned
FROM UNNEST(@republished);

-- recordFailure: one transaction

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @window_start DATE, @window_end DATE, @bronze INT64, @staged INT64, @published INT64, @quarantined INT64, @duplicates INT64, @outcome STRING, @reason STRING
INSERT INTO `ops.accounts` (run, task, table_name, start_date, end_date, bronze, staged, published, quarantined, duplicates, outcome, reason, recorded_at)
VALUES (@run, @task_id, @table_name, @window_start, @window_end, @bronze, @staged, @published, @quarantined, @duplicates, @outcome, @reason, @now);

-- @run STRING, @task_id STRING, @table_name STRING, @now TIMESTAMP, @results ARRAY<STRUCT<check_name STRING, severity STRING, partition_date DATE, judged INT64, failing INT64, observed FLOAT64, outcome STRING>>, @backfill BOOL
INSERT INTO `ops.checks` (run, task, table_name, check_name, severity, partition_date, judged, failing, observed, outcome, recorded_at, backfill)
SELECT @run, @task_id, @table_name, check_name, severity, partition_date, judged, failing, observed, outcome, @now, @backfill
FROM UNNEST(@results);
