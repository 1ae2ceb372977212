import type { Clock } from '../../ports/clock';
import { WarehouseError } from '../../ports/warehouse';
import { asUnanswered, asWarehouseError, failureOf, statusOf } from './failures';
import type { Job, QueryResults } from './resources';
import type { Rest } from './rest';

export interface JobSettings {
  readonly project: string;
  readonly location: string;
  readonly labels: Readonly<Record<string, string>>;
}

const JOB_ID = /^[A-Za-z0-9_-]{1,1000}$/;
/** Says which call started a job, so that a call whose answer was lost knows its own. */
const CALL_LABEL = 'ecluse_call';
const TOKEN_LETTERS = 20;

/** The server holds a request for results back so long, unless the query ends. */
const LONG_POLL_MS = 10_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

export function checkJobId(job: string): void {
  if (JOB_ID.test(job)) return;
  const message = `"${job.slice(0, 100)}" is no job id; expected 1 to 1,000 letters, digits, "_" and "-".`;
  throw new WarehouseError('invalid', message);
}

/**
 * Jobs by id: BigQuery runs an id once, ever, so a job that is asked for again is found, finished or not. Only the
 * state of a job tells that it has failed. Where nobody answers for it, also as it is started, it may be at work:
 * that is `pending`, and the same call finds it, or starts it if it never arrived.
 */
export class Jobs {
  constructor(
    private readonly rest: Rest,
    private readonly settings: JobSettings,
    private readonly clock: Clock,
  ) {}

  /** @returns whether the job was there before this call. @throws {WarehouseError} `pending` where nobody answers */
  async startOrFind(id: string, configuration: object): Promise<boolean> {
    const { project: projectId, location, labels } = this.settings;
    const call = this.clock.token(TOKEN_LETTERS);
    const body = {
      jobReference: { projectId, location, jobId: id },
      configuration: { ...configuration, labels: { ...labels, [CALL_LABEL]: call } },
    };
    try {
      await this.rest.send<Job>({ method: 'POST', path: '/jobs', body });
      return false;
    } catch (error) {
      if (statusOf(error) !== 409) throw asUnanswered(id, error);
      return (await this.get(id)).configuration?.labels?.[CALL_LABEL] !== call;
    }
  }

  /** What the job would read; nothing runs. */
  async dryRun(configuration: object): Promise<Job> {
    const { project: projectId, location, labels } = this.settings;
    const body = {
      jobReference: { projectId, location },
      configuration: { ...configuration, labels, dryRun: true },
    };
    try {
      return await this.rest.send<Job>({ method: 'POST', path: '/jobs', body });
    } catch (error) {
      throw asWarehouseError(error);
    }
  }

  /** @throws {WarehouseError} `pending` where nobody answers */
  async get(id: string): Promise<Job> {
    try {
      return await this.rest.send<Job>({ path: `/jobs/${id}`, query: this.place });
    } catch (error) {
      throw asUnanswered(id, error);
    }
  }

  /** Waits for a query; answers the first page of what it found. @throws {WarehouseError} why it failed, `pending` */
  async results(id: string, patience?: AbortSignal): Promise<QueryResults> {
    for (;;) {
      const page = await orPending(id, patience, () => this.page(id, { timeoutMs: LONG_POLL_MS }, patience));
      if (page.jobComplete) return page;
    }
  }

  /** A page of results; the failure of the query is that of the job, not of the request. */
  async page(
    id: string,
    query: Readonly<Record<string, string | number>>,
    signal?: AbortSignal,
  ): Promise<QueryResults> {
    const asked = { ...this.place, 'formatOptions.useInt64Timestamp': true, ...query };
    try {
      return await this.rest.send<QueryResults>({ path: `/queries/${id}`, query: asked, signal });
    } catch (error) {
      throw failureOf(await this.get(id)) ?? asUnanswered(id, error);
    }
  }

  /** Waits for any job; how it ended is in the answer. @throws {WarehouseError} `pending` */
  async ended(id: string, patience?: AbortSignal): Promise<Job> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
      const job = await orPending(id, patience, () => this.get(id));
      if (job.status?.state === 'DONE') return job;
      await this.clock.sleep(pause, patience);
    }
  }

  /** Asks for the end of a job and waits for it; one that was never started needs none. */
  async cancel(id: string): Promise<void> {
    try {
      await this.rest.send({ method: 'POST', path: `/jobs/${id}/cancel`, query: this.place });
    } catch (error) {
      if (statusOf(error) === 404) return;
      throw asWarehouseError(error);
    }
    await this.ended(id);
  }

  /** Runs work that waits for a job; the job ends, and the work with it, when the signal aborts. */
  async cancelledBy<T>(signal: AbortSignal | undefined, id: string, work: () => Promise<T>): Promise<T> {
    let cancelling: Promise<void> | undefined;
    const cancel = (): void => {
      cancelling = this.cancel(id).catch(() => undefined);
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await work();
    } finally {
      signal?.removeEventListener('abort', cancel);
      await cancelling;
    }
  }

  private get place(): { readonly location: string } {
    return { location: this.settings.location };
  }
}

/** Stops waiting, not the job, when the caller's patience ends. */
function orPending<T>(job: string, patience: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!patience) return work();
  return new Promise((resolve, reject) => {
    const message = `The job ${job} runs on; the same call finds it later.`;
    const abandon = (): void => reject(new WarehouseError('pending', message));
    if (patience.aborted) return abandon();
    patience.addEventListener('abort', abandon, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => patience.removeEventListener('abort', abandon));
  });
}
