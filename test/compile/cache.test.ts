import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompileResult, compileProject } from '../../src/compile';
import { startGoogleSql } from '../../src/googlesql';
import { writeFolder } from './support/compiling';
import { SHOP } from './support/shop';

/** The real one, which counts how often it is called. */
jest.mock('../../src/googlesql', () => {
  const real = jest.requireActual<typeof import('../../src/googlesql')>('../../src/googlesql');
  return { ...real, startGoogleSql: jest.fn(real.startGoogleSql) };
});

describe('a project that was compiled', () => {
  let root: string;
  let first: CompileResult;
  const cache = (): string => join(root, '.ecluse/manifest.json');
  const compile = (): Promise<CompileResult> => compileProject(root, cache());

  beforeAll(async () => {
    root = writeFolder(SHOP);
    first = await compile();
  }, 30_000);
  afterAll(() => rmSync(root, { recursive: true }));

  test('starts no analyzer while nothing changes, and gives the same manifest', async () => {
    expect(startGoogleSql).toHaveBeenCalledTimes(1);
    const again = await compile();
    expect(first.cached).toBe(false);
    expect(again).toEqual({ manifest: first.manifest, cached: true });
    expect(startGoogleSql).toHaveBeenCalledTimes(1);
  });

  test('leaves one file', () => {
    expect(readdirSync(join(root, '.ecluse'))).toEqual(['manifest.json']);
  });

  test('is compiled again when a file changes, even if only a description does', async () => {
    const daily = join(root, 'sql/gold/daily.sql');
    const before = readFileSync(daily, 'utf8');
    writeFileSync(daily, before.replace('Revenue of each day.', 'Revenue, day by day.'));
    const again = await compile();
    expect(again.cached).toBe(false);
    expect(again.manifest.fingerprint).not.toBe(first.manifest.fingerprint);
    writeFileSync(daily, before);
    expect((await compile()).manifest).toEqual(first.manifest);
  }, 30_000);

  test('is compiled again when what was kept is damaged', async () => {
    writeFileSync(cache(), readFileSync(cache(), 'utf8').slice(0, 1000));
    expect((await compile()).cached).toBe(false);
  }, 30_000);

  test('keeps the last good manifest when it can no longer be compiled', async () => {
    const before = readFileSync(cache(), 'utf8');
    writeFileSync(join(root, 'sql/gold/broken.sql'), 'SELECT 1');
    await expect(compile()).rejects.toThrow('the file does not begin with a header');
    expect(readFileSync(cache(), 'utf8')).toBe(before);
    rmSync(join(root, 'sql/gold/broken.sql'));
  });
});
