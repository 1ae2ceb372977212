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
const SHORT_HISTORY = 10;
const REPEATS = 7;

/** A run of the newest day with a long history against one with a short history. */
export const againstShortHistory = (days: number): Promise<Ratio> =>
  inFolder((short) =>
    inFolder(async (long) => {
      const against = await withHistory(short, SHORT_HISTORY);
      const value = await withHistory(long, days);
      const name = `a day with ${days} days of history against ${SHORT_HISTORY}`;
      return { name, ...(await inTurns(value, against)), limit: 1.2, unit: 's' };
    }),
  );

/** Measures a run of one more day. */
async function withHistory(folder: string, days: number): Promise<Measured> {
  const place = await Place.open(folder, 1);
  await place.change(...fillBronze(days, days * ROWS_OF_A_DAY));
  await place.run();
  let next = days;
  const once = async (): Promise<number> => {
    await place.change(...fillBronze(1, ROWS_OF_A_DAY, next++));
    return place.run();
  };
  return { once, close: () => place.close() };
}

/** The silver model of the same rows with twenty row checks against one. */
export const againstOneCheck = (rows: number): Promise<Ratio> =>
  inFolder((few) =>
    inFolder(async (many) => {
      const against = await withChecks(few, 1, rows);
      const value = await withChecks(many, 20, rows);
      return { name: '20 row checks against 1', ...(await inTurns(value, against)), limit: 1.3, unit: 's' };
    }),
  );

async function withChecks(folder: string, checks: number, rows: number): Promise<Measured> {
  const place = await Place.open(folder, checks);
  await place.change(...fillBronze(DAYS_OF_A_RUN, rows));
  await place.run();
  const once = (): Promise<number> => place.run({ models: ['silver.transactions'], force: true });
  return { once, close: () => place.close() };
}

/** Something whose seconds are measured again and again. */
interface Measured {
  once(): Promise<number>;
  close(): Promise<void>;
}

/** The fastest of each, taken in turns: what else the machine does slows both alike, and never makes one fast. */
async function inTurns(
  value: Measured,
  against: Measured,
): Promise<{ readonly value: number; readonly against: number }> {
  const seconds = { value: Number.POSITIVE_INFINITY, against: Number.POSITIVE_INFINITY };
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    seconds.against = Math.min(seconds.against, await against.once());
    seconds.value = Math.min(seconds.value, await value.once());
  }
  await value.close();
  await against.close();
  return seconds;
}
