/** Remote calls over one connection: gRPC, which is HTTP/2 with a length before each message and a status at the end. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2';

/** What the server answers to a call that it refuses, in its own words. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
}

export interface Connection {
  /** @param path `/package.Service/Procedure` @throws {RemoteError} */
  call(path: string, message: Buffer): Promise<Buffer>;
  close(): void;
}

/** A large answer does not wait for us to ask for its rest. */
const WINDOW_BYTES = 64 * 1024 * 1024;
const RETRY_AFTER_MS = 5;

/** Connects to a server that may still be starting. @throws when it does not answer in time. */
export async function connectTo(port: number, withinMs: number): Promise<Connection> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return connection(await open(port));
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }
}

function open(port: number): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    const settings = { initialWindowSize: WINDOW_BYTES, enablePush: false };
    const session = connect(`http://localhost:${port}`, { settings });
    session.once('error', reject);
    session.once('remoteSettings', () => {
      session.setLocalWindowSize(WINDOW_BYTES);
      // What a broken connection means, its open calls say.
      session.off('error', reject).on('error', () => {});
      resolve(session);
    });
  });
}

/** The connection keeps our process alive only while somebody waits for an answer. */
function connection(session: ClientHttp2Session): Connection {
  let waiting = 0;
  session.unref();
  return {
    call: async (path, message) => {
      if (waiting++ === 0) session.ref();
      try {
        return await request(session, path, message);
      } finally {
        if (--waiting === 0 && !session.destroyed) session.unref();
      }
    },
    close: () => session.destroy(),
  };
}

/** A flag (0: not compressed) and the length, before each message. */
const PREFIX_BYTES = 5;

async function request(session: ClientHttp2Session, path: string, message: Buffer): Promise<Buffer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
  return (await answer(stream)).subarray(PREFIX_BYTES);
}

function answer(stream: ClientHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status: IncomingHttpHeaders = {};
    stream.on('response', (headers) => {
      // A refusal may come without an answer before it.
      if (headers['grpc-status']) status = headers;
    });
    stream.on('trailers', (trailers: IncomingHttpHeaders) => {
      status = trailers;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => settle(status, chunks, resolve, reject));
  });
}

function settle(
  status: IncomingHttpHeaders,
  chunks: readonly Buffer[],
  resolve: (answer: Buffer) => void,
  reject: (error: Error) => void,
): void {
  if (status['grpc-status'] === '0')
    resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  else if (status['grpc-status']) reject(new RemoteError(said(String(status['grpc-message'] ?? ''))));
  else reject(new Error('The GoogleSQL analyzer closed the connection before it answered'));
}

/** A message is written with `%C3` and the like. One that is cut inside of a letter stays as it came. */
function said(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
