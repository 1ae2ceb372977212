/**
 * The nouns that the manifest and the engine share. Pure data: nothing here reads a clock, a file or a network.
 *
 * Dates are ISO `YYYY-MM-DD` business dates; ranges of dates are half-open `[start, end)`.
 * Types of columns are spelled as GoogleSQL spells them: `INT64`, `NUMERIC`, `ARRAY<STRUCT<sku STRING, qty INT64>>`.
 */

export type Layer = 'silver' | 'gold';

/** A business date, `YYYY-MM-DD`. */
export type IsoDate = string;

/** Half-open: `start` belongs to the range, `end` does not. */
export interface DateRange {
  readonly start: IsoDate;
  readonly end: IsoDate;
}

export interface Column {
  readonly name: string;
  /** GoogleSQL type text. */
  readonly type: string;
  readonly description?: string;
  /** Personal data or other access class from the contract, e.g. `pii`; carried along by lineage. */
  readonly classification?: string;
  readonly required?: boolean;
}

/**
 * One executable statement. `googlesql` is what was written or generated; `duckdb` was generated from its
 * resolved tree (one GoogleSQL statement may need several).
 *
 * `@name` in `googlesql` and `$name` in `duckdb` are parameters, `{task}` inside a quoted identifier is the
 * identifier parameter that keeps the scratch tables of different attempts apart.
 */
export interface Statement {
  readonly googlesql: string;
  readonly duckdb: readonly string[];
  /** Parameter name to GoogleSQL type. `DATES` is a literal list of dates, for `IN (@dates)`. */
  readonly params: Readonly<Record<string, string>>;
}

/** What a parameter can be bound to. INT64 as number, bigint or digits; ARRAY as array; STRUCT as object. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Value[]
  | { readonly [field: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** A statement with the values of its parameters. */
export interface BoundStatement {
  readonly statement: Statement;
  readonly values: Values;
}

/**
 * A row as it leaves a warehouse: INT64 a number up to 2^53 and a string of digits beyond, NUMERIC a string
 * without trailing zeros, FLOAT64 a number (`"NaN"`, `"Infinity"`, `"-Infinity"` as text), DATE `YYYY-MM-DD`,
 * TIMESTAMP `YYYY-MM-DD HH:MM:SS[.ffffff]+00`, DATETIME the same without zone, TIME `HH:MM:SS[.ffffff]`,
 * BYTES base64, JSON its text, ARRAY an array, STRUCT an object.
 */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [field: string]: Cell };
export type Row = Readonly<Record<string, Cell>>;
