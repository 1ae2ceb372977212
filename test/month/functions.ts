import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REPOSITORY } from '../e2e/workshop';

const { FUNCTIONS, bundle } = require('../../scripts/bundle.js') as {
  readonly FUNCTIONS: readonly string[];
  bundle(name: string): Promise<{ readonly code: Uint8Array }>;
};
const FRAMEWORK = join(REPOSITORY, 'node_modules/@google-cloud/functions-framework/build/src/main.js');

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The bundles of the functions as they are deployed, each in a process of its framework, on ports of this machine. */
export interface Functions {
  /** A request of a service: with its identity token, as Cloud Run hands it on. */
  post(name: string, body: unknown): Promise<Answer>;
  /** Ends the processes, once nobody waits for an answer any more. */
  close(): Promise<void>;
}

/**
 * @param variables environment of the processes
 * @param log hears each line that a function prints
 */
export async function startFunctions(
  variables: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<Functions> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-functions-'));
  const started = await Promise.all(FUNCTIONS.map((name) => start(folder, name, variables, log)));
  const hosts = new Map(started.map(({ name, host }) => [name, host]));
  return {
    post: (name, body) => post(hosts.get(name) ?? '', body),
    close: async () => {
      await Promise.all(started.map(({ process }) => end(process)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Started {
  readonly name: string;
  readonly host: string;
  readonly process: ChildProcess;
}

async function start(
  root: string,
  name: string,
  variables: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<Started> {
  const folder = join(root, name);
  mkdirSync(folder);
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'index.js'), (await bundle(name)).code);
  const port = await freePort();
  const args = [FRAMEWORK, '--target=handle', `--source=${folder}`, `--port=${port}`];
  const env = { PATH: process.env.PATH, METADATA_SERVER_DETECTION: 'none', ...variables };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', log);
  const lines = createInterface({ input: child.stdout }).on('line', log);
  await Promise.race([once(lines, 'line'), exited(name, child)]);
  return { name, host: `127.0.0.1:${port}`, process: child };
}

async function exited(name: string, child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The process of ${name} ended with ${code}.`);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
