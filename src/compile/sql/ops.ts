import type { ExternalTable } from '../../core/manifest';
import type { Column } from '../../core/types';
import type { SqlText } from './bronze';
import { notCounting, TURNS } from './counting';
import { indent } from './text';

interface OpsTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly clusterBy: readonly string[];
}

/** `name TYPE: description` a line, so that the tables read as a page. */
function columns(page: string): Column[] {
  return page
    .trim()
    .split('\n')
    .map((line) => {
      const [, name = '', type = '', description = ''] = /^\s*(\S+) ([^:]+): (.*)$/.exec(line) ?? [];
      return { name, type, description };
    });
}

/** What happened in runs, from the journal itself, so that it is there while a run works. */
export const EVENTS: ExternalTable = {
  name: 'ops.events',
  description: 'What happened in runs and tasks, from the journal.',
  bucket: 'journal',
  prefix: 'events',
  columns: columns(`
    run STRING: The run.
    task STRING: The task; NULL where it is an event of the run itself.
    state STRING: PENDING, RUNNING, RETRY, SUCCESS, FAILED, SKIPPED or CANCELLED.
    attempt INT64: From 1.
    at TIMESTAMP: When it happened.
    message STRING: What was said, for instance why it failed.
    counts STRUCT<staged INT64, passed INT64, quarantined INT64, duplicates INT64>: Rows by what became of them.`),
};

/**
 * What the engine remembers in the warehouse. All of it only grows: inserts never conflict with each other, and the
 * past stays readable.
 */
export const OPS_TABLES: readonly OpsTable[] = [
  {
    name: 'ops.ledger',
    description: 'Every file that was brought in or refused, once.',
    clusterBy: ['source', 'id'],
    columns: columns(`
      id STRING: Hash of bucket, object and generation.
      source STRING: The contract.
      object STRING: Name in the landing bucket.
      generation INT64: Generation of the object.
      size INT64: Bytes.
      status STRING: loaded or refused.
      reason STRING: Why it was refused.
      row_count INT64: Records loaded into bronze.
      malformed INT64: Lines kept as malformed.
      unknown_columns ARRAY<STRING>: Columns that the contract does not have, at most 100.
      drift STRING: What the contract said about them: evolve, keep_extra or refuse.
      run STRING: The ingest that did it.
      ingested_at TIMESTAMP: When.`),
  },
  {
    name: 'ops.ledger_dates',
    description: 'The business dates that each file touched: what makes partitions due.',
    clusterBy: ['source', 'event_date'],
    columns: columns(`
      id STRING: The ledger entry.
      source STRING: The contract.
      event_date DATE: Business date.
      row_count INT64: Records of that date in the file.`),
  },
  {
    name: 'ops.withdrawals',
    description: 'Every time that a file was withdrawn, so that it does not count, or brought back.',
    clusterBy: ['id'],
    columns: columns(`
      id STRING: The ledger entry.
      source STRING: The contract.
      object STRING: Name in the landing bucket.
      generation INT64: Generation of the object.
      seq INT64: 1 for the first time, then one more each time; odd: withdrawn, even: brought back.
      withdrawn BOOL: What seq says.
      reason STRING: Why.
      who STRING: Who asked for it.
      recorded_at TIMESTAMP: When.`),
  },
  {
    name: 'ops.partitions',
    description: 'Every publication of every partition; the greatest seq is the current one.',
    clusterBy: ['table_name', 'partition_date'],
    columns: columns(`
      table_name STRING: The model or reference table.
      partition_date DATE: Business date; 0001-01-01 for tables without partitions.
      seq INT64: 1 for the first publication, then one more each time.
      version STRING: Hash of the definition and of the versions of the inputs; empty where the partition was taken away, as by a rollback or, of a history, with its extract.
      fingerprint STRING: Hash of the definition.
      input_versions STRING: What was read, a JSON object of input to version.
      row_count INT64: Rows published.
      run STRING: The run that published it.
      task STRING: The task of the run.
      published_at TIMESTAMP: When.
      restores STRING: The run whose rows a rollback has brought back.
      pinned BOOL: Held by a rollback, and not due until it is unpinned.`),
  },
  {
    name: 'ops.accounts',
    description: 'The account of every task: what came in and where it went.',
    clusterBy: ['table_name'],
    columns: columns(`
      run STRING: The run.
      task STRING: The task.
      table_name STRING: The model.
      start_date DATE: First business date produced.
      end_date DATE: The day after the last one.
      bronze INT64: Rows of these dates in bronze, of files that count; NULL unless the grain is source_row.
      staged INT64: Rows that the model made.
      published INT64: Rows that passed.
      quarantined INT64: Rows that were stopped.
      duplicates INT64: Rows that lost to another of the same key.
      outcome STRING: published, restored by a rollback, or failed with nothing published.
      reason STRING: Why it failed, or what was restored.
      recorded_at TIMESTAMP: When.`),
  },
  {
    name: 'ops.checks',
    description: 'What every check observed.',
    clusterBy: ['table_name', 'check_name'],
    columns: columns(`
      run STRING: The run.
      task STRING: The task.
      table_name STRING: The model.
      check_name STRING: The check, unique in its model; or a rule of the contract, max_rejected or max_deleted.
      severity STRING: warn, quarantine or fail.
      partition_date DATE: The day judged; 0001-01-01 for tables without partitions, NULL for views.
      judged INT64: Rows of the day that were judged.
      failing INT64: Rows that failed.
      observed FLOAT64: The number that was compared, where the check compares one.
      outcome STRING: passed, warned, quarantined, failed or skipped.
      recorded_at TIMESTAMP: When.
      backfill BOOL: Observed by a backfill; baselines leave it out.`),
  },
];

