import type { BoundStatement } from '../../core/types';
import type { Clock } from '../../ports/clock';
import {
  type Estimate,
  type JobResult,
  type LoadRequest,
  type QueryOptions,
  type QueryResult,
  type ReadLimit,
  type Structure,
  type Warehouse,
  WarehouseError,
} from '../../ports/warehouse';
import { toQueryResult } from './cells';
import { failureOf } from './failures';
import { checkJobId, Jobs } from './jobs';
import { loadConfiguration, loadedRows } from './load';
import type { Field, QueryResults, RawRow } from './resources';
import { Rest } from './rest';
import { type Script, scriptOf } from './script';
import { requireStructure } from './structure';
import { firstWord } from './tokens';

export interface BigQueryOptions {
  readonly project: string;
  /** Where the datasets are and jobs run, as `EU` or `europe-west3`. */
  readonly location: string;
  /** Another address than Google's; requests to it carry no credentials. */
  readonly endpoint?: string;
  /** On every job; keys and values of lower-case letters, digits, `_` and `-`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Full name of the key under which answers of queries are kept. Default: BigQuery's own. */
  readonly kmsKey?: string;
  /** The only dataset that files are loaded into; its tables expire. Default: `scratch`. */
  readonly scratch?: string;
  /** Longest pause between two attempts of a request, in seconds. Default: 16. */
  readonly maxRetryDelaySeconds?: number;
  /** An attempt of a request that nobody answers is given up after this long. Default: 40 seconds. */
  readonly requestTimeoutMs?: number;
}

/**
 * BigQuery as a warehouse, in one project and location.
 *
 * A job id runs once, ever: a job that is asked for again is found, whether it runs, succeeded or failed. Where a
 * failure may pass, the caller counts attempts into the id. Requests are repeated where nobody answers, since the id
 * keeps work from being done twice. Nothing here makes tables: see `prepare`.
 */
export function openBigQuery(options: BigQueryOptions): BigQuery {
  return new BigQueryWarehouse(options, new Rest(options));
}

export interface BigQuery extends Warehouse {
  /** The same, for queries that fail as `limit`, before they cost anything, if they would be billed for more. */
  within(limit: ReadLimit): Warehouse;
}

class BigQueryWarehouse implements BigQuery {
  readonly #options: BigQueryOptions;
  readonly #rest: Rest;
  readonly #limit: ReadLimit | undefined;
  readonly #jobs: Jobs;

  constructor(options: BigQueryOptions, rest: Rest, limit?: ReadLimit) {
    const { project, location, labels = {}, clock } = options;
    this.#options = options;
    this.#rest = rest;
    this.#limit = limit;
    this.#jobs = new Jobs(rest, { project, location, labels }, clock);
  }

  within(limit: ReadLimit): Warehouse {
    return new BigQueryWarehouse(this.#options, this.#rest, limit);
  }

  async query(bound: BoundStatement, options: QueryOptions = {}): Promise<QueryResult> {
    const script = scriptOf([bound]);
    if (!/^(?:SELECT|WITH)$/.test(firstWord(script.sql)))
      throw new WarehouseError(
        'invalid',
        'A query only reads; run statements that change something as a job.',
      );
    if (options.job !== undefined) return this.#answer(options.job, script, options);
    try {
      return await this.#answer(`query_${this.#options.clock.token(24)}`, script, { signal: options.signal });
    } catch (error) {
      // Nobody knows the id: the query can only be asked anew.
      const isLost = error instanceof WarehouseError && error.kind === 'pending';
      throw isLost ? new WarehouseError('transient', error.message, { cause: error }) : error;
    }
  }

  async #answer(id: string, script: Script, { signal, patience }: QueryOptions): Promise<QueryResult> {
    checkJobId(id);
    await this.#jobs.startOrFind(id, queryConfiguration(script, this.#limit, this.#options.kmsKey));
    const { fields, rows } = await this.#jobs.cancelledBy(signal, id, () =>
      namingLimit(this.#limit, () => this.#allRows(id, patience)),
    );
    refuseRepeated(fields);
    return toQueryResult(fields, rows);
  }

