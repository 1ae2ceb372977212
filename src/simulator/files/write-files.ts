import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SimulatorOptions } from '../options';
import { type Network, simulate } from '../simulate';
import { csvText } from './csv';
import type { LandingFile } from './landing-file';
import { parquetBytes } from './parquet';

/** Which files, by the day on which they are delivered. */
export interface FileRange {
  /** Default: the first day. */
  readonly from?: string;
  /** Exclusive. Default: after the last day. */
  readonly to?: string;
}

export interface WrittenFile {
  readonly source: LandingFile['source'];
  /** Relative to the landing folder. */
  readonly name: string;
  readonly bytes: number;
}

/**
 * Writes the files of stores, products, inventory and deliveries below `landingDir`. A file appears whole or not at
 * all; one that is there already with the same bytes is left as it is, so that it is no new delivery.
 */
export async function writeFiles(
  landingDir: string,
  input: SimulatorOptions | Network = {},
  range: FileRange = {},
): Promise<readonly WrittenFile[]> {
  const network = 'files' in input ? input : simulate(input);
  const files = network.files.filter((file) => isWithin(file.date, range));
  const written: WrittenFile[] = [];
  for (const file of files) {
    const bytes = contentOf(file);
    const path = join(landingDir, ...file.name.split('/'));
    if (!(await holds(path, bytes))) await writeWhole(path, bytes);
    written.push({ source: file.source, name: file.name, bytes: bytes.length });
  }
  return written;
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const there = await readFile(path).catch(() => null);
  return there?.equals(bytes) ?? false;
}

/** The bytes of a file. The same on every machine. */
export function contentOf(file: LandingFile): Uint8Array {
  switch (file.format) {
    case 'csv':
      return new TextEncoder().encode(csvText(file));
    case 'ndjson.gz':
      return gzipped(ndjsonText(file));
    case 'parquet':
      return parquetBytes(file);
  }
}

function ndjsonText(file: LandingFile): string {
  const lines = file.lines.map((line) =>
    line.fate === 'malformed' ? line.text : JSON.stringify(line.fields),
  );
  return `${lines.join('\n')}\n`;
}

/** Byte 9 of the header names the operating system; 255 is "unknown". */
function gzipped(text: string): Uint8Array {
  const bytes = gzipSync(text, { level: 6 });
  bytes[9] = 255;
  return bytes;
}

function isWithin(date: string, { from, to }: FileRange): boolean {
  return (from === undefined || date >= from) && (to === undefined || date < to);
}

/** A name that begins with a dot is no object yet. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = join(dirname(path), `.${basename(path)}.partial`);
  await writeFile(partial, bytes);
  await rename(partial, path);
}
