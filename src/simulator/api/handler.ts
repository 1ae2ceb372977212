import type { ApiOptions } from './api-options';
import { DEFAULT_API } from './api-options';
import type { Feed, Page } from './feed';
import { RateLimit } from './rate-limit';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
}

export interface ApiAnswer {
  readonly status: 200 | 400 | 401 | 404 | 405 | 429 | 500;
  readonly body: Page | { readonly error: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the API answers, without the network: guards in the order of the methods below, then the page. */
export class ApiHandler {
  /** Milliseconds since the epoch; later records are not visible. */
  until: number = Number.POSITIVE_INFINITY;
  private admitted = 0;
  private readonly limit: RateLimit;
  private readonly pageSize: number;

  constructor(
    private readonly feeds: ReadonlyMap<string, Feed>,
    private readonly options: ApiOptions,
  ) {
    this.pageSize = options.pageSize ?? DEFAULT_API.pageSize;
    const perSecond = options.requestsPerSecond ?? DEFAULT_API.requestsPerSecond;
    this.limit = new RateLimit(perSecond, options.now ?? Date.now);
  }

  answer(request: ApiRequest): ApiAnswer {
    const feed = this.feeds.get(request.url.pathname);
    if (feed === undefined) return refused(404, `There is no ${request.url.pathname}.`);
    if (request.method !== 'GET') return refused(405, `${request.method} is not allowed; use GET.`);
    return this.unauthorized(request) ?? this.overloaded() ?? this.failed() ?? this.page(feed, request.url);
  }

  private unauthorized({ authorization }: ApiRequest): ApiAnswer | undefined {
    const { token } = this.options;
    if (token === undefined || authorization === `Bearer ${token}`) return undefined;
    return refused(401, 'The bearer token is missing or wrong.');
  }

  private overloaded(): ApiAnswer | undefined {
    if (this.limit.admits()) return undefined;
    return { ...refused(429, 'Too many requests in this second.'), headers: { 'retry-after': '1' } };
  }

  private failed(): ApiAnswer | undefined {
    const every = this.options.failEvery ?? DEFAULT_API.failEvery;
    this.admitted += 1;
    return every > 0 && this.admitted % every === 0
      ? refused(500, 'The server stumbled; ask again.')
      : undefined;
  }

  private page(feed: Feed, url: URL): ApiAnswer {
    const limit = Number(url.searchParams.get('limit') ?? this.pageSize);
    if (!Number.isInteger(limit) || limit < 1) return refused(400, `limit: expected 1 to ${this.pageSize}.`);
    const size = Math.min(limit, this.pageSize);
    const cursor = url.searchParams.get('cursor');
    return cursor === null ? this.firstPage(feed, url, size) : nextPage(feed, cursor, size);
  }

  private firstPage(feed: Feed, url: URL, limit: number): ApiAnswer {
    const text = url.searchParams.get('since');
    const { until } = this;
    if (text === null) return { status: 200, body: feed.first({ until, limit }) };
    const since = instantOf(text);
    if (since === undefined)
      return refused(400, `since: found '${text}', expected 2026-10-01T00:00:00Z or an offset.`);
    return { status: 200, body: feed.first({ since, until, limit }) };
  }
}

/** With an offset or `Z`: without one the answer would depend on the zone of the machine. */
export function instantOf(text: string): number | undefined {
  const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:\d{2})?)$/.exec(text);
  if (iso === null) return undefined;
  const offset = iso[2]?.length === 3 ? `${text}:00` : text;
  const instant = Date.parse(offset.replace(' ', 'T'));
  return Number.isNaN(instant) ? undefined : instant;
}

function nextPage(feed: Feed, cursor: string, limit: number): ApiAnswer {
  const body = feed.next(cursor, limit);
  return body === undefined ? refused(400, 'cursor: not one of ours.') : { status: 200, body };
}

function refused(status: Exclude<ApiAnswer['status'], 200>, error: string): ApiAnswer {
  return { status, body: { error } };
}
