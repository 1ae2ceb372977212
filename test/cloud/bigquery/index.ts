import { setTimeout as sleep } from 'node:timers/promises';
import type { Structure } from '../../../src/ports/warehouse';
import type { Faults } from '../faults';
import { ApiRefusal, type HttpAnswer, type HttpRequest, json, type RunningServer, serve } from '../http';
import type { Objects } from '../storage/objects';
import { Engine } from './engine';
import { errorProto } from './failures';
import { type JobRequest, JobTable, type RunningJob } from './jobs';
import { readParameters, schemaOf } from './types';

export interface BigQueryServer extends RunningServer {
  /** Everything that was asked of `jobs.insert` and accepted, in order. */
  readonly requests: readonly JobRequest[];
  /** Makes datasets, tables, views and functions, as Terraform would. */
  provision(structure: Structure): Promise<void>;
}

export interface BigQueryServerOptions {
  /** Rows in a page of results, at most. Default: 1,000. */
  readonly pageRows?: number;
}

/** A local server that speaks the REST API of BigQuery, as far as `adapters/bigquery` uses it. */
export async function startBigQuery(
  faults: Faults,
  objects: Objects,
  { pageRows = 1000 }: BigQueryServerOptions = {},
): Promise<BigQueryServer> {
  const engine = await Engine.start();
  const api = new Api(engine, new JobTable(engine, objects), pageRows);
  const server = await serve((request) => api.handle(request), faults);
  return {
    endpoint: server.endpoint,
    requests: api.requests,
    provision: (structure) => engine.provision(structure),
    close: async () => {
      await server.close();
      await api.jobs.close();
      await engine.close();
    },
  };
}

const PROJECT = /^\/bigquery\/v2\/projects\/[^/]+(?<path>\/.*)$/;
const LONGEST_POLL_MS = 10_000;

class Api {
  readonly requests: JobRequest[] = [];

  constructor(
    private readonly engine: Engine,
    readonly jobs: JobTable,
    private readonly pageRows: number,
  ) {}

  async handle(request: HttpRequest): Promise<HttpAnswer> {
    const { method, url } = request;
    const path = decodeURIComponent(PROJECT.exec(url.pathname)?.groups?.path ?? '');
    const [, kind = '', id = '', part = '', name = ''] = path.split('/');
    if (method === 'POST' && path === '/jobs') return this.#insert(request);
    if (method === 'POST' && kind === 'jobs' && part === 'cancel') return this.#cancel(id);
    if (method === 'GET' && kind === 'jobs') return json(jobResource(this.jobs.get(id)));
    if (method === 'GET' && kind === 'queries') return this.#results(id, url.searchParams);
    if (method === 'GET' && part === 'tables') return this.#table(id, name);
    if (method === 'GET' && part === 'routines') return this.#routine(`${id}.${name}`);
    if (method === 'GET' && kind === 'datasets') return this.#dataset(id);
    throw new ApiRefusal(404, 'notFound', `${method} ${url.pathname} is not served here.`);
  }

  async #insert({ body, fault }: HttpRequest): Promise<HttpAnswer> {
    const request: JobRequest = JSON.parse(body.toString('utf8'));
    if (request.configuration.query?.useLegacySql !== false && !request.configuration.load)
      throw new ApiRefusal(400, 'invalid', 'The local server knows no legacy SQL.');
    if (request.configuration.dryRun) return this.#dryRun(request);
    const job = this.jobs.start(request, fault);
    this.requests.push(request);
    return json(jobResource(job));
  }

  async #dryRun({ configuration }: JobRequest): Promise<HttpAnswer> {
    const { query = '', queryParameters } = configuration.query ?? {};
    try {
      const bytes = await this.engine.bytes(query, readParameters(queryParameters));
      return json({
        status: { state: 'DONE' },
        statistics: { query: { totalBytesProcessed: String(bytes) } },
      });
    } catch (error) {
      const { reason, message } = errorProto(error);
      throw new ApiRefusal(reason === 'notFound' ? 404 : 400, reason, message);
    }
  }

  async #cancel(id: string): Promise<HttpAnswer> {
    await this.jobs.cancel(id);
    return json({ job: jobResource(this.jobs.get(id)) });
  }

  async #results(id: string, query: URLSearchParams): Promise<HttpAnswer> {
    const job = this.jobs.get(id);
    const patience = Math.min(LONGEST_POLL_MS, Number(query.get('timeoutMs') ?? LONGEST_POLL_MS));
    const waiting = new AbortController();
    await Promise.race([
      job.ended,
      sleep(patience, undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
    const { jobReference } = job.request;
    if (job.state !== 'DONE') return json({ jobReference, jobComplete: false });
    const [error] = job.errors;
    if (error) throw new ApiRefusal(statusOf(error.reason), error.reason, error.message);
    return json({ jobReference, jobComplete: true, ...this.#page(job, Number(query.get('pageToken') ?? 0)) });
  }

  #page({ outcome }: RunningJob, from: number): object {
    const { schema = [], rows = [], changed = 0 } = outcome ?? {};
    const next = from + this.pageRows;
    return {
      schema: { fields: schema },
      totalRows: String(rows.length),
      rows: rows.slice(from, next),
      numDmlAffectedRows: String(changed),
      ...(next < rows.length && { pageToken: String(next) }),
    };
  }

  async #table(dataset: string, table: string): Promise<HttpAnswer> {
    const columns = await this.engine.describe(`${dataset}.${table}`);
    if (!columns) throw new ApiRefusal(404, 'notFound', `Not found: Table local:${dataset}.${table}`);
    const kind = await this.#count(
      'tables',
      `table_schema = '${dataset}' AND table_name = '${table}' AND table_type = 'VIEW'`,
    );
    return json({ type: kind > 0 ? 'VIEW' : 'TABLE', schema: { fields: schemaOf(columns) } });
  }

  #routine(name: string): HttpAnswer {
    if (this.engine.hasFunction(name)) return json({ routineReference: { routineId: name } });
    throw new ApiRefusal(404, 'notFound', `Not found: Routine local:${name}`);
  }

  async #dataset(dataset: string): Promise<HttpAnswer> {
    const found = await this.#count('schemata', `schema_name = '${dataset}'`);
    if (found > 0) return json({ datasetReference: { datasetId: dataset } });
    throw new ApiRefusal(404, 'notFound', `Not found: Dataset local:${dataset}`);
  }

  async #count(table: string, condition: string): Promise<number> {
    const sql = `SELECT count(*) AS n FROM information_schema.${table} WHERE ${condition}`;
    const statement = { googlesql: sql, duckdb: [sql], params: {} };
    const { rows } = await this.engine.warehouse.query({ statement, values: {} });
    return Number(rows[0]?.n ?? 0);
  }
}

/** BigQuery answers a failed query under the status of its reason. */
function statusOf(reason: string): number {
  if (reason === 'notFound') return 404;
  if (reason === 'backendError' || reason === 'internalError') return 503;
  return reason === 'rateLimitExceeded' || reason === 'quotaExceeded' ? 403 : 400;
}

function jobResource({ request, state, errors, outcome, loadedRows }: RunningJob): object {
  const { jobReference, configuration } = request;
  return {
    kind: 'bigquery#job',
    id: `${jobReference.projectId}:${jobReference.location}.${jobReference.jobId}`,
    jobReference,
    configuration,
    status: { state, ...(errors.length > 0 && { errorResult: errors[0], errors }) },
    statistics: {
      ...(configuration.query && { query: { numDmlAffectedRows: String(outcome?.changed ?? 0) } }),
      ...(configuration.load && { load: { outputRows: String(loadedRows) } }),
    },
  };
}
