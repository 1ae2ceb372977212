// Bundles every function into build/functions/<name>.zip. The same sources give the same bytes, on every machine:
// what did not change is not deployed again.
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const esbuild = require('esbuild');
const { strToU8, zipSync } = require('fflate');

const ROOT = join(__dirname, '..');
const FUNCTIONS = ['collect', 'ingest', 'plan-run', 'execute-task', 'finish-run', 'sweep'];
/** Entries of a zip carry a time; one for all of them. */
const TIME = '1980-01-01T00:00:00';
const UNIX = 3;
const READABLE_FILE = (0o100644 << 16) >>> 0;

/** A function that is not written yet answers that it is not. */
function entryOf(name) {
  const own = join(ROOT, 'functions', name, 'index.ts');
  return existsSync(own) ? own : join(ROOT, 'functions', 'not-built.ts');
}

function bundle(entry) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    keepNames: true,
    legalComments: 'none',
    // Its registry of handlers is one Map in the module: a second copy would be empty.
    external: ['@google-cloud/functions-framework'],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

function zip(name) {
  const manifest = {
    name: `ecluse-${name}`,
    private: true,
    main: 'index.js',
    engines: { node: '>=22' },
    dependencies: { '@google-cloud/functions-framework': '5.0.5' },
  };
  const attributes = { level: 9, mtime: TIME, os: UNIX, attrs: READABLE_FILE };
  return zipSync({
    'index.js': [bundle(entryOf(name)), attributes],
    'package.json': [strToU8(`${JSON.stringify(manifest, null, 1)}\n`), attributes],
  });
}

function bundleAll(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of FUNCTIONS) writeFileSync(join(folder, `${name}.zip`), zip(name));
}

bundleAll(resolve(process.argv[2] ?? join(ROOT, 'build', 'functions')));