export const VERSIONS_TYPE =
  'ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, input_versions STRING, row_count INT64>>';
export const RESULTS_TYPE =
  'ARRAY<STRUCT<check_name STRING, severity STRING, partition_date DATE, judged INT64, failing INT64, observed FLOAT64, outcome STRING>>';
export const PINS_TYPE = 'ARRAY<STRUCT<partition_date DATE, seq INT64>>';

const TASK = { run: 'STRING', task_id: 'STRING', table_name: 'STRING', now: 'TIMESTAMP' };

/** Nobody else has published since the plan was made: sequences only grow. */
export const assertPins: SqlText = {
  sql: `ASSERT NOT EXISTS (
  SELECT 1 FROM \`ops.partitions\` AS published
  JOIN UNNEST(@pins) AS pin ON published.partition_date = pin.partition_date
  WHERE published.table_name = @table_name AND published.seq > pin.seq
) AS 'another run has published these partitions since this one was planned; nothing was published, run again'`,
  params: { pins: PINS_TYPE, table_name: 'STRING' },
};

/** The same of a table whose dates depend on each other: nobody has published any of them. */
export const assertWhole: SqlText = {
  sql: `ASSERT (
  SELECT IFNULL(SUM(seq), 0)
  FROM (SELECT MAX(seq) AS seq FROM \`ops.partitions\` WHERE table_name = @table_name GROUP BY partition_date)
) = @publications AS 'another run has published this table since this one was planned; nothing was published, run again'`,
  params: { publications: 'INT64', table_name: 'STRING' },
};

export const insertVersions: SqlText = {
  sql: `INSERT INTO \`ops.partitions\` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at)
SELECT @table_name, partition_date, seq, version, @fingerprint, input_versions, row_count, @run, @task_id, @now
FROM UNNEST(@versions)`,
  params: { ...TASK, fingerprint: 'STRING', versions: VERSIONS_TYPE },
};

export const REPUBLISHED_TYPE =
  'ARRAY<STRUCT<partition_date DATE, seq INT64, version STRING, fingerprint STRING, input_versions STRING, row_count INT64, run STRING, restores STRING, pinned BOOL>>';

/** Publications whose rows were made before: each says by which run, and whether it is pinned. */
export const insertPublications: SqlText = {
  sql: `INSERT INTO \`ops.partitions\` (table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, task, published_at, restores, pinned)
SELECT @table_name, partition_date, seq, version, fingerprint, input_versions, row_count, run, @task_id, @now, restores, pinned
FROM UNNEST(@republished)`,
  params: { task_id: 'STRING', table_name: 'STRING', now: 'TIMESTAMP', republished: REPUBLISHED_TYPE },
};

export const insertAccount: SqlText = {
  sql: `INSERT INTO \`ops.accounts\` (run, task, table_name, start_date, end_date, bronze, staged, published, quarantined, duplicates, outcome, reason, recorded_at)
VALUES (@run, @task_id, @table_name, @window_start, @window_end, @bronze, @staged, @published, @quarantined, @duplicates, @outcome, @reason, @now)`,
  params: {
    ...TASK,
    window_start: 'DATE',
    window_end: 'DATE',
    bronze: 'INT64',
    staged: 'INT64',
    published: 'INT64',
    quarantined: 'INT64',
    duplicates: 'INT64',
    outcome: 'STRING',
    reason: 'STRING',
  },
};

export const insertResults: SqlText = {
  sql: `INSERT INTO \`ops.checks\` (run, task, table_name, check_name, severity, partition_date, judged, failing, observed, outcome, recorded_at, backfill)
SELECT @run, @task_id, @table_name, check_name, severity, partition_date, judged, failing, observed, outcome, @now, @backfill
FROM UNNEST(@results)`,
  params: { ...TASK, results: RESULTS_TYPE, backfill: 'BOOL' },
};

