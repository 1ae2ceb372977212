import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FileFormat, ReadOptions } from '../../../src/ingest/reader';
import { readCsv } from '../../../src/ingest/reader/csv/read-csv';
import { readNdjson } from '../../../src/ingest/reader/json/read-ndjson';
import { Outputs } from '../../../src/ingest/reader/output/outputs';
import { resultOf } from '../../../src/ingest/reader/read-records';
import { RefusedFile } from '../../../src/ingest/reader/refused-file';
import { ByteSource } from '../../../src/ingest/reader/source/byte-source';
import { ByteWindow } from '../../../src/ingest/reader/source/byte-window';
import { cutAt, places } from './support/chunks';
import { parseClean } from './support/clean-form';
import { Collector, CSV_AB, type Reading, read } from './support/read';

/** Pieces of CSV and JSON, so that random files are nearly right. */
const pieces = fc.constantFrom(
  ...['a,b\n', '1,2\n', '"', '"x"', '""', ',', '\n', '\r\n', '\r', 'é', '\0', '\\', 'long '.repeat(9)],
  ...['{"a":1}\n', '{"a":"', '"}', '{', '}', '[', ']', ':', '"b":', '1.0', 'null', '\\u00e9', ' ', '"a,b\n'],
);
const bytes = fc.oneof(
  { weight: 9, arbitrary: pieces.map((piece) => Buffer.from(piece)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((array) => Buffer.from(array)) },
);
const contents = fc.array(bytes, { maxLength: 60 }).map((parts) => Buffer.concat(parts));
const limits = { recordBytes: 30, fileBytes: 100_000, documentBytes: 100_000 };

type Outcome = Omit<Reading, 'clean'> & { clean: string };

async function outcomeOf(reading: Promise<Reading>): Promise<Outcome | string> {
  try {
    const done = await reading;
    return { ...done, clean: done.clean.toString('latin1') };
  } catch (error) {
    if (error instanceof RefusedFile) return error.code;
    throw error;
  }
}

/** Reads through a window that moves by a few bytes only: every record is cut by its end at some time. */
async function readNarrowly(file: Buffer, options: ReadOptions, step: number): Promise<Reading> {
  const clean = new Collector();
  const malformed = new Collector();
  const outputs = new Outputs({ clean, malformed });
  const source = await ByteSource.open(Readable.from([file], { objectMode: false }), limits.fileBytes);
  const window = new ByteWindow(source, step);
  const { format } = options;
  const unknownColumns =
    format.kind === 'csv'
      ? await readCsv(window, format, options, limits, outputs)
      : await readNdjson(window, options, limits, outputs);
  await outputs.end();
  return {
    ...resultOf(outputs, source, unknownColumns),
    clean: clean.bytes,
    malformedLines: malformed.jsonLines(),
  };
}

const FORMATS: readonly FileFormat[] = [{ kind: 'csv' }, { kind: 'ndjson' }, { kind: 'json', records: '' }];

describe.each(FORMATS)('any split of a file into chunks ($kind)', (format) => {
  test('gives the same clean form, malformed form and result, gzipped or not', async () => {
    await fc.assert(
      fc.asyncProperty(contents, places, async (content, cuts) => {
        const file = format.kind === 'csv' ? Buffer.concat([Buffer.from('a,b\n'), content]) : content;
        const options = { format, required: [], limits };
        const whole = await outcomeOf(read([file], options));
        expect(await outcomeOf(read(cutAt(file, cuts), options))).toEqual(whole);
        expect(await outcomeOf(read(cutAt(gzipSync(file), cuts), options))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(FORMATS.slice(0, 2))('the width of the window ($kind)', (format) => {
  test('changes nothing, even where the end of the window cuts every record', async () => {
    const filler = format.kind === 'csv' ? `a,b\n${'1,2\n'.repeat(1100)}` : '{"a":1}\n'.repeat(600);
    await fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 1, max: 40 }), async (content, step) => {
        const file = Buffer.concat([Buffer.from(filler), content]);
        const options = { ...CSV_AB, format, required: [], limits };
        const whole = await outcomeOf(read([file], options));
        expect(await outcomeOf(readNarrowly(file, options, step))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});

describe('no line is lost and none is read twice', () => {
  const lines = fc.array(
    fc.string({ unit: fc.constantFrom('a', ',', 'é', '{', '}', ' ', ':', '\r'), maxLength: 9 }),
  );

  test('NDJSON: lines that are not blank = records + malformed', async () => {
    await fc.assert(
      fc.asyncProperty(lines, contents, async (some, content) => {
        const file = Buffer.concat([Buffer.from(some.join('\n')), content]);
        const outcome = await outcomeOf(read([file], { format: { kind: 'ndjson' }, required: [], limits }));
        if (typeof outcome === 'string') return;
        const blank = /^[ \t\r]*$/;
        const text = file.toString('latin1').replace(/^\xef\xbb\xbf/, '');
        const numbers = text.split('\n').flatMap((line, i) => (blank.test(line) ? [] : [i + 1]));
        expect(numbersIn(outcome)).toEqual(numbers);
      }),
      { numRuns: 300 },
    );
  });

  test('CSV without quotes: lines that are not blank = records + malformed', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (some) => {
        const file = ['a,b', ...some].join('\n');
        const outcome = await outcomeOf(read(file, { limits }));
        if (typeof outcome === 'string') throw new Error(outcome);
        const numbers = file.split('\n').flatMap((line, i) => (/^\r?$/.test(line) || i === 0 ? [] : [i + 1]));
        expect(numbersIn(outcome)).toEqual(numbers);
      }),
      { numRuns: 300 },
    );
  });

  test('CSV with quotes: every line that is not blank belongs to one record, and to one only', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const outcome = await outcomeOf(read([Buffer.from('a,b\n'), content], { limits }));
        if (typeof outcome === 'string') throw new Error(outcome);
        const lines = content.toString('latin1').split('\n');
        const owners = lines.map(() => 0);
        for (const { line, height } of [...recordSpans(outcome), ...malformedSpans(outcome)]) {
          for (let i = line - 2; i < line - 2 + height; i++) owners[i] = (owners[i] ?? Number.NaN) + 1;
        }
        const alone = lines.map((line, i) => (/^\r?$/.test(line) ? Math.max(owners[i] ?? 0, 1) : owners[i]));
        expect(alone).toEqual(lines.map(() => 1));
      }),
      { numRuns: 500 },
    );
  });
});

interface Span {
  readonly line: number;
  /** Lines that the record takes. */
  readonly height: number;
}

function recordSpans({ clean }: Outcome): Span[] {
  return parseClean(Buffer.from(clean, 'latin1')).map((record) => ({
    line: Number(record.at(-1)),
    height: record.join('').split('\n').length,
  }));
}

function malformedSpans({ malformedLines }: Outcome): Span[] {
  return malformedLines.map(({ line, text, base64 }) => ({
    line,
    height: (text ?? Buffer.from(base64 ?? '', 'base64').toString('latin1')).split('\n').length,
  }));
}

function numbersIn(outcome: Outcome): number[] {
  return [...recordSpans(outcome), ...malformedSpans(outcome)].map(({ line }) => line).sort((a, b) => a - b);
}
