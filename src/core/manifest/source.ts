import * as z from 'zod';
import { column, statement, tableName } from './common';

const sourceColumn = column.extend({
  primaryKey: z.boolean().exactOptional(),
  /** Format element text for dates and timestamps that are not ISO, as GoogleSQL's PARSE_ functions take it. */
  format: z.string().exactOptional(),
});

const fileServer = z.object({
  kind: z.literal('files'),
  /** Objects of this source start with this prefix in the landing bucket, e.g. `visits/`. */
  prefix: z.string(),
  format: z.enum(['csv', 'ndjson', 'json', 'parquet']),
  delimiter: z.enum([',', ';', '\t', '|']).exactOptional(),
  /** JSON documents: dotted path to the list of records. */
  records: z.string().exactOptional(),
  /** Messages of a topic become the files: in the cloud Pub/Sub writes them below the prefix. */
  streamed: z.literal(true).exactOptional(),
});

const apiServer = z.object({
  kind: z.literal('api'),
  prefix: z.string(),
  /** Full URL; `{env:NAME}` stands for an environment variable's value. */
  url: z.string(),
  /** Dotted path to the list of records in a page; empty: the page is the list. */
  records: z.string(),
  pagination: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('page'),
      param: z.string(),
      first: z.number().int(),
      sizeParam: z.string().exactOptional(),
      size: z.number().int().exactOptional(),
    }),
    z.object({ kind: z.literal('offset'), param: z.string(), sizeParam: z.string(), size: z.number().int() }),
    z.object({ kind: z.literal('cursor'), param: z.string(), path: z.string() }),
    z.object({ kind: z.literal('link') }),
  ]),
  /** Incremental pulls: the parameter that takes the greatest value seen of a column. */
  incremental: z.object({ param: z.string(), column: z.string() }).exactOptional(),
  auth: z.object({ header: z.string(), secret: z.string(), prefix: z.string() }).exactOptional(),
  retries: z.number().int().min(0).default(5),
  /** Requests a second, at most. */
  rateLimit: z.number().positive().exactOptional(),
  timeoutMs: z.number().int().positive().default(30_000),
});

/** What arrives, from its contract. */
export const source = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** Contract file, relative to the project. */
  file: z.string(),
  description: z.string(),
  owner: z.string(),
  columns: z.array(sourceColumn),
  server: z.discriminatedUnion('kind', [fileServer, apiServer]),
  drift: z.enum(['evolve', 'keep_extra', 'refuse']),
  delivery: z.object({
    mode: z.enum(['append', 'full']),
    /** Appended files: what another generation of an object means for those before it. */
    redelivered: z.enum(['replaces', 'adds']).exactOptional(),
    /**
     * Full extracts: a regular expression with one group that finds the day in the object name, and the local time of
     * it where there are several a day; digits count: `YYYYMMDD`, `YYYYMMDDHHMM`, `YYYYMMDDHHMMSS`.
     */
    snapshotDate: z.string().exactOptional(),
    /** Share of keys (0..1) that a full extract may delete. */
    maxDeleted: z.number().min(0).max(1).exactOptional(),
  }),
  /** `bronze.<name>__raw`: the columns as text, `_extra`, and where each row comes from. */
  raw: tableName,
  rawColumns: z.array(column),
  /** The scratch table, with `{task}`, that the clean file is loaded into. */
  clean: z.string(),
  /** `bronze.<name>`: the typed view. */
  view: tableName,
  viewColumns: z.array(column),
  createView: statement,
  /** One transaction after the clean file is in the scratch table: rows and ledger entry. */
  ingest: z.array(statement),
  fingerprint: z.string(),
});
export type Source = z.infer<typeof source>;
export type ApiServer = z.infer<typeof apiServer>;
