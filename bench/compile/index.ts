/** A project of a hundred models: compiled cold, in a fresh process each time, and again unchanged. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODELS, writeProject } from './project';

const TIMES = 5;

/** What one process measured: see `once.ts`. */
export interface Measured {
  readonly statements: number;
  /** Milliseconds of `compileProject`, and of it: until the analyzer answers, until the last answer, writing SQL. */
  readonly cold: number;
  readonly started: number;
  readonly analyzed: number;
  readonly generated: number;
  /** Milliseconds of `compileProject` when nothing has changed. */
  readonly unchanged: number;
  /** Processor time of the process from its start, in milliseconds: what a busy machine does not change much. */
  readonly processor: number;
}

export async function run(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'ecluse-bench-'));
  try {
    writeProject(root);
    const times = Array.from({ length: TIMES }, () => measure(root));
    const best = times.reduce((a, b) => (b.cold < a.cold ? b : a));
    print(best, Math.min(...times.map(({ unchanged }) => unchanged)));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function measure(root: string): Measured {
  const script = join(__dirname, 'once.ts');
  const text = execFileSync(process.execPath, ['--import', 'tsx', script, root], { encoding: 'utf8' });
  return JSON.parse(text) as Measured;
}

function print(
  { statements, cold, started, analyzed, generated, processor }: Measured,
  unchanged: number,
): void {
  console.log(`${MODELS} models, ${statements} statements, best of ${TIMES}, ms`);
  line('cold', cold, cold <= 2000 ? '(limit 2000)' : '(limit 2000)  over the limit');
  line('  read and start', started, 'files and the analyzer');
  line('  analyze', analyzed - generated, 'requests, answers and trees');
  line('  generate', generated, 'DuckDB SQL and lineage');
  line('  write', cold - started - analyzed, 'validate and keep the manifest');
  line('processor', processor, 'of the process, beside the analyzer');
  line('unchanged', unchanged, unchanged <= 100 ? '(limit 100)' : '(limit 100)  over the limit');
}

function line(name: string, ms: number, what: string): void {
  console.log(`${name.padEnd(24)}${ms.toFixed(0).padStart(8)}   ${what}`);
}
