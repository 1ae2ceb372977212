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
 * are not UTF-8.
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
  /** Header line; quoting by RFC 4180; LF or CRLF; a UTF-8 BOM is skipped. */
  | { readonly kind: 'csv'; readonly delimiter?: ',' | ';' | '\t' | '|' }
  | { readonly kind: 'ndjson' }
  /** One JSON document; `records` is the dotted path to the list in it, empty for a top-level list. */
  | { readonly kind: 'json'; readonly records: string }
  | { readonly kind: 'parquet' };

export interface ReadLimits {
  /** Bytes of one record; longer ones are malformed. Default 10 MiB. */
  readonly recordBytes: number;
  /** Uncompressed bytes of the file (zip bombs). Default 100 GiB. */
  readonly fileBytes: number;
  /** Bytes of a document that must be held whole (JSON). Default 64 MiB. */
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
