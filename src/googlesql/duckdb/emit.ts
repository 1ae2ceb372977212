/** What every visitor needs of the others: they call each other through this, and share the names in scope. */
import type { Column, Expr, OrderByItem, Scan } from '../analyzer/resolved';
import { unsupported } from '../refusal';
import { quoteName, type SqlType } from '../types';

export interface Emit {
  readonly scope: Scope;
  /** SQL of a value. */
  expression(expr: Expr): string;
  /** A SELECT whose columns are named by {@link columnName}. */
  scan(scan: Scan): string;
  /** The items of an ORDER BY. */
  ordering(items: readonly OrderByItem[]): string;
  /** The one item of an ORDER BY from which a RANGE frame measures: a number, never NaN. */
  distance(item: OrderByItem): string;
}

/** A SQL function of the catalog: where it is called, its body is put in with the arguments' SQL. */
export interface FunctionBody {
  readonly argumentNames: readonly string[];
  readonly expression: Expr;
}

/** Names that mean something at this point of the statement. */
export interface Scope {
  /** Columns that are no column of a generated SELECT: those of a DML target, `t."amount"`. */
  readonly bound: Map<number, string>;
  /** Columns of each WITH query, by its name. */
  readonly withQueries: Map<string, readonly Column[]>;
  /** Parameters that stand for a list of literals. */
  readonly lists: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, FunctionBody>;
  /** The recursive query being defined. */
  recursion?: { readonly name: string; readonly columns: readonly Column[] } | undefined;
  /** SQL of the arguments of the function whose body is being emitted. */
  arguments?: ReadonlyMap<string, string> | undefined;
}

/** Columns keep their number in the name, so that no name is ever looked up twice: `amount_12`. */
export function columnName(column: Column): string {
  const readable = column.name.toLowerCase().replace(/[^a-z0-9_]/g, '');
  return `${/^[a-z_]/.test(readable) ? readable : `c${readable}`}_${column.id}`;
}

export function columnSql(column: Column, scope: Scope): string {
  return scope.bound.get(column.id) ?? columnName(column);
}

/** `silver.transactions` is table `transactions` in schema `silver`. */
export function tableSql(path: string): string {
  return path.split('.').map(quoteName).join('.');
}

const NOT_COMPARABLE: readonly SqlType['kind'][] = ['ARRAY', 'STRUCT', 'JSON'];

export function refuseToCompare(type: SqlType, what: string): void {
  if (NOT_COMPARABLE.includes(type.kind))
    unsupported(`${what} ${type.kind} is not supported.`, 'Use its fields, or TO_JSON_STRING of it.');
}
