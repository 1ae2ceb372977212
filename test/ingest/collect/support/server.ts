import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (url: URL, response: ServerResponse, request: IncomingMessage) => void;

/** A local API that answers as the test says, and remembers what it was asked. */
export class TestApi {
  /** Path and query of each request, in order. */
  readonly asked: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  handler: Handler = (_, response) => response.end('[]');
  readonly #server = createServer();

  private constructor() {
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.asked.push(request.url ?? '');
      this.headers.push(request.headers);
      this.handler(new URL(request.url ?? '/', this.url), response, request);
    });
  }

  /** One for all tests of a file; to each of them it has not been asked anything yet. */
  static ofTests(): TestApi {
    const api = new TestApi();
    beforeAll(() => api.listen());
    afterAll(() => api.close());
    beforeEach(() => api.forget());
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  private async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Begins anew: nothing was asked. */
  forget(): void {
    this.asked.length = 0;
    this.headers.length = 0;
  }
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function sendStatus(
  response: ServerResponse,
  status: number,
  body = '',
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** A feed in pages of `size` with an opaque cursor, in `{ items, next_cursor }`. */
export function cursorFeed(records: readonly unknown[], size: number): Handler {
  return (url, response) => {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next = from + size < records.length ? String(from + size) : null;
    sendJson(response, { items: records.slice(from, from + size), next_cursor: next });
  };
}

/** A feed as a plain list in pages of `size`, the next page in the Link header. */
export function linkFeed(records: readonly unknown[], size: number): Handler {
  return (url, response) => {
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = new URL(url);
    next.searchParams.set('from', String(from + size));
    const more = from + size < records.length;
    const headers: Record<string, string> = more ? { link: `<${next.href}>; rel="next"` } : {};
    sendJson(response, records.slice(from, from + size), headers);
  };
}

/** What is as new as `since`, in pages of three. */
export function sinceFeed(records: readonly { readonly updated_at: string }[], feed = cursorFeed): Handler {
  return (url, ...rest) => {
    const since = url.searchParams.get('since') ?? '';
    const found = records.filter((record) => record.updated_at >= since);
    feed(found, 3)(url, ...rest);
  };
}