  async execute(
    job: string,
    statements: readonly BoundStatement[],
    patience?: AbortSignal,
  ): Promise<JobResult> {
    checkJobId(job);
    const script = scriptOf(statements);
    const found = await this.#jobs.startOrFind(job, queryConfiguration(script, this.#limit));
    const results = await namingLimit(this.#limit, () => this.#jobs.results(job, patience));
    return { job, found, affected: affectedRows(script, results) };
  }

  async load(job: string, request: LoadRequest, patience?: AbortSignal): Promise<JobResult> {
    checkJobId(job);
    const { project, scratch = 'scratch' } = this.#options;
    const configuration = loadConfiguration(request, project, scratch);
    const found = await this.#jobs.startOrFind(job, configuration);
    const ended = await this.#jobs.ended(job, patience);
    return { job, found, affected: [loadedRows(ended, request)] };
  }

  async estimate(bound: BoundStatement): Promise<Estimate> {
    const dry = await this.#jobs.dryRun(queryConfiguration(scriptOf([bound])));
    const failure = failureOf(dry);
    if (failure) throw failure;
    const bytes = dry.statistics?.query?.totalBytesProcessed ?? dry.statistics?.totalBytesProcessed;
    return { bytes: bytes === undefined ? null : Number(bytes), rows: null };
  }

  /** Terraform makes the structure; this only checks that it did. @throws {WarehouseError} `invalid` */
  async prepare(structure: Structure): Promise<void> {
    await requireStructure(this.#rest, structure);
  }

  /** Tables of the scratch dataset expire. */
  async discard(): Promise<void> {}

  cancel(job: string): Promise<void> {
    return this.#jobs.cancel(job);
  }

  async close(): Promise<void> {}

  async #allRows(
    id: string,
    patience?: AbortSignal,
  ): Promise<{ fields: readonly Field[]; rows: readonly RawRow[] }> {
    const first = await this.#jobs.results(id, patience);
    const rows = [...(first.rows ?? [])];
    let { pageToken } = first;
    while (pageToken) {
      const page = await this.#jobs.page(id, { pageToken });
      rows.push(...(page.rows ?? []));
      pageToken = page.pageToken;
    }
    return { fields: first.schema?.fields ?? [], rows };
  }
}

/** @param kmsKey of the answer. Tables have that of their dataset, and a script answers nothing but counts. */
function queryConfiguration({ sql, parameters }: Script, limit?: ReadLimit, kmsKey?: string): object {
  const query = {
    query: sql,
    useLegacySql: false,
    ...(parameters.length > 0 && { parameterMode: 'NAMED', queryParameters: parameters }),
    ...(kmsKey && { destinationEncryptionConfiguration: { kmsKeyName: kmsKey } }),
    ...(limit && { maximumBytesBilled: String(BigInt(Math.floor(limit.bytes))) }),
  };
  return { query };
}

/** Whoever meets the limit learns whose it is and where it is raised. */
async function namingLimit<T>(limit: ReadLimit | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!limit || !(error instanceof WarehouseError) || error.kind !== 'limit') throw error;
    const message = `The query would read more than it may: ${limit.said}. It was stopped and nothing was changed. Run fewer dates or models, or raise max_bytes in ecluse.yaml. (${error.message})`;
    throw new WarehouseError('limit', message, { cause: error });
  }
}

/** A row has one cell a name. */
function refuseRepeated(fields: readonly Field[]): void {
  const names = fields.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw new WarehouseError('invalid', `The query has two columns named ${repeated}; give each its own name.`);
}

/** One number a statement, 0 for those that change no rows. */
function affectedRows(script: Script, results: QueryResults): number[] {
  const counts = script.answersCounts ? answeredCounts(results) : [Number(results.numDmlAffectedRows ?? 0)];
  const next = counts[Symbol.iterator]();
  return script.changes.map((changes) => (changes ? Number(next.next().value ?? 0) : 0));
}

function answeredCounts({ rows = [] }: QueryResults): number[] {
  const counts = rows[0]?.f[0]?.v;
  return Array.isArray(counts) ? counts.map(({ v }) => Number(v)) : [];
}
