import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const ROUNDS = 5;

const { FUNCTIONS, bundle, zip } = require('../../scripts/bundle.js') as {
  readonly FUNCTIONS: readonly string[];
  bundle(name: string, options?: object): Promise<{ readonly code: Uint8Array }>;
  zip(name: string, code: Uint8Array): Uint8Array;
};

/** Size of each zip, and how long loading takes against our own code with the libraries left where npm puts them. */
export async function run(...names: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-bench-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  try {
    for (const name of names.length > 0 ? names : FUNCTIONS) await measure(folder, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, name: string): Promise<void> {
  const { code } = await bundle(name);
  const { code: loose } = await bundle(name, { packages: 'external', minify: false, alias: {}, plugins: [] });
  const files = [place(folder, `${name}.js`, code), place(folder, `${name}.loose.js`, loose)];
  const [bundled = 0, unbundled = 0] = inTurns(files);
  const size = Math.round(zip(name, code).length / 1024);
  const share = Math.round((bundled / unbundled) * 100);
  console.log(
    `${name.padEnd(14)} ${String(size).padStart(4)} KB  ${bundled.toFixed(0)} ms bundled, ${unbundled.toFixed(0)} ms unbundled (${share} %)`,
  );
}

function place(folder: string, file: string, code: Uint8Array): string {
  const path = join(folder, file);
  writeFileSync(path, code);
  return path;
}

/** The least of some rounds for each file; the files take turns, so that a busy machine slows all of them alike. */
function inTurns(files: readonly string[]): number[] {
  const rounds = Array.from({ length: ROUNDS }, () => files.map(loading));
  return files.map((_, index) => Math.min(...rounds.map((times) => times[index] ?? Number.NaN)));
}

/** Milliseconds of processor time that loading the module takes in a process of its own. */
function loading(path: string): number {
  const script = `const before = process.cpuUsage(); require(${JSON.stringify(path)}); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1e3)`;
  return Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout);
}
