// Bundles every function into build/functions/<name>.zip. The same sources give the same bytes, on every machine:
// what did not change is not deployed again.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const esbuild = require('esbuild');
const { strToU8, zipSync } = require('fflate');

const ROOT = join(__dirname, '..');
const FUNCTIONS = ['collect', 'ingest', 'plan-run', 'execute-task', 'finish-run', 'sweep'];
/** Entries of a zip carry a time; one for all of them. */
const TIME = '1980-01-01T00:00:00';
const UNIX = 3;
const READABLE_FILE = (0o100644 << 16) >>> 0;

const entryOf = (name) => join(ROOT, 'functions', name, 'index.ts');

/** Code that is never called: where Node decompresses by itself, the reader does not ask the library. */
const withoutNodesOwn = {
  name: 'without-what-node-has',
  setup(build) {
    build.onLoad({ filter: /hyparquet-compressors[\\/]src[\\/](brotli|gzip)\.js$/ }, () => ({
      contents: 'export const decompressBrotli = undefined; export const gunzip = undefined;',
    }));
  },
};

/**
 * @param options of esbuild, instead of ours
 * @returns the code, and what it was made of (esbuild's metafile)
 */
async function bundle(name, options = {}) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [entryOf(name)],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // Its registry of handlers is one Map in the module: a second copy would be empty.
    external: ['@google-cloud/functions-framework'],
    // Streams that every Node has; the small list of media types.
    alias: { 'web-streams-polyfill': 'node:stream/web', mime: 'mime/lite' },
    plugins: [withoutNodesOwn],
    metafile: true,
    write: false,
    logLevel: 'error',
    ...options,
  });
  return { code: outputFiles[0].contents, metafile };
}

function zip(name, code) {
  const manifest = {
    name: `ecluse-${name}`,
    private: true,
    main: 'index.js',
    engines: { node: '>=22' },
    dependencies: { '@google-cloud/functions-framework': '5.0.5' },
  };
  const attributes = { level: 9, mtime: TIME, os: UNIX, attrs: READABLE_FILE };
  return zipSync({
    'index.js': [code, attributes],
    'package.json': [strToU8(`${JSON.stringify(manifest, null, 1)}\n`), attributes],
  });
}

async function bundleAll(folder) {
  mkdirSync(folder, { recursive: true });
  const write = async (name) =>
    writeFileSync(join(folder, `${name}.zip`), zip(name, (await bundle(name)).code));
  await Promise.all(FUNCTIONS.map(write));
}

if (require.main === module) void bundleAll(resolve(process.argv[2] ?? join(ROOT, 'build', 'functions')));

module.exports = { FUNCTIONS, bundle, zip };
