import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from './faults';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The fault of this request, where the handler itself has to commit it. */
  readonly fault: Fault | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A refusal in the form of Google's JSON APIs. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves on a free port of this machine; requests meet their faults on the way. */
export async function serve(
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  faults: Faults,
): Promise<RunningServer> {
  requireModules();
  const server = createServer((request, response) => {
    answer(handle, faults, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** Without the flag Google's clients wait for ever in Jest, since their HTTP layer is imported dynamically. */
function requireModules(): void {
  const flag = '--experimental-vm-modules';
  if (process.env.JEST_WORKER_ID === undefined || process.env.NODE_OPTIONS?.includes(flag)) return;
  throw new Error(`Google's clients hang in Jest without a flag. Run: NODE_OPTIONS=${flag} npx jest …`);
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function answer(
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  faults: Faults,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const body = await buffer(incoming);
  const fault = faults.take(method, path);
  if (fault?.do === 'reset') return void incoming.socket.destroy();
  if (fault?.do === 'delay') await sleep(fault.ms);
  const url = new URL(path, `http://${headers.host ?? 'localhost'}`);
  const given =
    fault?.do === 'refuse' ? refusal(fault) : await handled(handle, { method, url, headers, body, fault });
  if (fault?.do === 'lose') return void incoming.socket.destroy();
  send(response, fault?.do === 'corrupt' ? corrupted(given) : given, fault?.do === 'truncate');
}

function refusal({ status, reason, message }: Fault & { do: 'refuse' }): HttpAnswer {
  return errorAnswer(new ApiRefusal(status, reason, message ?? `Injected: ${reason}`));
}

async function handled(
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  request: HttpRequest,
): Promise<HttpAnswer> {
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof ApiRefusal) return errorAnswer(error);
    return errorAnswer(new ApiRefusal(501, 'defect', `The local server: ${String(error)}`));
  }
}

function errorAnswer({ status, reason, message }: ApiRefusal): HttpAnswer {
  const errors = [{ domain: 'global', reason, message }];
  return json({ error: { code: status, message, errors } }, status);
}

export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body };
}

function corrupted(given: HttpAnswer): HttpAnswer {
  const body = Buffer.from(given.body ?? '');
  body[0] = (body[0] ?? 0) ^ 1;
  return { ...given, body };
}

function send(
  response: ServerResponse,
  { status, headers = {}, body }: HttpAnswer,
  truncated: boolean,
): void {
  const bytes = body ?? Buffer.alloc(0);
  response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
  if (!truncated) return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
