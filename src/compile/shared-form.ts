import type { TableSchema } from '../googlesql';
import { quoteName } from '../googlesql/types';
import { pathsIn } from './sql-text';

/** A statement that models have in common, but for the names of their tables. */
export interface SharedForm {
  /** With the tables called `shared.table_0`, `shared.table_1`, … in the order in which they are named. */
  readonly sql: string;
  /** Under these names, with the columns that the statement names. */
  readonly tables: readonly TableSchema[];
  /** DuckDB SQL of the form to that of the statement. */
  named(duckdb: string): string;
}

/** These name little of a model but its tables; other statements list its columns, or hold what its author wrote. */
const SHARED = /^(ASSERT|DELETE)\b/;

const PLACEHOLDER = /"shared"\."table_(\d+)"/g;

/**
 * The analyzer is asked once for all models whose statements have one form.
 * @param schemaOf a table that the statement may name
 * @returns undefined where the statement is the model's own
 */
export function sharedForm(
  sql: string,
  schemaOf: (table: string) => TableSchema | undefined,
): SharedForm | undefined {
  if (!SHARED.test(sql) || selectsAll(sql)) return undefined;
  const schemas = new Map(pathsIn(sql).flatMap(({ path }) => entry(path, schemaOf(path))));
  const names = [...schemas.keys()];
  const words = new Set(sql.match(/\w+/g));
  const tables = [...schemas.values()].map(({ columns }, index) => ({
    name: `shared.table_${index}`,
    columns: columns.filter(({ name }) => words.has(name)),
  }));
  const form = names.reduce(
    (text, name, index) => text.replaceAll(`\`${name}\``, `\`shared.table_${index}\``),
    sql,
  );
  return {
    sql: form,
    tables,
    named: (duckdb) => duckdb.replace(PLACEHOLDER, (_, index) => quotedPath(names[Number(index)] ?? '')),
  };
}

const entry = (path: string, schema: TableSchema | undefined): [string, TableSchema][] =>
  schema ? [[path, schema]] : [];

/** With `*`, columns count that the text does not name. */
const selectsAll = (sql: string): boolean => sql.replaceAll('COUNT(*)', '').includes('*');

const quotedPath = (path: string): string => path.split('.').map(quoteName).join('.');
