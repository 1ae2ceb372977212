import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type FileFormat, readRecords } from '../src/ingest/reader';

const MB = 1e6;
const COLUMNS = ['id', 'store_id', 'occurred_at', 'sku', 'quantity', 'amount', 'currency', 'note'];
const HEADER = `${COLUMNS.join(',')}\n`;
const BLOCK_ROWS = 10_000;

export interface ReaderMeasurement {
  readonly name: string;
  readonly megabytes: number;
  readonly megabytesPerSecond: number;
  /** The highest resident set seen while this file was read. */
  readonly peakMegabytes: number;
}

type Row = (index: number) => string;

const plainCsv: Row = (i) =>
  `${i},S${i % 500},2026-10-${10 + (i % 20)} 08:15:${10 + (i % 50)}+00,SKU-${i % 9973},${i % 7},${(i % 10000) / 100},EUR,\n`;
const quotedCsv: Row = (i) =>
  `${i},"S${i % 500}",2026-10-${10 + (i % 20)} 08:15:${10 + (i % 50)}+00,"SKU ""${i % 9973}""",${i % 7},${(i % 10000) / 100},EUR,"a, b"\n`;
const ndjson: Row = (i) =>
  `{"id":${i},"store_id":"S${i % 500}","occurred_at":"2026-10-${10 + (i % 20)}T08:15:00Z","sku":"SKU-${i % 9973}","quantity":${i % 7},"amount":${(i % 10000) / 100},"currency":"EUR","note":null}\n`;

/**
 * Measures the record reader on generated files: throughput, and that the memory does not grow with the file. Then,
 * for comparison, how fast DuckDB itself loads the plain CSV and the clean form of it into columns of text. Prints
 * one line a measurement.
 *
 * @param size megabytes of the smaller files; the check for flat memory reads one twice as long
 */
export async function run(size = '256'): Promise<readonly ReaderMeasurement[]> {
  const megabytes = Number(size);
  const folder = await mkdtemp(join(tmpdir(), 'ecluse-bench-reader-'));
  try {
    const csv = { kind: 'csv' } as const;
    const measurements = [
      await measure(folder, 'quoted CSV', csv, HEADER, quotedCsv, megabytes),
      await measure(folder, 'NDJSON', { kind: 'ndjson' }, '', ndjson, megabytes),
      await measure(folder, 'plain CSV, twice as long', csv, HEADER, plainCsv, 2 * megabytes),
      await measure(folder, 'plain CSV', csv, HEADER, plainCsv, megabytes),
    ];
    await measureDuckDb(folder, 'input', ['header = true']);
    await measureDuckDb(folder, 'clean.csv', ['header = false', 'allow_quoted_nulls = false']);
    return measurements;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureDuckDb(folder: string, file: string, options: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, `${file}.duckdb`));
  const db = await instance.connect();
  const path = join(folder, file);
  const { size } = await stat(path);
  const started = performance.now();
  const dialect = ['auto_detect = true', 'all_varchar = true', "delim = ','", "quote = '\"'", ...options];
  await db.run(`CREATE TABLE loaded AS FROM read_csv('${path}', ${dialect.join(', ')})`);
  const seconds = (performance.now() - started) / 1000;
  db.closeSync();
  instance.closeSync();
  console.log(`DuckDB loads ${file}: ${Math.round(size / MB)} MB at ${Math.round(size / MB / seconds)} MB/s`);
}

async function measure(
  folder: string,
  name: string,
  format: FileFormat,
  header: string,
  row: Row,
  megabytes: number,
): Promise<ReaderMeasurement> {
  const path = join(folder, 'input');
  await generate(path, header, row, megabytes * MB);
  const { size } = await stat(path);
  const memory = watchMemory();
  const started = performance.now();
  await readFile(path, folder, format);
  const seconds = (performance.now() - started) / 1000;
  const measurement = {
    name,
    megabytes: Math.round(size / MB),
    megabytesPerSecond: Math.round(size / MB / seconds),
    peakMegabytes: memory.stop(),
  };
  const { megabytesPerSecond, peakMegabytes } = measurement;
  console.log(
    `${name}: ${measurement.megabytes} MB at ${megabytesPerSecond} MB/s, peak RSS ${peakMegabytes} MB`,
  );
  return measurement;
}

async function readFile(path: string, folder: string, format: FileFormat): Promise<void> {
  const sinks = {
    clean: createWriteStream(join(folder, 'clean.csv')),
    malformed: createWriteStream(join(folder, 'malformed.ndjson')),
  };
  const options = { format, columns: COLUMNS, required: COLUMNS, unknown: 'refuse' } as const;
  await readRecords(createReadStream(path), options, sinks);
}

async function generate(path: string, header: string, row: Row, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(header);
  for (let written = 0, first = 0; written < bytes; first += BLOCK_ROWS) {
    const rows = Array.from({ length: BLOCK_ROWS }, (_, i) => row(first + i));
    written += (await file.write(rows.join(''))).bytesWritten;
  }
}

function watchMemory(): { stop(): number } {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return {
    stop() {
      look();
      clearInterval(timer);
      return Math.round(peak / MB);
    },
  };
}
