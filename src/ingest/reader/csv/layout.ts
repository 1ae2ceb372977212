import { duplicateColumns, duplicatesOf, missingColumns } from '../columns';
import type { ReadOptions } from '../options';

/** Where the columns of the contract stand in a CSV file. */
export interface Layout {
  /** Names in the header, in order. */
  readonly header: readonly string[];
  /** For each column of the contract its place in the header, or -1. */
  readonly sources: Int32Array;
  /** What the contract does not have, with its place in the header. */
  readonly extras: readonly { readonly name: string; readonly index: number }[];
  /**
   * The columns of the contract that the header has are its first ones, in order, and there are no others: the
   * fields of a record can be copied in one piece.
   */
  readonly straight: boolean;
}

/** @throws {RefusedFile} `duplicate_column`, `missing_column` */
export function layoutOf(header: readonly string[], options: ReadOptions): Layout {
  const duplicates = duplicatesOf(header);
  if (duplicates.length > 0) throw duplicateColumns(duplicates);
  const missing = options.required.filter((name) => !header.includes(name));
  if (missing.length > 0) throw missingColumns(missing, header, delimiterHint(header));
  const places = new Map(header.map((name, index) => [name, index]));
  const known = new Set(options.columns);
  return {
    header,
    sources: Int32Array.from(options.columns, (name) => places.get(name) ?? -1),
    extras: header.flatMap((name, index) => (known.has(name) ? [] : [{ name, index }])),
    straight: header.every((name, index) => name === options.columns[index]),
  };
}

const DELIMITERS = [',', ';', '\t', '|'];

function delimiterHint(header: readonly string[]): string {
  const [only] = header;
  if (header.length !== 1 || only === undefined) return '';
  const other = DELIMITERS.find((delimiter) => only.includes(delimiter));
  if (other === undefined) return '';
  return `The header has one column that holds ${JSON.stringify(other)}: is that the delimiter?`;
}
