import * as z from 'zod';
import { check } from './check';
import { column, statement, tableName } from './common';

/**
 * How the versions of an input are found for a business date: `partition` by date; `history` (scd2): all extracts up
 * to that date, before the first one that one; `whole`: one version for the table.
 */
export const VERSIONING = ['partition', 'history', 'whole'] as const;

const input = z.object({
  table: tableName,
  versioning: z.enum(VERSIONING),
  /** Days before the produced date that the SQL reads as well. */
  lookbackDays: z.number().int().min(0),
  /** Days to either side within which a unique key is decided. */
  withinDays: z.number().int().min(0),
});

const uniqueKey = z.object({
  columns: z.array(z.string()).min(1),
  orderBy: z.array(z.string()),
  withinDays: z.number().int().min(0),
});

const reconciliation = z.object({
  name: z.string(),
  /** Relative difference that is accepted on a day, 0 for exact. */
  tolerance: z.number().min(0),
  /** `day`, `expected`, `actual`: a row for each day, or one for what has no partitions. */
  statement,
});

const kpi = z.object({
  time: z.string(),
  dimensions: z.array(z.string()),
  measures: z.record(
    z.string(),
    z.object({
      unit: z.string().exactOptional(),
      better: z.enum(['up', 'down']).exactOptional(),
      description: z.string().exactOptional(),
    }),
  ),
});

/** The statements of a task, step by step. Parameters are listed with each statement. */
const steps = z.object({
  /** Scratch table of rows with identity, violations, check bits and status. */
  stage: z.array(statement),
  /** The one scan: a row for each produced date with counts by status and by check. */
  audit: statement,
  /** Checks that need a grouping of their own (unique): `day`, `position` of the check, rows `repeated`. */
  grouped: statement.exactOptional(),
  /** `source_row`: `day`, `rule` of the contract, `broken` by how many rows, where there are some. */
  violations: statement.exactOptional(),
  /** `source_row`: one row with `bronze` and `identities`. */
  identities: statement.exactOptional(),
  /** The identities that make the account fail to close, at most 20. */
  gap: statement.exactOptional(),
  /** Rows that were stopped on given dates, with identity and reasons, at most 20. */
  evidence: statement.exactOptional(),
  /** Goes before publishing, in its transaction: keeps what it replaces, for rollbacks. */
  retain: z.array(statement),
  /** Histories: `day`, `extract_at`, `present`, `deleted` of the extracts not published yet that delete keys. */
  deletions: statement.exactOptional(),
  /** What is quarantined: a row for each day and reason, and one without reason for each day, with counts. */
  quarantined: statement,
  /** What is retained: a row for each partition and the run that had published it, with counts of its rows. */
  retained: statement,
  /** Goes after `retain`, in one transaction: brings retained partitions back. */
  restore: z.array(statement),
  /** One transaction: pins, rows, quarantine, account, versions, sums. */
  publish: z.array(statement),
});

export const model = z.object({
  name: tableName,
  layer: z.enum(['silver', 'gold']),
  file: z.string(),
  description: z.string(),
  owner: z.string(),
  tags: z.array(z.string()),
  pipeline: z.string(),
  as: z.enum(['incremental', 'table', 'scd2', 'view', 'materialized_view']),
  columns: z.array(column),
  partitionBy: z.string().exactOptional(),
  clusterBy: z.array(z.string()),
  grain: z.enum(['source_row', 'other']),
  start: z.string().exactOptional(),
  /** Hours after its end until a day counts as closed. */
  graceHours: z.number().min(0),
  /** Days of one task at most; a task publishes all of its days or none. Default: as many as a plan allows. */
  chunkDays: z.number().int().min(1).exactOptional(),
  uniqueKey: uniqueKey.exactOptional(),
  tracked: z.array(z.string()).exactOptional(),
  /** Share of the staged rows of a day (0..1) that may be quarantined; above it nothing is published. */
  maxRejected: z.number().min(0).max(1),
  /** Histories: share of the keys there (0..1) that one extract may delete; above it nothing is published. */
  maxDeleted: z.number().min(0).max(1).exactOptional(),
  inputs: z.array(input),
  /** Column to the columns it is made from, `table.column`. */
  lineage: z.record(z.string(), z.array(z.string())),
  checks: z.array(check),
  reconcile: z.array(reconciliation),
  kpi: kpi.exactOptional(),
  /** Tables: the steps. Views: none, they are provisioned. */
  steps: steps.exactOptional(),
  createView: statement.exactOptional(),
  /** Views: `judged` and a column `check_<n>` a check, one row. */
  checkView: statement.exactOptional(),
  fingerprint: z.string(),
});
export type Model = z.infer<typeof model>;
export type ModelInput = z.infer<typeof input>;
export type ModelSteps = z.infer<typeof steps>;
