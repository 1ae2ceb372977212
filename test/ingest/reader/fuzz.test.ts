import { RefusedFile } from '../../../src/ingest/reader';
import { type Field, parseClean } from './support/clean-form';
import { loadClean, withDuckDb } from './support/duckdb';
import { mutate } from './support/mutate';
import { Random } from './support/random';
import { type Reading, read } from './support/read';
import { type Seed, seeds } from './support/seeds';

/** `ECLUSE_FUZZ=10000` for the whole of it; `ECLUSE_FUZZ_SEED` for other files. */
const FILES = Number(process.env.ECLUSE_FUZZ ?? 1500);
const FIRST_SEED = Number(process.env.ECLUSE_FUZZ_SEED ?? 1);

const COLUMNS = ['a', 'b', 'c'];
const WIDTH = COLUMNS.length + 2;
const limits = { recordBytes: 64 * 1024, fileBytes: 1_500_000, documentBytes: 2_000_000 };
const MOST_MILLISECONDS = 15_000;
const MOST_MEMORY = 500_000_000;

interface Tally {
  loaded: number;
  partly: number;
  refused: number;
  slowest: number;
  readonly clean: Buffer[];
  readonly records: Field[][];
}

/** What must hold for a file that was read, whatever it holds. */
function check({ clean, records, malformed, malformedLines }: Reading): Field[][] {
  const parsed = parseClean(clean);
  expect(parsed).toHaveLength(records);
  expect(malformedLines).toHaveLength(malformed);
  expect(parsed.every((record) => record.length === WIDTH)).toBe(true);
  const numbers = [
    ...parsed.map((record) => Number(record.at(-1))),
    ...malformedLines.map(({ line }) => line),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
  return parsed;
}

async function tryOne(seed: Seed, number: number, tally: Tally): Promise<void> {
  const random = new Random(number);
  const file = mutate(seed.file, random);
  const options = { format: seed.format, columns: COLUMNS, required: random.pick([['a'], []]), limits };
  const started = performance.now();
  try {
    const reading = await read([file], options);
    tally.records.push(...check(reading));
    tally.clean.push(reading.clean);
    if (reading.malformed > 0) tally.partly++;
    else tally.loaded++;
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    tally.refused++;
  }
  tally.slowest = Math.max(tally.slowest, performance.now() - started);
}

test(`${FILES} damaged files are each loaded, partly loaded or refused`, async () => {
  const sound = await seeds();
  const memory = process.memoryUsage.rss();
  const tally: Tally = { loaded: 0, partly: 0, refused: 0, slowest: 0, clean: [], records: [] };
  await withDuckDb(async (db, folder) => {
    for (let number = 0; number < FILES; number++) {
      const seed = sound[number % sound.length] as Seed;
      await tryOne(seed, FIRST_SEED * 1_000_000 + number, tally).catch((cause: unknown) => {
        throw new Error(`${seed.name}, file ${number}: ${String(cause)}`, { cause });
      });
      const last = number === FILES - 1;
      if (last || number % 500 === 499) await loadAll(tally, (clean) => loadClean(db, folder, clean, WIDTH));
    }
  });
  expect(tally.loaded + tally.partly + tally.refused).toBe(FILES);
  expect(Math.min(tally.loaded, tally.partly, tally.refused)).toBeGreaterThan(FILES / 20);
  expect(tally.slowest).toBeLessThan(MOST_MILLISECONDS);
  expect(process.memoryUsage.rss() - memory).toBeLessThan(MOST_MEMORY);
}, 1_200_000);

/** DuckDB must read all of the clean files with zero tolerance, and find what the parser found. */
async function loadAll(tally: Tally, load: (clean: Buffer) => Promise<Field[][]>): Promise<void> {
  const loaded = await load(Buffer.concat(tally.clean.splice(0)));
  expect(loaded).toEqual(tally.records.splice(0));
}
