/** How the API behaves. */
export interface ApiOptions {
  /** Records a page unless the request says `limit`, and the most that it may say. Default 1000. */
  readonly pageSize?: number;
  /** Requests a second; more get 429 with `Retry-After: 1`. 0 is no limit. Default 50. */
  readonly requestsPerSecond?: number;
  /** Every n-th admitted request gets 500. 0 is never. Default 13. */
  readonly failEvery?: number;
  /** When given, requests need `Authorization: Bearer <token>`; others get 401. */
  readonly token?: string;
  /** Records with a later `updated_at` are not there yet. ISO 8601 with offset. Default: all are there. */
  readonly until?: string;
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  /** Milliseconds since the epoch, for the rate limit. Default: the clock. */
  readonly now?: () => number;
}

export const DEFAULT_API = { pageSize: 1000, requestsPerSecond: 50, failEvery: 13, port: 0 } as const;
