import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults';
import { ApiRefusal } from '../http';
import type { Objects } from '../storage/objects';
import type { Engine, Outcome } from './engine';
import { type ErrorProto, errorProto } from './failures';
import { type LoadConfiguration, runLoad } from './load';
import { type QueryParameter, readParameters } from './types';

export interface QueryConfiguration {
  readonly query: string;
  readonly useLegacySql: boolean;
  readonly queryParameters?: readonly QueryParameter[];
  readonly maximumBytesBilled?: string;
}

export interface JobRequest {
  readonly jobReference: { readonly projectId: string; readonly location: string; readonly jobId?: string };
  readonly configuration: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly dryRun?: boolean;
    readonly query?: QueryConfiguration;
    readonly load?: LoadConfiguration;
  };
}

export interface RunningJob {
  readonly request: JobRequest;
  state: 'RUNNING' | 'DONE';
  errors: readonly ErrorProto[];
  outcome: Outcome | null;
  loadedRows: number;
  bytes: number;
  readonly cancelling: AbortController;
  /** Resolves when it is done, however it ended. */
  ended: Promise<void>;
}

/** Jobs by id. An id is used once, ever. */
export class JobTable {
  readonly #jobs = new Map<string, RunningJob>();

  constructor(
    private readonly engine: Engine,
    private readonly objects: Objects,
  ) {}

  /** @throws {ApiRefusal} 409 */
  start(request: JobRequest, fault: Fault | null): RunningJob {
    const id = request.jobReference.jobId ?? '';
    if (this.#jobs.has(id)) throw new ApiRefusal(409, 'duplicate', `Already Exists: Job local:EU.${id}`);
    const job: RunningJob = {
      request,
      state: 'RUNNING',
      errors: [],
      outcome: null,
      loadedRows: 0,
      bytes: 0,
      cancelling: new AbortController(),
      ended: Promise.resolve(),
    };
    this.#jobs.set(id, job);
    job.ended = this.#work(id, job, fault);
    return job;
  }

  /** @throws {ApiRefusal} 404 */
  get(id: string): RunningJob {
    const job = this.#jobs.get(id);
    if (job) return job;
    throw new ApiRefusal(404, 'notFound', `Not found: Job local:EU.${id}`);
  }

  async cancel(id: string): Promise<void> {
    this.get(id).cancelling.abort();
    await this.engine.warehouse.cancel(id);
  }

  /** Ends what still runs. */
  async close(): Promise<void> {
    const running = [...this.#jobs].filter(([, job]) => job.state !== 'DONE');
    await Promise.all(running.map(([id]) => this.cancel(id)));
    await Promise.all(running.map(([, job]) => job.ended));
  }

  async #work(id: string, job: RunningJob, fault: Fault | null): Promise<void> {
    try {
      if (fault?.do === 'fail_job') await this.#fail(job, fault);
      else await this.#run(id, job);
    } catch (error) {
      job.errors = isErrorList(error) ? error : [errorProto(error)];
    }
    job.state = 'DONE';
  }

  async #fail(job: RunningJob, { ms = 0, reason, message }: Fault & { do: 'fail_job' }): Promise<void> {
    const { signal } = job.cancelling;
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    const stopped = {
      reason: 'stopped',
      message: 'Job execution was cancelled: User requested cancellation',
    };
    throw [signal.aborted ? stopped : { reason, message }];
  }

  async #run(id: string, job: RunningJob): Promise<void> {
    const { query, load } = job.request.configuration;
    if (load) job.loadedRows = await runLoad(this.engine, this.objects, id, load);
    if (query) job.outcome = await this.#query(id, query, job.cancelling.signal);
  }

  async #query(id: string, query: QueryConfiguration, signal: AbortSignal): Promise<Outcome> {
    const parameters = readParameters(query.queryParameters);
    if (query.maximumBytesBilled !== undefined && query.query.startsWith('SELECT')) {
      const bytes = await this.engine.bytes(query.query, parameters);
      if (bytes > Number(query.maximumBytesBilled)) throw [tooDear(query.maximumBytesBilled, bytes)];
    }
    return this.engine.run(id, query.query, parameters, signal);
  }
}

const tooDear = (limit: string, bytes: number): ErrorProto => ({
  reason: 'bytesBilledLimitExceeded',
  message: `Query exceeded limit for bytes billed: ${limit}. ${bytes} or higher required.`,
});

const isErrorList = (error: unknown): error is readonly ErrorProto[] => Array.isArray(error);
