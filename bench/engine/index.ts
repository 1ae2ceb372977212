import { againstDuckdb } from './loads';
import { againstOneCheck, againstScript, againstShortHistory, type Ratio } from './runs';

const size = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** What is measured, by name; the sizes can be made smaller for a quick look. */
const PARTS: Readonly<Record<string, () => Promise<readonly Ratio[]>>> = {
  script: async () => [await againstScript(size('BENCH_ROWS', 10_000_000))],
  history: async () => [await againstShortHistory(size('BENCH_DAYS', 1000))],
  checks: async () => [await againstOneCheck(size('BENCH_CHECK_ROWS', 2_000_000))],
  load: () => againstDuckdb(size('BENCH_MEGABYTES', 1000)),
};

/**
 * Measures the engine against limits, each a ratio of two measurements of the same run, so that slow and busy machines
 * can judge as well. Prints a line for each; the exit code is 1 when one is over its limit.
 * @param names of the parts, all when there is none
 */
export async function run(...names: string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
    const part = PARTS[name];
    if (!part)
      throw new Error(`The engine bench has no part "${name}": use ${Object.keys(PARTS).join(', ')}`);
    for (const ratio of await part()) report(ratio);
  }
}

function report({ name, value, against, limit, unit }: Ratio): void {
  const ratio = value / against;
  const verdict = ratio <= limit ? 'ok' : 'OVER THE LIMIT';
  const numbers = `${value.toFixed(2)} ${unit} / ${against.toFixed(2)} ${unit}`;
  console.log(
    `${name.padEnd(48)} ${numbers.padStart(24)} = ${ratio.toFixed(2)} (limit ${limit})  ${verdict}`,
  );
  if (ratio > limit) process.exitCode = 1;
}
