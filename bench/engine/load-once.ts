/** One process: loads a CSV file (argument 3) in a way (1) in a folder (2), and prints seconds and peak memory. */
import { linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Loaded } from './loads';
import { Place } from './place';

async function main([how = '', folder = '', file = '']: readonly string[]): Promise<void> {
  const seconds = how === 'duckdb' ? await byDuckdb(folder, file) : await byEcluse(folder, file);
  const loaded: Loaded = { seconds, peak: process.resourceUsage().maxRSS / 1000 };
  console.log(JSON.stringify(loaded));
}

async function byDuckdb(folder: string, file: string): Promise<number> {
  const instance = await DuckDBInstance.create(join(folder, 'own.duckdb'));
  const connection = await instance.connect();
  const begun = performance.now();
  await connection.run(
    `CREATE TABLE loaded AS FROM read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"')`,
  );
  await connection.run('CHECKPOINT');
  const seconds = (performance.now() - begun) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

async function byEcluse(folder: string, file: string): Promise<number> {
  const place = await Place.open(folder, 1);
  const landing = join(folder, '.ecluse/landing/transactions');
  mkdirSync(landing, { recursive: true });
  linkSync(file, join(landing, 'file.csv'));
  const seconds = await place.ingest();
  const begun = performance.now();
  await place.close();
  return seconds + (performance.now() - begun) / 1000;
}

void main(process.argv.slice(2));
