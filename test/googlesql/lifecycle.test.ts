import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startGoogleSql } from '../../src/googlesql';
import { catalogMessage } from '../../src/googlesql/analyzer/catalog';
import { connectAnalyzer } from '../../src/googlesql/analyzer/client';
import { analyzerOptions, languageOptions } from '../../src/googlesql/analyzer/options';
import { startServer } from '../../src/googlesql/analyzer/server';

function childrenOf(pid: number): readonly number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = processes.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function eventually(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 100 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return condition();
}

const PARENT = `
  const { startServer } = require('./src/googlesql/analyzer/server');
  startServer().then(({ pid }) => console.log(pid));
  setInterval(() => {}, 1000);
`;

describe("the analyzer's server", () => {
  test('may answer with a message that is cut inside of a letter', async () => {
    const client = await connectAnalyzer();
    const language = await languageOptions(client);
    const request = {
      sql: "SELECT PARSE_JSON('\u00a01')",
      options: analyzerOptions(language, {}),
      simpleCatalog: catalogMessage(language, [], []),
    };
    await expect(client.call('EvaluateQuery', request)).rejects.toThrow(/^Invalid%? ?.*PARSE_JSON/);
    await client.close();
  });

  test('goes when its parent is killed without a chance to say so', async () => {
    const parent = spawn(process.execPath, ['--import', 'tsx', '-e', PARENT], {
      cwd: join(__dirname, '..', '..'),
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const shell = Number(line.toString());
    await eventually(() => childrenOf(shell).length === 2);
    const processes = [shell, ...childrenOf(shell)];
    parent.kill('SIGKILL');
    expect(processes).toHaveLength(3);
    expect(await eventually(() => !processes.some(isAlive))).toBe(true);
  });

  test('goes when it is stopped, and may be stopped twice', async () => {
    const server = await startServer();
    const processes = [server.pid ?? 0, ...childrenOf(server.pid ?? 0)];
    await server.stop();
    await server.stop();
    expect(await eventually(() => !processes.some(isAlive))).toBe(true);
  });

  test('does not start before the first statement', async () => {
    const before = childrenOf(process.pid).length;
    const googleSql = await startGoogleSql();
    expect(childrenOf(process.pid)).toHaveLength(before);
    await googleSql.close();
    await googleSql.close();
    await expect(googleSql.compile('SELECT 1', { catalog: { tables: [] } })).rejects.toThrow('closed');
  });
});
