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

/** An attempt that nobody answers is given up after this long; long polls are answered after 10 seconds. */
const REQUEST_TIMEOUT_MS = 40_000;

/**
 * Google's client as a way to send requests: it finds credentials and signs. Requests that may succeed later are
 * repeated here, since the client does not look for rate limits that come as 403. Everything that is sent may be
 * repeated: jobs carry ids.
 */
export class Rest {
  readonly #client: BigQuery;
  readonly #patience: Patience;

  constructor({ project, location, endpoint, maxRetryDelaySeconds = 16 }: RestOptions) {
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
    const request = {
      method,
      uri: path,
      qs: query,
      timeout: REQUEST_TIMEOUT_MS,
      ...(body && { json: body }),
    };
    return this.#patience.repeat(
      () =>
        new Promise((resolve, reject) => {
          this.#client.request(request, (error, answer) => (error ? reject(error) : resolve(answer)));
        }),
      signal,
    );
  }
}

function isPassing(error: unknown): boolean {
  const failure = asWarehouseError(error);
  return failure instanceof WarehouseError && failure.kind === 'transient';
}
