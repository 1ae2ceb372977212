import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseClean } from './support/clean-form';
import { parquetOf } from './support/parquet';
import { read, refusalOf } from './support/read';

const parquet = { format: { kind: 'parquet' } } as const;
const PAIRS = "SELECT i AS a, 'text ' || (i % 100) AS b FROM range(5000) t(i)";

describe('a Parquet file', () => {
  test.each([
    [['COMPRESSION uncompressed']],
    [['COMPRESSION snappy', 'ROW_GROUP_SIZE 2048']],
    [['COMPRESSION gzip', 'PARQUET_VERSION v2']],
    [['COMPRESSION zstd', 'PARQUET_VERSION v2', 'ROW_GROUP_SIZE 2048']],
    [['COMPRESSION lz4_raw', 'DICTIONARY_SIZE_LIMIT 1']],
    [['COMPRESSION brotli']],
  ])('gives every row once and in order, written with %j', async (options) => {
    const { clean, records } = await read(await parquetOf(PAIRS, options), parquet);
    expect(records).toBe(5000);
    const expected = Array.from({ length: 5000 }, (_, i) => [`${i}`, `text ${i % 100}`, null, `${i + 1}`]);
    expect(parseClean(clean)).toEqual(expected);
  });

  test('gives lists, structs and maps as JSON, over pages and row groups', async () => {
    const query = `SELECT i AS a, CASE WHEN i % 5 > 0 THEN {'l': [i, NULL, i + 1][:i % 4], 's': {'t': 'x' || i}} END AS b
      FROM range(20000) t(i)`;
    const { clean } = await read(await parquetOf(query, ['ROW_GROUP_SIZE 6144']), parquet);
    const rows = parseClean(clean);
    expect(rows).toHaveLength(20_000);
    for (const [i, [a, b]] of rows.entries()) {
      const list = [i, null, i + 1].slice(0, i % 4);
      expect(a).toBe(`${i}`);
      expect(b).toBe(i % 5 === 0 ? null : JSON.stringify({ l: list, s: { t: `x${i}` } }));
    }
  });

  test('has the columns of the contract in its order, NULL for those it lacks, and the others in the extras', async () => {
    const file = await parquetOf("SELECT 1.10::DECIMAL(3,2) AS z, 2 AS b, 'x' AS y, 3 AS a");
    const { clean, unknownColumns } = await read(file, { ...parquet, columns: ['a', 'b', 'c'] });
    expect(parseClean(clean)).toEqual([['3', '2', null, '{"z":"1.10","y":"x"}', '1']]);
    expect(unknownColumns).toEqual(['z', 'y']);
  });

  test('may be gzipped, and may have no rows', async () => {
    const file = await parquetOf(`${PAIRS} LIMIT 0`);
    expect(await read(gzipSync(file), parquet)).toMatchObject({
      records: 0,
      malformed: 0,
      bytes: file.length,
    });
  });

  test('has malformed rows where a text holds NUL or is too long', async () => {
    const query = "SELECT * FROM (VALUES (1, 'x' || chr(0)), (2, 'ok'), (3, repeat('y', 200))) t(a, b)";
    const { clean, malformedLines } = await read(await parquetOf(query), {
      ...parquet,
      limits: { recordBytes: 100 },
    });
    expect(parseClean(clean)).toEqual([['2', 'ok', null, '2']]);
    expect(malformedLines).toMatchObject([
      { line: 1, reason: '"b" holds NUL', text: '{"a":"1","b":"x\\u0000"}' },
      { line: 3, reason: 'longer than 100 bytes; its beginning is kept' },
    ]);
  });

  test('leaves nothing behind in the folder for temporary files', async () => {
    const folder = await mkdtemp(join(os.tmpdir(), 'ecluse-test-'));
    const elsewhere = jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
    const used: string[] = [];
    try {
      await read(await parquetOf(PAIRS), { ...parquet, columns: ['a', 'b'] });
      await refusalOf('PAR1 and no more', parquet);
      used.push(...elsewhere.mock.results.map(({ value }) => value));
      expect(await readdir(folder)).toEqual([]);
    } finally {
      elsewhere.mockRestore();
      await rm(folder, { recursive: true });
    }
    expect(used).toContain(folder);
  });
});

describe('a Parquet file is refused', () => {
  test('when a required column is missing, or one is unknown and may not be', async () => {
    const file = await parquetOf('SELECT 1 AS a, 2 AS c');
    const missing = await refusalOf(file, parquet);
    expect(missing.code).toBe('missing_column');
    expect(missing.message).toContain('required column "b". Its columns are "a", "c".');
    const unknown = await refusalOf(file, { ...parquet, required: [], unknown: 'refuse' });
    expect(unknown.code).toBe('unknown_column');
  });

  test('when it is something else', async () => {
    expect(await refusalOf('a,b\n1,2\n', parquet)).toMatchObject({ code: 'not_this_format' });
    expect(await refusalOf('', parquet)).toMatchObject({ code: 'not_this_format' });
  });

  test('as truncated when it is cut off', async () => {
    const file = await parquetOf(PAIRS);
    for (const length of [4, 100, file.length - 100, file.length - 4, file.length - 1]) {
      expect(await refusalOf(file.subarray(0, length), parquet)).toMatchObject({ code: 'truncated' });
    }
  });

  test('when its rows come to more than the limit, however small the file is', async () => {
    const file = await parquetOf("SELECT 1 AS a, 'x' AS b FROM range(1000000)", ['COMPRESSION zstd']);
    expect(file.length).toBeLessThan(200_000);
    const refusal = await refusalOf(file, { ...parquet, limits: { fileBytes: 1_000_000 } });
    expect(refusal.code).toBe('too_large');
  });

  test('when a page is larger than memory allows', async () => {
    const file = await parquetOf("SELECT 1 AS a, repeat('x', 100000) || i AS b FROM range(20) t(i)");
    const refusal = await refusalOf(file, { ...parquet, limits: { documentBytes: 50_000 } });
    expect(refusal.code).toBe('too_large');
  });
});
