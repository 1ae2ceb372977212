-- load: one transaction

-- @publications INT64, @table_name STRING
ASSERT (
  SELECT IFNULL(SUM(seq), 0)
  FROM (SELECT MAX(seq) AS seq FROM `ops.partitions` WHERE table_name = @table_name GROUP BY partition_date)
) = @publications AS 'another run has published this table since this one was planned; nothing was published, run again';

DELETE FROM `ref.kinds` WHERE TRUE;

INSERT INTO `ref.kinds` (`kind`, `weight`, `since`)
SELECT
  `kind`,
  CAST(`weight` AS NUMERIC),
  CAST(`since` AS DATE)
FROM `scratch.ref_kinds__{task}`;

-- @table_name STRING, @seq INT64, @version STRING, @run STRING, @task_id STRING, @now TIMESTAMP
INSERT INTO `ops.partitions` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at)
SELECT @table_name, DATE '0001-01-01', @seq, @version, @version, '{}', (SELECT COUNT(*) FROM `ref.kinds`), @run, @task_id, @now;
