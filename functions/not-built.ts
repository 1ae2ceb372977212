import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers 501: the platform around the function is there, the function itself is not part of this release.
 * The caller sees a failure and says so; nothing is lost, because nothing is acknowledged.
 */
export function handle(_request: IncomingMessage, response: ServerResponse): void {
  const service = process.env.K_SERVICE ?? 'this function';
  response.writeHead(501, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ error: `${service} is not built into this release. Deploy one that has it.` }),
  );
}
