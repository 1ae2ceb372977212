import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SimulatorOptions } from '../options';
import { type Network, simulate } from '../simulate';
import { type ApiOptions, DEFAULT_API } from './api-options';
import { Feed } from './feed';
import { ApiHandler, instantOf } from './handler';

export interface RunningApi {
  /** `http://127.0.0.1:<port>`; the feeds are `/visits` and `/transactions`. */
  readonly url: string;
  /** Makes the records up to this instant visible. ISO 8601 with offset. */
  moveTo(until: string): void;
  close(): Promise<void>;
}

/**
 * Serves visits and transactions on 127.0.0.1: `GET /visits?since=…&limit=…`, then `?cursor=<next_cursor>` until it
 * is `null`. The answer is `{"items": […], "next_cursor": "…"}`.
 */
export async function startApi(
  input: SimulatorOptions | Network = {},
  options: ApiOptions = {},
): Promise<RunningApi> {
  const { feeds } = 'feeds' in input ? input : simulate(input);
  const paths = new Map([
    ['/visits', new Feed(feeds.visits)],
    ['/transactions', new Feed(feeds.transactions)],
  ]);
  const handler = new ApiHandler(paths, options);
  if (options.until !== undefined) handler.until = checkedInstant(options.until);
  const server = createServer((request, response) => serve(handler, request, response));
  return {
    url: `http://127.0.0.1:${await listen(server, options.port ?? DEFAULT_API.port)}`,
    moveTo: (until) => {
      handler.until = checkedInstant(until);
    },
    close: () => close(server),
  };
}

function serve(handler: ApiHandler, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const answer = handler.answer({
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://127.0.0.1'),
    authorization: request.headers.authorization,
  });
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

function checkedInstant(text: string): number {
  const instant = instantOf(text);
  if (instant !== undefined) return instant;
  throw new RangeError(`until: found '${text}', expected an instant such as 2026-10-01T12:00:00Z.`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Waits for nobody: clients that keep their connections open are cut off. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
