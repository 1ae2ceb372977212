/**
 * GoogleSQL, understood by Google's own analyzer and lowered to DuckDB SQL. A library that knows nothing of
 * Écluse: give it a catalog and a statement, get types, tables, column lineage and DuckDB SQL, or a refusal
 * that names the construct, its line and column, and what to write instead.
 */

export { startGoogleSql } from './compile';
export type { Catalog, Compiled, CompileOptions, GoogleSql, TableSchema } from './interface';
export type { SqlPosition } from './refusal';
export { SqlRefusal } from './refusal';
