import type { Readable, Writable } from 'node:stream';

/**
 * The one door: the streaming record reader of laptop and cloud. It separates records from malformed lines,
 * numbers them, and writes the clean form that both warehouses load with zero tolerance.
 *
 * Clean form: UTF-8 CSV, comma, `\n`, no header. One line a record: the columns of the contract in its order as
 * text, then `_extra` (JSON object of unknown columns, or NULL), then `_line`. NULL is an unquoted empty field, the
 * empty string is `""`; a field that holds a comma, a quote, CR or LF is quoted, quotes doubled.
 *
 * `_line` is 1-based: the line of the file on which the record starts (CSV: the header is line 1; NDJSON), the
 * position in the list (JSON), the row number (Parquet).
 *
 * Malformed form: NDJSON, `{"line":3,"reason":"…","text":"…"}`, or `"base64"` instead of `"text"` where the bytes
 * are not UTF-8. Of what is longer than the limit the first 64 KiB are kept.
 */
export interface ReadOptions {
  readonly format: FileFormat;
  /** Columns of the contract, in order. Names match exactly. */
  readonly columns: readonly string[];
  /** Columns without which the file is refused (for self-describing records: absent from every record). */
  readonly required: readonly string[];
  /** Unknown columns: `keep` them in `_extra`, or `refuse` the file. */
  readonly unknown: 'keep' | 'refuse';
  readonly limits?: Partial<ReadLimits>;
}

export type FileFormat =
  /**
   * Header line; quoting by RFC 4180; LF or CRLF; a UTF-8 BOM is skipped. An unquoted empty field is NULL; a quote
   * inside an unquoted field is an ordinary character; blank lines are no records. Where quoting is broken the first
   * line of the record is malformed, and reading resumes on the next one.
   */
  | { readonly kind: 'csv'; readonly delimiter?: ',' | ';' | '\t' | '|' }
  /**
   * One object a line. Numbers keep their text, nested values become compact JSON text. A key that appears twice
   * makes the line malformed: nobody can tell which value was meant.
   */
  | { readonly kind: 'ndjson' }
  /**
   * One JSON document; `records` is the dotted path to the list in it, empty for a top-level list. A document that is
   * not valid is refused before anything is written.
   */
  | { readonly kind: 'json'; readonly records: string }
  /**
   * Kept on disk (in the folder for temporary files) while it is read. Decimals and integers are exact; timestamps
   * have microseconds, and `+00` where the file says that they are in UTC; binary values are base64; lists, structs
   * and maps are JSON text, a map as a list of `{"key":…,"value":…}`.
   */
  | { readonly kind: 'parquet' };

export interface ReadLimits {
  /** Bytes of one record; longer ones are malformed. Default 10 MiB. */
  readonly recordBytes: number;
  /** Uncompressed bytes of the file (zip bombs); of Parquet also what its rows come to. Default 100 GiB. */
  readonly fileBytes: number;
  /** Bytes of what must be held whole: a JSON document, a page of Parquet. Default 64 MiB. */
  readonly documentBytes: number;
}

export interface ReadResult {
  /** Records written to the clean form. */
  readonly records: number;
  readonly malformed: number;
  /** Names of columns that the contract does not have, in order of first appearance; at most 100. */
  readonly unknownColumns: readonly string[];
  /** Uncompressed bytes read. */
  readonly bytes: number;
  /** Bytes of the clean form. */
  readonly cleanBytes: number;
  /** A field of the clean form holds CR or LF. */
  readonly multiline: boolean;
}

export interface ReadSinks {
  readonly clean: Writable;
  readonly malformed: Writable;
}

/**
 * Reads the whole of `source` and writes every record once, in the clean or in the malformed form.
 *
 * Ends both sinks and resolves when they have finished; when it fails it destroys both, so that an upload behind
 * one of them cannot complete. Both sinks must be drained at the same time.
 *
 * @throws {RefusedFile} nothing of the file may be loaded; other errors are those of `source` and of the sinks
 */
export type ReadRecords = (source: Readable, options: ReadOptions, sinks: ReadSinks) => Promise<ReadResult>;