/** @param replacing sources in which a later delivery takes the place of earlier ones */
export const sourceDates = (replacing: readonly string[]): SqlText => ({
  sql: `SELECT
  source,
  event_date,
  TO_HEX(MD5(CONCAT(IFNULL(STRING_AGG(IF(counts, id, NULL), ',' ORDER BY id), ''), IF(SUM(turns) > 0, CONCAT(' ', CAST(SUM(turns) AS STRING)), '')))) AS version,
  SUM(IF(counts, row_count, 0)) AS row_count
FROM (
  SELECT dates.source, dates.event_date, dates.id, dates.row_count, IFNULL(turned.turns, 0) AS turns, dates.id NOT IN (
${indent(notCounting(replacing), '    ')}
  ) AS counts
  FROM \`ops.ledger_dates\` AS dates
  LEFT JOIN (${TURNS}) AS turned ON turned.id = dates.id
)
GROUP BY source, event_date`,
  params: {},
});

/** @param superseding sources in which an earlier delivery of an object makes way for a later one */
export const deliveries = (superseding: readonly string[]): SqlText => ({
  sql: `SELECT ledger.id, ledger.source, ledger.object, ledger.generation, ledger.row_count, ledger.ingested_at, turned.reason AS turn_reason, turned.recorded_at AS turned_at,
  CASE
    WHEN ledger.status != 'loaded' THEN 'refused'
    WHEN MOD(IFNULL(turned.turns, 0), 2) = 1 THEN 'withdrawn'
    WHEN ledger.id IN (
${indent(notCounting(superseding, ['source', 'object']), '      ')}
    ) THEN 'replaced'
    ELSE 'counts'
  END AS state
FROM \`ops.ledger\` AS ledger
LEFT JOIN (
  SELECT id, seq AS turns, reason, recorded_at
  FROM \`ops.withdrawals\`
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq DESC, recorded_at DESC, reason DESC) = 1
) AS turned ON turned.id = ledger.id
WHERE ledger.source = @source AND ledger.object = @object`,
  params: { source: 'STRING', object: 'STRING' },
});

export const OPS_STATEMENTS = {
  partitions: {
    sql: `SELECT table_name, partition_date, seq, version, fingerprint, row_count, COALESCE(pinned, FALSE) AS pinned
FROM \`ops.partitions\`
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (PARTITION BY table_name, partition_date ORDER BY seq DESC, published_at DESC, run DESC, version DESC) = 1`,
    params: {},
  },
  publications: {
    sql: `SELECT partition_date, seq, version, fingerprint, input_versions, row_count, run, restores, COALESCE(pinned, FALSE) AS pinned, published_at
FROM \`ops.partitions\`
WHERE table_name = @table_name
ORDER BY partition_date, seq`,
    params: { table_name: 'STRING' },
  },
  ledgerIds: { sql: 'SELECT id, status, reason FROM `ops.ledger`', params: {} },
  deliveredObjects: {
    sql: `SELECT DISTINCT source, object
FROM \`ops.ledger\`
WHERE object = @object OR id = @file_id
ORDER BY source, object`,
    params: { object: 'STRING', file_id: 'STRING' },
  },
  withdraw: {
    sql: `INSERT INTO \`ops.withdrawals\` (id, source, object, generation, seq, withdrawn, reason, who, recorded_at)
SELECT ledger.id, ledger.source, ledger.object, ledger.generation, IFNULL(turned.turns, 0) + 1, @withdrawn, @reason, @who, @now
FROM \`ops.ledger\` AS ledger
LEFT JOIN (${TURNS}) AS turned ON turned.id = ledger.id
WHERE ledger.id IN UNNEST(@file_ids) AND ledger.status = 'loaded' AND (MOD(IFNULL(turned.turns, 0), 2) = 1) != @withdrawn`,
    params: {
      file_ids: 'ARRAY<STRING>',
      withdrawn: 'BOOL',
      reason: 'STRING',
      who: 'STRING',
      now: 'TIMESTAMP',
    },
  },
  refuseFile: {
    sql: `INSERT INTO \`ops.ledger\` (id, source, object, generation, size, status, reason, row_count, malformed, unknown_columns, drift, run, ingested_at)
SELECT @file_id, @source, @object, @generation, @size, 'refused', @reason, 0, 0, @unknown_columns, @drift, @run, @ingested_at
FROM (SELECT COUNT(*) AS entries FROM \`ops.ledger\` WHERE id = @file_id)
WHERE entries = 0`,
    params: {
      file_id: 'STRING',
      source: 'STRING',
      object: 'STRING',
      generation: 'INT64',
      size: 'INT64',
      reason: 'STRING',
      unknown_columns: 'ARRAY<STRING>',
      drift: 'STRING',
      run: 'STRING',
      ingested_at: 'TIMESTAMP',
    },
  },
  baseline: {
    sql: `SELECT check_name, partition_date, observed
FROM \`ops.checks\`
WHERE table_name = @table_name AND check_name IN UNNEST(@checks) AND partition_date IS NOT NULL AND outcome != 'skipped'
  AND run != @run AND NOT COALESCE(backfill, FALSE)
QUALIFY ROW_NUMBER() OVER (PARTITION BY check_name, partition_date ORDER BY recorded_at DESC, run DESC, task DESC) = 1`,
    params: { table_name: 'STRING', checks: 'ARRAY<STRING>', run: 'STRING' },
  },
} satisfies Record<string, SqlText>;
