import * as z from 'zod';
import { column, statement, tableName } from './common';
import { migration } from './migration';
import { model } from './model';
import { alerts, pipeline } from './pipeline';
import { source } from './source';

export const MANIFEST_VERSION = 1;

/** A small CSV table of the project, read as `ref.<name>`. */
const reference = z.object({
  name: tableName,
  file: z.string(),
  description: z.string().exactOptional(),
  columns: z.array(column),
  /** Hash of content and columns: the version of the whole table. */
  version: z.string(),
  /** The scratch table, with `{task}`, that the clean file is loaded into. */
  scratch: z.string(),
  /** One transaction after that. */
  load: z.array(statement),
});
export type Reference = z.infer<typeof reference>;

const table = z.object({
  name: tableName,
  description: z.string(),
  columns: z.array(column),
  partitionBy: z.string().exactOptional(),
  clusterBy: z.array(z.string()),
  /** Partitions go away after so many days; where nothing else does it, the engine deletes them. */
  expirationDays: z.number().int().positive().exactOptional(),
});
export type Table = z.infer<typeof table>;

/** A table that is read where objects lie: every line of every object below the prefix is a row. */
const externalTable = z.object({
  name: tableName,
  description: z.string(),
  columns: z.array(column),
  bucket: z.literal('journal'),
  prefix: z.string(),
});

/** What the engine itself asks and writes. */
const ops = z.object({
  /** Current version of every partition of models and references. */
  partitions: statement,
  /** Every publication of one model, by date and seq. */
  publications: statement,
  /** Publishes the same rows again, no longer pinned: one transaction. */
  unpin: z.array(statement),
  /** Current version of every touched date of every source, by the files that count. */
  sourceDates: statement,
  /** Ids of all files in the ledger. */
  ledgerIds: statement,
  /** Source and name of an object in the ledger, also by the id of one of its deliveries. */
  deliveredObjects: statement,
  /** All deliveries of an object of a source, and what has become of each. */
  deliveries: statement,
  /** Withdraws files, or brings them back: what is so already stays. */
  withdraw: statement,
  /** Records a file that was refused as a whole. */
  refuseFile: statement,
  /** Records checks and account of a task that published nothing. */
  recordFailure: z.array(statement),
  /** Records what checks of views observed. */
  recordChecks: statement,
  /** Records that partitions are to be made again, whatever their version: a publication of nothing. */
  forget: statement,
  /** What some checks observed last on each date, in other runs: nothing that is judged depends on what a run judged before. */
  baseline: statement,
});

/** The whole project, compiled: the only thing that engine, stacks, dashboard and docs share. */
export const manifest = z.object({
  version: z.literal(MANIFEST_VERSION),
  project: z.object({
    name: z.string(),
    description: z.string(),
    timeZone: z.string(),
    start: z.string().exactOptional(),
    /** Days for which replaced partitions are kept for rollbacks; 0: not at all. */
    retainDays: z.number().int().min(0),
    /** Bytes that one plan may read; above it is refused. */
    maxBytes: z.number().positive().exactOptional(),
  }),
  /** Hash of everything the project's files say. */
  fingerprint: z.string(),
  sources: z.array(source),
  references: z.array(reference),
  /** In an order in which every model comes after what it reads. */
  models: z.array(model),
  pipelines: z.array(pipeline),
  alerts,
  functions: z.array(z.object({ name: z.string(), file: z.string(), statement })),
  /** In the order of their numbers; those that the manifest before does not have are the new ones. */
  migrations: z.array(migration).default([]),
  /** Every table to exist: bronze, silver, gold, quarantine, retained, ref, ops. */
  tables: z.array(table),
  external: z.array(externalTable).default([]),
  ops,
});
export type Manifest = z.infer<typeof manifest>;
export type ExternalTable = Manifest['external'][number];
export type Ops = z.infer<typeof ops>;
export type { Check } from './check';
export type { Migration } from './migration';
export type { Model, ModelInput, ModelSteps } from './model';
export type { Pipeline } from './pipeline';
export type { ApiServer, Source } from './source';
