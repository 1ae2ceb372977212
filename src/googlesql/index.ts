/**
 * GoogleSQL, understood by Google's own analyzer and lowered to DuckDB SQL. A library that knows nothing of
 * Écluse: give it a catalog and a statement, get types, tables, column lineage and DuckDB SQL, or a refusal
 * that names the construct, its line and column, and what to write instead.
 */
export interface TableSchema {
  /** Dotted path, written in SQL as one backticked identifier: `` `silver.transactions` ``. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface Catalog {
  readonly tables: readonly TableSchema[];
  /** `CREATE FUNCTION` texts, in an order in which each finds what it calls. */
  readonly functions?: readonly string[];
}

export interface CompileOptions {
  readonly catalog: Catalog;
  /** Named parameters (`@name`) and their GoogleSQL types. `DATES` stands for a list, only inside `IN (@name)`. */
  readonly params?: Readonly<Record<string, string>>;
}

export interface Compiled {
  readonly kind:
    | 'query'
    | 'insert'
    | 'update'
    | 'delete'
    | 'merge'
    | 'assert'
    | 'create_table'
    | 'create_view'
    | 'create_function'
    | 'drop';
  /** Output columns of a query (or of the query inside CREATE … AS), in order, with GoogleSQL type text. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Tables read, sorted. */
  readonly tables: readonly string[];
  /** Output (or written) column to the base columns, `table.column`, that its value comes from; sorted. */
  readonly lineage: Readonly<Record<string, readonly string[]>>;
  /** DuckDB statements to run in order, in one transaction. Parameters appear as `$name`. */
  readonly duckdb: readonly string[];
}

/** Where in the SQL text: 1-based. */
export interface SqlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The statement cannot be compiled: `invalid` is what BigQuery would refuse too (unknown column, wrong type),
 * `unsupported` is outside the subset that is proven equal on DuckDB.
 */
export interface GoogleSql {
  /** @throws {SqlRefusal} */
  compile(sql: string, options: CompileOptions): Promise<Compiled>;
  /** Stops the analyzer. Safe to call twice. */
  close(): Promise<void>;
}

export class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal';
  constructor(
    readonly kind: 'invalid' | 'unsupported',
    /** What was found, in one sentence. */
    readonly reason: string,
    /** What to write instead, in one sentence; absent when the analyzer's own message says it. */
    readonly remedy?: string,
    readonly position?: SqlPosition,
  ) {
    super(
      [position ? `${position.line}:${position.column}: ${reason}` : reason, remedy]
        .filter(Boolean)
        .join(' '),
    );
  }
}
