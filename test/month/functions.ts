import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { collect } from '../../functions/collect/collect';
import { executeTask } from '../../functions/execute-task/execute-task';
import { finishRun } from '../../functions/finish-run/finish-run';
import { ingest } from '../../functions/ingest/ingest';
import { planRun } from '../../functions/plan-run/plan-run';
import { type Endpoint, serve } from '../../functions/serve';
import type { Site } from '../../functions/site';
import { sweep } from '../../functions/sweep/sweep';

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  collect,
  ingest,
  planRun,
  executeTask,
  finishRun,
  sweep,
};

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The functions behind their framework, on ports of this machine. */
export interface Functions {
  /** A request of a service: with its identity token, as Cloud Run hands it on. */
  post(name: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export async function startFunctions(site: Site, log: (line: string) => void): Promise<Functions> {
  const hosts = new Map<string, string>();
  const servers: Server[] = [];
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    http(
      name,
      serve(endpoint, async () => site, log),
    );
    const server = getTestServer(name).listen(0, '127.0.0.1');
    await once(server, 'listening');
    hosts.set(name, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    servers.push(server);
  }
  return {
    post: (name, body) => post(hosts.get(name) ?? '', body),
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function post(host: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokenFor(host)}` };
  const answer = await fetch(`http://${host}/`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

function tokenFor(host: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    aud: `https://${host}`,
    iss: 'https://accounts.google.com',
    exp: Math.floor(Date.now() / 1000) + 600,
    email: 'ecluse-caller@local.iam.gserviceaccount.com',
    email_verified: true,
  };
  return `${part({ alg: 'RS256' })}.${part(claims)}.SIGNATURE_REMOVED_BY_GOOGLE`;
}
