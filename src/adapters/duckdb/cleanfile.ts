import { createReadStream } from 'node:fs';

export interface CleanFile {
  readonly records: number;
  /** Whether some record spans lines. */
  readonly multiline: boolean;
  /** Bytes of the longest record, its line feed included. */
  readonly longest: number;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/**
 * Counts the records of a file in clean form without parsing it: a line feed ends a record unless it is quoted.
 *
 * DuckDB reads a CSV file in parallel by guessing where records begin, which cannot be guessed when fields contain
 * line feeds; it must be told how long records are; and it answers how many rows it read, which means something
 * only beside an independent count.
 */
export async function inspectCleanFile(file: string): Promise<CleanFile> {
  const counter = new RecordCounter();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) counter.add(chunk);
  return counter.end();
}

class RecordCounter {
  #records = 0;
  #multiline = false;
  #longest = 0;
  #quoted = false;
  /** Bytes of the record that has begun. */
  #length = 0;

  add(bytes: Buffer): void {
    let begin = -this.#length;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) this.#quoted = !this.#quoted;
      if (byte !== LINE_FEED) continue;
      if (this.#quoted) this.#multiline = true;
      else {
        this.#finish(i + 1 - begin);
        begin = i + 1;
      }
    }
    this.#length = bytes.length - begin;
  }

  end(): CleanFile {
    if (this.#length > 0) this.#finish(this.#length);
    return { records: this.#records, multiline: this.#multiline, longest: this.#longest };
  }

  #finish(length: number): void {
    this.#records++;
    this.#longest = Math.max(this.#longest, length);
  }
}
