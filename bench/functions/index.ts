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
  const bundled = loading(folder, `${name}.js`, code);
  const unbundled = loading(folder, `${name}.loose.js`, loose);
  const size = Math.round(zip(name, code).length / 1024);
  const share = Math.round((bundled / unbundled) * 100);
  console.log(
    `${name.padEnd(14)} ${String(size).padStart(4)} KB  ${bundled.toFixed(0)} ms bundled, ${unbundled.toFixed(0)} ms unbundled (${share} %)`,
  );
}

/** Milliseconds until the module is loaded in a process of its own; the fastest of some. */
function loading(folder: string, file: string, code: Uint8Array): number {
  const path = join(folder, file);
  writeFileSync(path, code);
  const script = `const t = process.hrtime.bigint(); require(${JSON.stringify(path)}); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;
  const times = Array.from({ length: ROUNDS }, () =>
    Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout),
  );
  return Math.min(...times);
}
