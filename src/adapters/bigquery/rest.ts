import { BigQuery } from '@google-cloud/bigquery';
import { PassThroughClient } from 'google-auth-library';
import { WarehouseError } from '../../ports/warehouse';
import { Patience } from '../google/patience';
import { asWarehouseError } from './failures';

/** Where requests go and how long they are repeated. */
export interface RestOptions {
  readonly project: string;
  readonly location: string;
  readonly endpoint?: string;
  /** Longest pause between two attempts of a request, in seconds. */
  readonly maxRetryDelaySeconds?: number;
  /** An attempt that nobody answers is given up after this long; long polls are answered after 10 s. Default: 40 s. */
  readonly requestTimeoutMs?: number;
}

export interface Request {
  readonly method?: 'GET' | 'POST';
  /** Below the project: `/jobs`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  /** Once it aborts, a request that failed is not repeated. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Google's client as a way to send requests: it finds credentials and signs. Requests that may succeed later are
 * repeated here, since the client does not look for rate limits that come as 403. Everything that is sent may be
 * repeated: jobs carry ids.
 */
export class Rest {
  readonly #client: BigQuery;
  readonly #patience: Patience;
  readonly #requestTimeoutMs: number;

  constructor(options: RestOptions) {
    const { project, location, endpoint, maxRetryDelaySeconds = 16, requestTimeoutMs = 40_000 } = options;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#patience = new Patience(maxRetryDelaySeconds, isPassing);
    this.#client = new BigQuery({
      projectId: project,
      location,
      ...(endpoint && { apiEndpoint: endpoint, authClient: new PassThroughClient() }),
      retryOptions: { autoRetry: false },
    });
  }

  /** The body of the answer, as the API documents it. @throws what the client throws, see `failures.ts` */
  send<T>({ method = 'GET', path, query = {}, body, signal }: Request): Promise<T> {
    const request = { method, uri: path, qs: query, ...(body && { json: body }) };
    return this.#patience.repeat(() => this.#attempt<T>(request), signal);
  }

  /** The client itself waits for an answer for ever. */
  #attempt<T>(request: Parameters<BigQuery['request']>[0]): Promise<T> {
    return new Promise((resolve, reject) => {
      const silence = setTimeout(() => reject(new Silence(this.#requestTimeoutMs)), this.#requestTimeoutMs);
      this.#client.request(request, (error, answer) => {
        clearTimeout(silence);
        if (error) reject(error);
        else resolve(answer);
      });
    });
  }
}

/** Nobody answers; whether the request has arrived is unknown. */
class Silence extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(ms: number) {
    super(`no answer within ${ms / 1000} seconds`);
  }
}

function isPassing(error: unknown): boolean {
  const failure = asWarehouseError(error);
  return failure instanceof WarehouseError && failure.kind === 'transient';
}
