/** Statements of the resolved tree: see `resolved.ts` for scans and expressions. */
import type { SqlType } from '../types';
import type { Column, Expr, Scan, TableScan } from './resolved';

export interface OutputColumn {
  readonly name: string;
  readonly column: Column;
}
/** Columns that the text does not name are `f0_`, `f1_`, as in BigQuery. */
export function outputName(name: string, index: number): string {
  return name === '' || name.startsWith('$') ? `f${index}_` : name;
}

export interface QueryStmt {
  readonly kind: 'QueryStmt';
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: Scan;
}

interface Create {
  readonly namePath: readonly string[];
  readonly createMode?: 'CREATE_DEFAULT' | 'CREATE_OR_REPLACE' | 'CREATE_IF_NOT_EXISTS';
  readonly createScope?: string;
}
export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  readonly annotations?: {
    readonly notNull?: boolean;
    readonly typeParameters?: { readonly typeParameters?: string };
  };
  readonly generatedColumnInfo?: unknown;
  readonly defaultValue?: unknown;
}
export interface CreateTableStmt extends Create {
  readonly kind: 'CreateTableStmt';
  readonly columnDefinitionList: readonly ColumnDefinition[];
  readonly likeTable?: { readonly name?: string };
  readonly cloneFrom?: object;
  readonly copyFrom?: object;
}
export interface CreateTableAsSelectStmt extends Create {
  readonly kind: 'CreateTableAsSelectStmt';
  readonly columnDefinitionList: readonly ColumnDefinition[];
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: Scan;
}
export interface CreateViewStmt extends Create {
  readonly kind: 'CreateViewStmt';
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: Scan;
}
export interface CreateFunctionStmt extends Create {
  readonly kind: 'CreateFunctionStmt';
  readonly argumentNameList: readonly string[];
  readonly signature: FunctionSignature;
  readonly returnType?: SqlType;
  readonly language?: string;
  readonly isAggregate?: boolean;
  readonly functionExpression?: Expr;
}
/** `zetasql.FunctionSignatureProto`, kept as the analyzer sent it: it goes back into the catalog. */
export type FunctionSignature = Readonly<Record<string, unknown>>;

export interface DropStmt {
  readonly kind: 'DropStmt';
  readonly objectType: string;
  readonly isIfExists?: boolean;
  readonly namePath: readonly string[];
}
export interface DropFunctionStmt {
  readonly kind: 'DropFunctionStmt';
  readonly isIfExists?: boolean;
  readonly namePath: readonly string[];
}

export interface DmlValue {
  readonly value: Expr;
}
export interface InsertRow {
  readonly valueList: readonly DmlValue[];
}
export interface InsertStmt {
  readonly kind: 'InsertStmt';
  readonly tableScan: TableScan;
  readonly insertMode?: string;
  readonly insertColumnList: readonly Column[];
  readonly query?: Scan;
  readonly queryOutputColumnList: readonly Column[];
  readonly rowList: readonly InsertRow[];
  readonly returning?: object;
  readonly assertRowsModified?: object;
}
export interface DeleteStmt {
  readonly kind: 'DeleteStmt';
  readonly tableScan: TableScan;
  readonly whereExpr: Expr;
  readonly returning?: object;
  readonly assertRowsModified?: object;
}
export interface TruncateStmt {
  readonly kind: 'TruncateStmt';
  readonly tableScan: TableScan;
  readonly whereExpr?: Expr;
}
export interface UpdateItem {
  readonly target: Expr;
  readonly setValue?: DmlValue;
  readonly elementColumn?: object;
  readonly arrayUpdateList: readonly unknown[];
}
export interface UpdateStmt {
  readonly kind: 'UpdateStmt';
  readonly tableScan: TableScan;
  readonly updateItemList: readonly UpdateItem[];
  readonly fromScan?: Scan;
  readonly whereExpr: Expr;
  readonly returning?: object;
  readonly assertRowsModified?: object;
}
export interface MergeWhen {
  readonly matchType?: 'MATCHED' | 'NOT_MATCHED_BY_SOURCE' | 'NOT_MATCHED_BY_TARGET';
  readonly matchExpr?: Expr;
  readonly actionType?: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly insertColumnList: readonly Column[];
  readonly insertRow?: InsertRow;
  readonly updateItemList: readonly UpdateItem[];
}
export interface MergeStmt {
  readonly kind: 'MergeStmt';
  readonly tableScan: TableScan;
  readonly fromScan: Scan;
  readonly mergeExpr: Expr;
  readonly whenClauseList: readonly MergeWhen[];
}
export interface AssertStmt {
  readonly kind: 'AssertStmt';
  readonly expression: Expr;
  readonly description?: string;
}

export type Statement =
  | QueryStmt
  | CreateTableStmt
  | CreateTableAsSelectStmt
  | CreateViewStmt
  | CreateFunctionStmt
  | DropStmt
  | DropFunctionStmt
  | InsertStmt
  | DeleteStmt
  | TruncateStmt
  | UpdateStmt
  | MergeStmt
  | AssertStmt;
