/** Google's analyzer runs as a local server process; this starts one and makes sure that it goes with us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const PACKAGE = '@fivetrandevelopers/zetasql';

/**
 * The shell holds the server and waits for the end of its own standard input: the pipe to us. The operating system
 * closes that pipe however we end, also by SIGKILL, and then the shell kills the server.
 */
const WATCHDOG =
  '"$0" "$@" </dev/null >/dev/null 2>&1 & server=$!; cat >/dev/null; kill -9 $server 2>/dev/null';

const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'remote_server.so',
  'linux-arm64': 'remote_server_arm.so',
  'darwin-x64': 'remote_server',
  'darwin-arm64': 'remote_server_arm',
};

export interface AnalyzerServer {
  readonly port: number;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Folder with the server's binaries and message definitions. */
export function analyzerFolder(): string {
  return join(dirname(require.resolve(`${PACKAGE}/package.json`)), 'lib', 'zetasql');
}

export async function startServer(): Promise<AnalyzerServer> {
  const port = await freePort();
  const watchdog = spawn(
    '/bin/sh',
    ['-c', WATCHDOG, join(analyzerFolder(), binary()), 'localhost', String(port)],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  releaseEventLoop(watchdog);
  return { port, pid: watchdog.pid, stop: () => stop(watchdog) };
}

function binary(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = BINARIES[platform];
  if (name) return name;
  throw new Error(
    `The GoogleSQL analyzer has no build for ${platform}: compile on ${Object.keys(BINARIES).join(', ')}. ` +
      'A manifest compiled there runs here without the analyzer.',
  );
}

/** A server that nobody waits for does not keep our process alive. */
function releaseEventLoop(watchdog: ChildProcess): void {
  watchdog.unref();
  const pipe = watchdog.stdin as unknown as { unref?: () => void } | null;
  pipe?.unref?.();
}

async function stop(watchdog: ChildProcess): Promise<void> {
  if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
  const gone = once(watchdog, 'exit');
  watchdog.ref();
  watchdog.stdin?.end();
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
