/**
 * GoogleSQL, understood by Google's own analyzer and lowered to DuckDB SQL. A library that knows nothing of
 * Écluse: give it a catalog and a statement, get types, tables, column lineage and DuckDB SQL, or a refusal
 * that names the construct, its line and column, and what to write instead.
 *
 * The way of a statement, and where to read on:
 *
 * 1. `compile.ts` takes it and calls the rest in this order.
 * 2. `analyzer/` sends it to Google's analyzer, a local server, which answers with a **resolved tree**: the statement
 *    with every name, type, overload and implicit cast settled. `analyzer/protocol/` reads and writes its messages,
 *    `analyzer/tree.ts` makes nodes of them; `analyzer/resolved.ts` and `analyzer/statements.ts` say which kinds there are.
 * 3. `duckdb/` has a visitor for each kind of node: statements (`statements.ts`, `dml.ts`), scans, which are rows
 *    (`scans.ts`, `grouping.ts`, `windows.ts`), and expressions, which are values (`expressions.ts`, `casts.ts`).
 *    They call each other through `emit.ts`.
 * 4. `duckdb/functions/` is the allow-list: a file for each family, a line for each function, which says what BigQuery
 *    does and DuckDB does not. Longer differences are macros (`duckdb/macros/*.sql`) or, where DuckDB cannot at all,
 *    JavaScript (`duckdb/scalar/`); `duckdb/runtime.ts` loads both into a connection.
 * 5. `lineage.ts` walks the same tree for the columns that each output column comes from.
 *
 * `SELECT UPPER(name) AS n FROM t WHERE age > 7` is this tree; a node carries what it is made of, and each column
 * has a number, so that nothing is looked up by name again:
 *
 * ```
 * QueryStmt           n = n#3
 * └ ProjectScan       n#3 := FunctionCall upper(ColumnRef name#1)
 *   └ FilterScan      FunctionCall $greater(ColumnRef age#2, Literal 7)
 *     └ TableScan     t: name#1, age#2
 * ```
 *
 * and from the inside out becomes `SELECT n_3 AS "n" FROM (SELECT bq_upper(name_1) AS n_3 FROM (SELECT … WHERE …))`.
 * README.md is the page to begin with; what is proven equal, and how, is in docs/googlesql.md.
 */

export { startGoogleSql } from './compile';
export type { Catalog, Compiled, CompileOptions, GoogleSql, TableSchema } from './interface';
export type { SqlPosition } from './refusal';
export { SqlRefusal } from './refusal';
