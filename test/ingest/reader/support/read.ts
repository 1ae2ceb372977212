import { Readable, Writable } from 'node:stream';
import { type ReadOptions, type ReadResult, RefusedFile, readRecords } from '../../../../src/ingest/reader';

export interface MalformedLine {
  readonly line: number;
  readonly reason: string;
  readonly text?: string;
  readonly base64?: string;
}

/** What came of reading a file that was not refused. */
export interface Reading extends ReadResult {
  readonly clean: Buffer;
  readonly malformedLines: readonly MalformedLine[];
}

export const CSV_AB: ReadOptions = {
  format: { kind: 'csv' },
  columns: ['a', 'b'],
  required: ['a', 'b'],
  unknown: 'keep',
};

/** Reads a file given as text, as bytes, or as the chunks in which it arrives. */
export async function read(
  file: string | Buffer | readonly Buffer[],
  options: Partial<ReadOptions> = {},
): Promise<Reading> {
  const clean = new Collector();
  const malformed = new Collector();
  const chunks = Array.isArray(file) ? file : [Buffer.from(file as string)];
  const source = Readable.from(chunks, { objectMode: false });
  const result = await readRecords(source, { ...CSV_AB, ...options }, { clean, malformed });
  return { ...result, clean: clean.bytes, malformedLines: malformed.jsonLines() };
}

/** The refusal that reading the file must end in. */
export async function refusalOf(
  file: string | Buffer | readonly Buffer[],
  options: Partial<ReadOptions> = {},
): Promise<RefusedFile> {
  const outcome = await read(file, options).catch((error: unknown) => error);
  if (outcome instanceof RefusedFile) return outcome;
  throw new Error(`The file was not refused: ${JSON.stringify(outcome)}`, { cause: outcome });
}

/** A stream that keeps what is written to it. */
export class Collector extends Writable {
  private readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  jsonLines(): MalformedLine[] {
    const lines = this.bytes.toString('utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }
}
