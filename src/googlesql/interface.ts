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
  /** Each mention of a table, and which of its columns are compared with which parameters. */
  readonly reads: readonly {
    readonly table: string;
    readonly compared: Readonly<Record<string, readonly string[]>>;
  }[];
  /** DuckDB statements to run in order, in one transaction. Parameters appear as `$name`. */
  readonly duckdb: readonly string[];
}

export interface GoogleSql {
  /** @throws {SqlRefusal} */
  compile(sql: string, options: CompileOptions): Promise<Compiled>;
  /** Stops the analyzer. Safe to call twice. */
  close(): Promise<void>;
}
