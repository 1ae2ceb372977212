import { BigQuery } from '@google-cloud/bigquery';

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
}

/** An attempt that nobody answers is given up after this long; long polls are answered after 10 seconds. */
const REQUEST_TIMEOUT_MS = 40_000;
const RETRIES = 4;

/**
 * Google's client as a way to send requests: it finds credentials, signs, and repeats what failed with 408, 429, 5xx
 * or without an answer. Everything that this adapter sends may be repeated: jobs carry ids.
 */
export class Rest {
  readonly #client: BigQuery;

  constructor({ project, location, endpoint, maxRetryDelaySeconds = 16 }: RestOptions) {
    this.#client = new BigQuery({
      projectId: project,
      location,
      ...(endpoint && { apiEndpoint: endpoint }),
      retryOptions: { autoRetry: true, maxRetries: RETRIES, maxRetryDelay: maxRetryDelaySeconds },
    });
  }

  /** The body of the answer, as the API documents it. @throws what the client throws, see `failures.ts` */
  send<T>({ method = 'GET', path, query = {}, body }: Request): Promise<T> {
    const request = {
      method,
      uri: path,
      qs: query,
      timeout: REQUEST_TIMEOUT_MS,
      ...(body && { json: body }),
    };
    return new Promise((resolve, reject) => {
      this.#client.request(request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  }
}
