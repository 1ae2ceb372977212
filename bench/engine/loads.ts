import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inFolder, megabytesOf } from './place';
import { COLUMNS } from './project';
import type { Ratio } from './runs';

/** What `load-once.ts` prints. */
export interface Loaded {
  readonly seconds: number;
  /** The most memory that the process has had, megabytes. */
  readonly peak: number;
}

const PEAK_MEGABYTES = 1000;

/** A CSV file into bronze against DuckDB's own load of it, and the memory of one file against one half as long. */
export const againstDuckdb = (megabytes: number): Promise<readonly Ratio[]> =>
  inFolder(async (folder) => {
    const whole = await csvFile(folder, 'whole', megabytes);
    const double = await csvFile(folder, 'double', 2 * megabytes);
    const own = await loadOnce(folder, 'duckdb', whole);
    const ours = await loadOnce(folder, 'ecluse', whole);
    const twice = await loadOnce(folder, 'ecluse', double);
    const size = `${Math.round(megabytesOf(whole))} MB`;
    return [
      {
        name: `CSV of ${size} into bronze against DuckDB`,
        value: ours.seconds,
        against: own.seconds,
        limit: 2,
        unit: 's',
      },
      {
        name: 'peak at twice the size against once',
        value: twice.peak,
        against: ours.peak,
        limit: 1.1,
        unit: 'MB',
      },
      { name: 'peak against a gigabyte', value: twice.peak, against: PEAK_MEGABYTES, limit: 1, unit: 'MB' },
    ];
  });

/** In a process of its own, whose memory is that of this work alone. */
async function loadOnce(folder: string, how: 'duckdb' | 'ecluse', file: string): Promise<Loaded> {
  const place = join(folder, `${how}-${Math.round(megabytesOf(file))}`);
  mkdirSync(place);
  const command = ['--import', 'tsx', join(__dirname, 'load-once.ts'), how, place, file];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`load-once ${how} failed`);
  return JSON.parse(printed) as Loaded;
}

const BLOCK_ROWS = 10_000;

async function csvFile(folder: string, name: string, megabytes: number): Promise<string> {
  const path = join(folder, `${name}.csv`);
  await using file = await open(path, 'w');
  await file.write(`${COLUMNS.join(',')}\n`);
  for (let written = 0, first = 0; written < megabytes * 1e6; first += BLOCK_ROWS) {
    const rows = Array.from({ length: BLOCK_ROWS }, (_, i) => row(first + i));
    written += (await file.write(rows.join(''))).bytesWritten;
  }
  return path;
}

const row = (i: number): string =>
  `T${i},S${i % 500},P${i % 9973},2026-01-${10 + (i % 20)} 08:15:${10 + (i % 50)}+00,${(i % 7) + 1},${(i % 10000) / 100},EUR,\n`;
