import { gzipSync } from 'node:zlib';
import type { FileFormat } from '../../../../src/ingest/reader';
import { parquetFiles } from './parquet';

/** A sound file to begin from. */
export interface Seed {
  readonly name: string;
  readonly format: FileFormat;
  readonly file: Buffer;
}

const rows = Array.from({ length: 60 }, (_, i) => i);
const plain = ['a,b,c', ...rows.map((i) => `${i},text ${i},2026-10-${10 + (i % 20)}`), ''].join('\n');
const quoted = ['"a","b","c"', ...rows.map((i) => `"${i}","x ""${i}""\r\ny, é",`), ''].join('\r\n');
const ndjson = rows.map((i) => `{"a":${i},"b":{"x":["é",${i}.50]},"c":null}\n`).join('');
const json = JSON.stringify({ page: { items: rows.map((i) => ({ a: i, b: [i], c: `"${i}"` })) } }, null, 1);

const QUERIES = [
  "SELECT i AS a, 'text ' || (i % 9) AS b, CASE WHEN i % 3 = 0 THEN NULL ELSE i * 1.5 END AS c FROM range(400) t(i)",
  "SELECT i AS a, [i, NULL, 3][:i % 4] AS b, {'x': MAP {i: 'é'}, 'y': TIMESTAMP '2026-01-01'} AS c FROM range(300) t(i)",
  'SELECT i::DECIMAL(20,3) AS a, uuid() AS b, i::DOUBLE AS c FROM range(300) t(i)',
];
const WRITERS = [
  ['COMPRESSION uncompressed'],
  ['COMPRESSION snappy', 'PARQUET_VERSION v2'],
  ['COMPRESSION zstd', 'PARQUET_VERSION v2', 'DICTIONARY_SIZE_LIMIT 1'],
  ['COMPRESSION gzip'],
  ['COMPRESSION lz4_raw'],
  ['COMPRESSION brotli'],
];

export async function seeds(): Promise<readonly Seed[]> {
  const sound: Seed[] = [
    { name: 'plain CSV', format: { kind: 'csv' }, file: Buffer.from(plain) },
    { name: 'quoted CSV', format: { kind: 'csv' }, file: Buffer.from(quoted) },
    { name: 'NDJSON', format: { kind: 'ndjson' }, file: Buffer.from(ndjson) },
    { name: 'JSON', format: { kind: 'json', records: 'page.items' }, file: Buffer.from(json) },
  ];
  const zipped = sound.map((seed) => ({ ...seed, name: `gzipped ${seed.name}`, file: gzipSync(seed.file) }));
  const written = QUERIES.flatMap((query) => WRITERS.map((options) => ({ query, options })));
  const parquet = (await parquetFiles(written)).map((file, i) => ({
    name: `Parquet ${i}`,
    format: { kind: 'parquet' } as const,
    file,
  }));
  return [...sound, ...sound, ...zipped, ...parquet];
}
