import type { BoundStatement, Column, Row, Statement } from '../core/types';

export interface QueryResult {
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  readonly rows: readonly Row[];
}

export interface QueryOptions {
  /** Ends the query, as `cancelled`, where nobody waits for its answer any more. */
  readonly signal?: AbortSignal | undefined;
  /**
   * An id as of `execute`: the same query is not run, nor paid for, again, but found with its rows. Without effect
   * where jobs end with the process that started them. Absent: every call is a query of its own.
   */
  readonly job?: string;
  /** As in `execute`, of a query that has an id. */
  readonly patience?: AbortSignal | undefined;
}

export interface JobResult {
  readonly job: string;
  /** True when the job had been done before and was found, not started. */
  readonly found: boolean;
  /** Rows inserted, updated or deleted, one number a statement; 0 for statements that change no rows. */
  readonly affected: readonly number[];
}

/** A file in clean form (see `ingest/reader`): CSV, no header, unquoted empty is NULL, all columns text. */
export interface LoadRequest {
  /** From `ObjectStore.address`. */
  readonly address: string;
  /** Dotted path, in the scratch dataset; created, or replaced. */
  readonly table: string;
  /** All STRING, except `_line` INT64. */
  readonly columns: readonly string[];
  /** Of the file, where it is known. */
  readonly bytes?: number;
  /** Whether some field may hold CR or LF: a warehouse may load such files slower, and only up to a size. Default: true. */
  readonly multiline?: boolean;
}

/** A table that is read where its objects lie, each time anew: newline-delimited JSON, other fields left out. */
export interface ExternalTable {
  readonly name: string;
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  /** From `ObjectStore.address`, of a prefix: whatever lies below it, also nothing. */
  readonly address: string;
}

/** What exists before anything runs: Terraform makes it in the cloud, `prepare` where there is none. */
export interface Structure {
  /** Datasets that must exist beside those of the tables: scratch, or one that holds views only. */
  readonly datasets?: readonly string[];
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  }[];
  readonly external?: readonly ExternalTable[];
  /** `CREATE OR REPLACE` statements in the order in which each finds what it reads. */
  readonly views: readonly Statement[];
  /** Tables and views to be dropped first. */
  readonly replace?: readonly Replacement[];
  /** What says so of the rows that are gone or lie elsewhere from now on: it runs last, in the same transaction. */
  readonly records?: readonly BoundStatement[];
}

export interface Replacement {
  readonly name: string;
  /**
   * A query of what is there before anything is dropped: the table that takes the place begins with its rows, column
   * by name, and has all their columns. Absent: it begins empty, whatever the old one holds.
   */
  readonly rows?: Statement;
}

export interface Estimate {
  /** `null` where the warehouse cannot tell before running. */
  readonly bytes: number | null;
  readonly rows: number | null;
}

/** What one job may read: the last hold where an estimate was too low, or there was none. */
export interface ReadLimit {
  readonly bytes: number;
  /** Who says so, e.g. `max_bytes of pipeline medallion is 500 GB`. */
  readonly said: string;
}

/**
 * A SQL warehouse with transactions and jobs that are started or found. Table names are dotted paths of two
 * parts, `dataset.table`.
 */
export interface Warehouse {
  /** @throws {WarehouseError} */
  query(bound: BoundStatement, options?: QueryOptions): Promise<QueryResult>;
  /**
   * Runs the statements in order in one transaction, under an id of the caller's. An id that has succeeded before
   * is not run again: its result is found. What happens to an id that failed is up to the warehouse: some run it
   * again, others find the failure for ever; so callers count attempts into the id. Statements that define tables
   * (CREATE, DROP) are jobs of their own: not every warehouse can undo them.
   * @param job letters, digits, `_` and `-`, at most 1,000 characters
   * @param patience once it aborts, the call ends as `pending` and the job goes on: the same call finds it again.
   *   Without effect where jobs end with the process that started them.
   * @throws {WarehouseError}
   */
  execute(job: string, statements: readonly BoundStatement[], patience?: AbortSignal): Promise<JobResult>;
  /**
   * Zero tolerance: one unreadable line fails the load.
   * @param patience as in `execute`
   * @throws {WarehouseError} `limit`: the warehouse takes no file of that size
   */
  load(job: string, request: LoadRequest, patience?: AbortSignal): Promise<JobResult>;
  /** What running it would read; nothing runs. */
  estimate(bound: BoundStatement): Promise<Estimate>;
  /**
   * Creates what is missing, adds columns that are missing, replaces views. Never drops a table that holds rows and
   * never changes the type of their columns, unless `replace` names it. All of it is one transaction.
   */
  prepare(structure: Structure): Promise<void>;
  /**
   * Drops the scratch tables of tasks that nobody works for any more: those whose names end with `__` and one of these
   * values of the identifier parameter `{task}`. A load whose table is gone loads again. Does nothing where scratch
   * tables expire by themselves.
   */
  discard(tasks: readonly string[]): Promise<void>;
  /** Ends a running job; one that is not running stays as it is. */
  cancel(job: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * `assertion`: an ASSERT of the statement did not hold. `conflict`: another transaction changed the same rows.
 * `transient`: the same call may succeed later. `invalid`: it never will. `cancelled`: somebody ended it.
 * `pending`: it works; the caller did not wait for its end. `limit`: it would read more than one job may.
 */
export type WarehouseErrorKind =
  | 'assertion'
  | 'conflict'
  | 'transient'
  | 'invalid'
  | 'not_found'
  | 'cancelled'
  | 'pending'
  | 'limit';

export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
  constructor(
    readonly kind: WarehouseErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
