/** `npm run synth` of all environments once the project is compiled and the functions are bundled. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const TIMES = 5;
const LIMIT_MS = 2000;
const ROOT = join(__dirname, '..');

/** Values that environments ask for, where the machine has none of its own. */
const EXAMPLES = {
  ECLUSE_DEV_PROJECT: 'acme-dev',
  ECLUSE_STAGING_PROJECT: 'acme-staging',
  ECLUSE_PROD_PROJECT: 'acme-prod',
  ECLUSE_DOMAIN: 'acme.example',
  ECLUSE_BILLING_ACCOUNT: '012345-6789AB-CDEF01',
};

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-bench-'));
  const build = join(folder, 'build');
  const out = join(folder, 'out');
  const environment = { ...EXAMPLES, ...process.env, ECLUSE_BUILD: build, ECLUSE_OUT: out };
  const node = (...args: string[]): number => {
    const started = performance.now();
    execFileSync(process.execPath, args, { cwd: ROOT, env: environment, stdio: 'pipe' });
    return performance.now() - started;
  };
  try {
    const bundle = node('scripts/bundle.js', join(build, 'functions'));
    const times = Array.from({ length: TIMES + 1 }, () => node('--require', 'tsx/cjs', 'stacks/main.ts'));
    const best = Math.min(...times.slice(1));
    const stacks = readdirSync(join(out, 'stacks')).length;
    console.log(`${stacks} stacks, best of ${TIMES}, ms`);
    console.log(`bundle, once            ${bundle.toFixed(0).padStart(8)}`);
    console.log(
      `synth                   ${best.toFixed(0).padStart(8)}   (limit ${LIMIT_MS})${best > LIMIT_MS ? '  over the limit' : ''}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
