/** Calls to the analyzer's server, one method for each remote procedure we use. */
import { join } from 'node:path';
import { credentials, type GrpcObject, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { Reader, util } from 'protobufjs';
import { type AnalyzerServer, analyzerFolder, startServer } from './server';

export type Procedure =
  | 'analyze'
  | 'evaluateQuery'
  | 'getBuiltinFunctions'
  | 'getLanguageOptions'
  | 'registerCatalog'
  | 'unregisterCatalog';

export interface AnalyzerClient {
  /** @throws {AnalyzerError} when the analyzer refuses the request. */
  call<Reply>(procedure: Procedure, request: object): Promise<Reply>;
  close(): Promise<void>;
}

/** What the analyzer says about a statement, in its own words: `Unrecognized name: nope [at 1:8]`. */
export class AnalyzerError extends Error {
  override readonly name = 'AnalyzerError';
}

type Callback = (error: ServiceError | null, reply: unknown) => void;
interface Stub {
  waitForReady(deadline: number, done: (error?: Error) => void): void;
  close(): void;
}

const READY_WITHIN_MS = 15_000;
const START_ATTEMPTS = 3;

/** Starts a server and connects; another process may take the port in between, so it tries again. */
export async function connectAnalyzer(): Promise<AnalyzerClient> {
  for (let attempt = 1; ; attempt++) {
    const server = await startServer();
    const stub = createStub(server.port);
    try {
      await ready(stub);
      return client(stub, server);
    } catch (cause) {
      stub.close();
      await server.stop();
      if (attempt === START_ATTEMPTS)
        throw new Error(`The GoogleSQL analyzer did not answer within ${READY_WITHIN_MS} ms`, { cause });
    }
  }
}

function client(stub: Stub, server: AnalyzerServer): AnalyzerClient {
  const methods = stub as unknown as Record<string, (request: object, done: Callback) => void>;
  return {
    call: <Reply>(procedure: Procedure, request: object) =>
      new Promise<Reply>((resolve, reject) => {
        const settle: Callback = (error, reply) =>
          error ? reject(new AnalyzerError(error.details || error.message)) : resolve(reply as Reply);
        const method = methods[procedure];
        if (!method) throw new Error(`The analyzer has no procedure ${procedure}`);
        method.call(stub, request, settle);
      }),
    close: async () => {
      stub.close();
      await server.stop();
    },
  };
}

/** A resolved tree nests about five messages for each level of the text; the library's own limit is 100. */
const NESTED_MESSAGES = 2_000;

function createStub(port: number): Stub {
  Object.assign(util, { recursionLimit: NESTED_MESSAGES });
  Object.assign(Reader, { recursionLimit: NESTED_MESSAGES });
  const definition = loadSync('local_service.proto', {
    keepCase: false,
    defaults: false,
    arrays: true,
    oneofs: true,
    enums: String,
    longs: String,
    bytes: Buffer,
    includeDirs: [join(analyzerFolder(), 'protos')],
  });
  const service = descend(loadPackageDefinition(definition), [
    'zetasql',
    'local_service',
    'ZetaSqlLocalService',
  ]);
  const Service = service as unknown as new (address: string, security: object, options: object) => Stub;
  const unlimited = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
  return new Service(`localhost:${port}`, credentials.createInsecure(), unlimited);
}

function descend(root: GrpcObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], root);
}

function ready(stub: Stub): Promise<void> {
  return new Promise((resolve, reject) => {
    stub.waitForReady(Date.now() + READY_WITHIN_MS, (error) => (error ? reject(error) : resolve()));
  });
}
