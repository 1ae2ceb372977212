/** Calls to the analyzer's server. */
import { type Connection, connectTo, RemoteError } from './connection';
import { Decoder } from './protocol/decode';
import { encode } from './protocol/encode';
import { procedure } from './protocol/schema';
import { type AnalyzerServer, startServer } from './server';
import { TREE } from './tree';

export type Procedure =
  | 'Analyze'
  | 'EvaluateQuery'
  | 'GetBuiltinFunctions'
  | 'GetLanguageOptions'
  | 'RegisterCatalog';

export interface AnalyzerClient {
  /** @throws {AnalyzerError} when the analyzer refuses the request. */
  call<Reply>(procedure: Procedure, request: object): Promise<Reply>;
  close(): Promise<void>;
}

/** What the analyzer says about a statement, in its own words: `Unrecognized name: nope [at 1:8]`. */
export class AnalyzerError extends Error {
  override readonly name = 'AnalyzerError';
}

const SERVICE = 'zetasql.local_service.ZetaSqlLocalService';
const READY_WITHIN_MS = 15_000;
const START_ATTEMPTS = 3;

/**
 * Connects to a server, started already or started now; another process may take the port in between, so it tries
 * again.
 */
export async function connectAnalyzer(
  started: Promise<AnalyzerServer> = startServer(),
): Promise<AnalyzerClient> {
  let server = await started;
  for (let attempt = 1; ; attempt++) {
    try {
      return client(await connectTo(server.port, READY_WITHIN_MS), server);
    } catch (cause) {
      await server.stop();
      if (attempt === START_ATTEMPTS)
        throw new Error(`The GoogleSQL analyzer did not answer within ${READY_WITHIN_MS} ms`, { cause });
      server = await startServer();
    }
  }
}

function client(connection: Connection, server: AnalyzerServer): AnalyzerClient {
  const decoder = new Decoder(TREE);
  return {
    call: async <Reply>(name: Procedure, message: object) => {
      const { request, reply } = procedure(name);
      const bytes = await connection
        .call(`/${SERVICE}/${name}`, encode(request, message))
        .catch((error: unknown) => {
          throw error instanceof RemoteError ? new AnalyzerError(error.message) : error;
        });
      return decoder.decode(reply, bytes) as Reply;
    },
    close: async () => {
      connection.close();
      await server.stop();
    },
  };
}
