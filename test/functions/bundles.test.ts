import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { filesBelow, importsOf } from '../architecture/imports';
import { REPOSITORY } from '../e2e/workshop';

interface Bundle {
  readonly code: Uint8Array;
  readonly metafile: Metafile;
}
const { FUNCTIONS, bundle, zip } = require('../../scripts/bundle.js') as {
  readonly FUNCTIONS: readonly string[];
  bundle(name: string): Promise<Bundle>;
  zip(name: string, code: Uint8Array): Uint8Array;
};

const LIMIT = 300 * 1024;
/** What never runs in a function: the laptop's warehouse, the compiler, the stacks. */
const ABSENT =
  /duckdb|zetasql|src\/(googlesql\/(analyzer|duckdb|compile)|compile|cli|simulator|dashboard)\b|cdktf|constructs\/|\/yaml\/|tsx\/|manifest\.json/;

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  test('is under 300 KB, holds nothing that only a laptop or a build needs, and is the same each time', async () => {
    const { code, metafile } = await bundle(name);
    const zipped = zip(name, code);
    expect(zipped.length).toBeLessThan(LIMIT);
    const [output] = Object.values(metafile.outputs);
    const held = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    expect(held.map(([file]) => file).filter((file) => ABSENT.test(file))).toEqual([]);
    const again = zip(name, (await bundle(name)).code);
    expect(hash(again)).toBe(hash(zipped));
  });

  test('leaves to the platform what its package.json pins', async () => {
    const { metafile } = await bundle(name);
    const [output] = Object.values(metafile.outputs);
    const outside = output?.imports.map(({ path }) => path).filter((path) => !isNodes(path)) ?? [];
    expect(outside.filter((path) => path !== '@google-cloud/functions-framework')).toEqual([]);
  });
});

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const isNodes = (path: string): boolean => path.startsWith('node:') || NODES.has(path.split('/')[0] ?? '');
const NODES = new Set((require('node:module') as typeof import('node:module')).builtinModules);

test('the pinned framework is the one that is tested', () => {
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  expect(readFileSync(join(REPOSITORY, 'scripts/bundle.js'), 'utf8')).toContain(
    `'@google-cloud/functions-framework': '${dependencies['@google-cloud/functions-framework']}'`,
  );
});

test('functions look only into use cases, ports and core; only their wire names adapters', () => {
  const wrong = filesBelow('functions')
    .flatMap(importsOf)
    .filter(({ from, to }) => {
      if (to.startsWith('functions/')) return false;
      if (to.startsWith('src/adapters/')) return from !== 'functions/wire.ts';
      return !/^src\/(engine|ingest|ports|core)\//.test(to);
    });
  expect(wrong).toEqual([]);
});

test('every function has a folder, and every folder is a function', () => {
  const folders = readdirSync(join(REPOSITORY, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual([...FUNCTIONS].sort());
});
