// Everything `npm test` holds: formatting, lint, types, dead code, then the tests. Works on a fresh clone.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { ensureInstalled } = require('./install.js');

const ROOT = join(__dirname, '..');
const STEPS = [['biome', 'ci', '.'], ['tsc', '--noEmit'], ['knip'], ['jest', ...process.argv.slice(2)]];

ensureInstalled();
for (const [tool, ...args] of STEPS) {
  const started = Date.now();
  const step = spawnSync(join(ROOT, 'node_modules', '.bin', tool), args, {
    cwd: ROOT,
    stdio: 'inherit',
    // Google's clients import parts of themselves dynamically, which Jest allows only with this flag.
    env:
      tool === 'jest'
        ? { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' }
        : process.env,
    shell: process.platform === 'win32',
  });
  if (step.status !== 0) {
    console.error(`\n${tool} failed. To see it alone: npx ${[tool, ...args].join(' ')}`);
    process.exit(step.status ?? 1);
  }
  console.log(`${tool}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
