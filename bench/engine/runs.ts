import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { inFolder, Place, warehouseFile } from './place';
import { fillBronze } from './rows';
import { SCRIPT } from './script';

/** What was measured: `value` against `against`, as a ratio that must not exceed the limit. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly against: number;
  readonly limit: number;
  readonly unit: 's' | 'MB';
}

const DAYS_OF_A_RUN = 30;

/** A run over many rows against the same work as one script on a copy of the same warehouse. */
export const againstScript = (rows: number): Promise<Ratio> =>
  inFolder(async (folder) => {
    const place = await Place.open(folder, 1);
    await place.change(...fillBronze(DAYS_OF_A_RUN, rows));
    await place.close();
    const copy = join(folder, 'copy.duckdb');
    copyFileSync(warehouseFile(folder), copy);
    const against = await script(copy);
    const again = await Place.open(folder, 1);
    const begun = performance.now();
    await again.run();
    // The script checkpoints as well.
    await again.close();
    const value = (performance.now() - begun) / 1000;
    return { name: `run over ${rows / 1e6} M rows against a script`, value, against, limit: 1.5, unit: 's' };
  });

async function script(file: string): Promise<number> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const begun = performance.now();
  for (const sql of SCRIPT.split(';\n').filter((text) => text.trim() !== '')) await connection.run(sql);
  const seconds = (performance.now() - begun) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

const ROWS_OF_A_DAY = 2000;
const REPEATS = 5;

/** A run of the newest day with a long history against one with a short history. */
export async function againstShortHistory(days: number): Promise<Ratio> {
  const against = await dayWithHistory(10);
  const value = await dayWithHistory(days);
  return { name: `a day with ${days} days of history against 10`, value, against, limit: 1.2, unit: 's' };
}

/** Median over some days, one after the other. */
const dayWithHistory = (days: number): Promise<number> =>
  inFolder(async (folder) => {
    const place = await Place.open(folder, 1);
    await place.change(...fillBronze(days, days * ROWS_OF_A_DAY));
    await place.run();
    const seconds: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      await place.change(...fillBronze(1, ROWS_OF_A_DAY, days + repeat));
      seconds.push(await place.run());
    }
    await place.close();
    return median(seconds);
  });

/** The silver model of the same rows with twenty row checks against one. */
export async function againstOneCheck(rows: number): Promise<Ratio> {
  const [against, value] = [await withChecks(1, rows), await withChecks(20, rows)];
  return { name: '20 row checks against 1', value, against, limit: 1.3, unit: 's' };
}

const withChecks = (checks: number, rows: number): Promise<number> =>
  inFolder(async (folder) => {
    const place = await Place.open(folder, checks);
    await place.change(...fillBronze(DAYS_OF_A_RUN, rows));
    const seconds: number[] = [];
    for (let repeat = 0; repeat < 3; repeat++)
      seconds.push(await place.run({ models: ['silver.transactions'], force: true }));
    await place.close();
    return Math.min(...seconds);
  });

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
