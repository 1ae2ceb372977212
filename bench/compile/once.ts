/** One process: compiles the project of its argument cold, then again, and prints what it took. */
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compileProject } from '../../src/compile';
import { COMPILED, type CompileTimes } from '../../src/googlesql/timing';
import type { Measured } from './index';

async function main(root: string): Promise<void> {
  const folder = mkdtempSync(join(root, '.bench-'));
  const times: CompileTimes[] = [];
  subscribe(COMPILED, (message) => times.push(message as CompileTimes));
  const begin = performance.now();
  const compile = async () => {
    const start = performance.now();
    await compileProject(root, join(folder, 'manifest.json'));
    return performance.now() - start;
  };
  const cold = await compile();
  const { user, system } = process.cpuUsage();
  const first = Math.min(...times.map(({ endedAt }) => endedAt));
  const last = Math.max(...times.map(({ endedAt }) => endedAt));
  const generated = times.reduce((sum, { generateMs }) => sum + generateMs, 0);
  const statements = times.length;
  const unchanged = await compile();
  const measured: Measured = {
    statements,
    cold,
    started: first - begin,
    analyzed: last - first,
    generated,
    unchanged,
    processor: (user + system) / 1000,
  };
  console.log(JSON.stringify(measured));
  rmSync(folder, { recursive: true });
}

void main(process.argv[2] ?? '');
