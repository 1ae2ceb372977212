import type { Emission, MalformedLine, SourceName } from '../dirt/emission';

/** A file as a partner puts it into the landing folder. */
export interface LandingFile {
  readonly source: SourceName;
  /** Relative to the landing folder, `/` between its parts. */
  readonly name: string;
  readonly format: 'csv' | 'ndjson.gz' | 'parquet';
  /** The day on which it is delivered. */
  readonly date: string;
  /** In order; with the unknown one, where the file has it. */
  readonly columns: readonly string[];
  readonly lines: readonly (Emission | MalformedLine)[];
}

/** 1-based line of the file, as the record reader counts: the header of a CSV is line 1. */
export function lineNumber(file: LandingFile, index: number): number {
  return file.format === 'csv' ? index + 2 : index + 1;
}
