import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';

/** A record as it lies in a file: what it says, and where. */
export interface Landed {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly line: number;
}

export interface LandedSource {
  readonly records: readonly Landed[];
  /** `<file>:<line>` */
  readonly malformed: readonly string[];
}

/** Reads what lies below a landing folder, without any help of the simulator. */
export async function readLanding(folder: string, source: string): Promise<LandedSource> {
  const records: Landed[] = [];
  const malformed: string[] = [];
  for (const path of readdirSync(join(folder, source), { recursive: true, encoding: 'utf8' }).sort()) {
    const file = `${source}/${path}`;
    for (const [line, fields] of await linesOf(join(folder, file))) {
      if (fields === undefined) malformed.push(`${file}:${line}`);
      else records.push({ fields, file, line });
    }
  }
  return { records, malformed };
}

type Line = readonly [line: number, fields: Record<string, unknown> | undefined];

async function linesOf(path: string): Promise<Line[]> {
  if (path.endsWith('.csv')) return csvLines(readFileSync(path, 'utf8'));
  if (path.endsWith('.ndjson.gz')) return ndjsonLines(gunzipSync(readFileSync(path)).toString('utf8'));
  if (!path.endsWith('.parquet')) return [];
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return (await parquetReadObjects({ file })).map((fields, index) => [index + 1, fields]);
}

/** The simulated names hold neither commas nor quotes. */
function csvLines(text: string): Line[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line, index) => {
    const values = line.split(',');
    const fields = Object.fromEntries(
      columns.map((column, at) => [column, values[at] === '' ? null : values[at]]),
    );
    return [index + 2, values.length === columns.length ? fields : undefined];
  });
}

function ndjsonLines(text: string): Line[] {
  const lines = text.trimEnd().split('\n');
  return lines.map((line, index) => {
    try {
      return [index + 1, JSON.parse(line) as Record<string, unknown>];
    } catch {
      return [index + 1, undefined];
    }
  });
}
