/**
 * The resolved tree: what the analyzer makes of a statement once every name, type and overload is known.
 *
 * A statement holds a tree of **scans** (each yields rows of numbered columns) and **expressions** (each yields a
 * value from the columns of the scan it stands in). A column is known by its number alone: `amount` of the table and
 * `amount` of a subquery are different columns. Aliases, `*`, `USING`, implicit casts, overloads: all gone.
 *
 * Names follow the analyzer's own (`ResolvedFilterScan` is `FilterScan` here), so that its documentation applies.
 */
import type { SqlType } from '../types';
import type { PlainValue } from './values';

export interface Column {
  readonly id: number;
  /** As in the text, for people; `$agg1` and the like where the text has none. */
  readonly name: string;
  readonly type: SqlType;
}

/** UTF-8 offset of the text a node comes from, where the analyzer knows it. */
interface Located {
  readonly at?: number;
}

interface Typed extends Located {
  readonly type: SqlType;
}

export interface Literal extends Typed {
  readonly kind: 'Literal';
  readonly value: PlainValue;
}
export interface Parameter extends Typed {
  readonly kind: 'Parameter';
  readonly name: string;
}
export interface ColumnRef extends Typed {
  readonly kind: 'ColumnRef';
  readonly column: Column;
}
/** An argument inside the body of a SQL function. */
export interface ArgumentRef extends Typed {
  readonly kind: 'ArgumentRef';
  readonly name: string;
}
export interface Cast extends Typed {
  readonly kind: 'Cast';
  readonly expr: Expr;
  /** SAFE_CAST. */
  readonly returnNullOnError?: boolean;
  readonly format?: Expr;
  readonly timeZone?: Expr;
  /** `CAST(x AS NUMERIC(10, 2))`. */
  readonly typeModifiers?: { readonly typeParameters?: { readonly typeParameters?: string } };
}
export interface MakeStruct extends Typed {
  readonly kind: 'MakeStruct';
  readonly fieldList: readonly Expr[];
}
export interface GetStructField extends Typed {
  readonly kind: 'GetStructField';
  readonly expr: Expr;
  readonly fieldIdx?: string;
}
export interface GetJsonField extends Typed {
  readonly kind: 'GetJsonField';
  readonly expr: Expr;
  readonly fieldName: string;
}
export interface SubqueryExpr extends Typed {
  readonly kind: 'SubqueryExpr';
  readonly subqueryType: 'SCALAR' | 'ARRAY' | 'EXISTS' | 'IN' | 'LIKE_ANY' | 'LIKE_ALL';
  readonly inExpr?: Expr;
  readonly subquery: Scan;
}

interface AnyCall extends Typed {
  /** `ZetaSQL:date_add`, or `$equal` and the like for operators. */
  readonly function: { readonly name: string };
  readonly argumentList: readonly Expr[];
  /** Used instead of `argumentList` when an argument is no expression (a lambda, a table). */
  readonly genericArgumentList: readonly unknown[];
  readonly errorMode?: 'DEFAULT_ERROR_MODE' | 'SAFE_ERROR_MODE';
}
export interface FunctionCall extends AnyCall {
  readonly kind: 'FunctionCall';
}
interface SetCall extends AnyCall {
  readonly distinct?: boolean;
  readonly nullHandlingModifier?: 'DEFAULT_NULL_HANDLING' | 'IGNORE_NULLS' | 'RESPECT_NULLS';
}
export interface AggregateFunctionCall extends SetCall {
  readonly kind: 'AggregateFunctionCall';
  /** `MAX(x HAVING MIN y)`. */
  readonly havingModifier?: { readonly kind: 'MIN' | 'MAX'; readonly havingExpr: Expr };
  readonly orderByItemList: readonly OrderByItem[];
  readonly limit?: Expr;
}
export interface AnalyticFunctionCall extends SetCall {
  readonly kind: 'AnalyticFunctionCall';
  readonly windowFrame?: WindowFrame;
}
/** `DEFAULT` as a value of INSERT or UPDATE. */
export interface DmlDefault extends Typed {
  readonly kind: 'DMLDefault';
}

export type Expr =
  | Literal
  | Parameter
  | ColumnRef
  | ArgumentRef
  | Cast
  | MakeStruct
  | GetStructField
  | GetJsonField
  | SubqueryExpr
  | FunctionCall
  | AggregateFunctionCall
  | AnalyticFunctionCall
  | DmlDefault;

export interface OrderByItem {
  readonly columnRef: ColumnRef;
  readonly isDescending?: boolean;
  readonly nullOrder?: 'ORDER_UNSPECIFIED' | 'NULLS_FIRST' | 'NULLS_LAST';
  readonly collationName?: Expr;
}
export interface ComputedColumn {
  readonly column: Column;
  readonly expr: Expr;
}
export interface WindowFrame {
  readonly frameUnit: 'ROWS' | 'RANGE';
  readonly startExpr: WindowFrameExpr;
  readonly endExpr: WindowFrameExpr;
}
export interface WindowFrameExpr {
  readonly boundaryType:
    | 'UNBOUNDED_PRECEDING'
    | 'OFFSET_PRECEDING'
    | 'CURRENT_ROW'
    | 'OFFSET_FOLLOWING'
    | 'UNBOUNDED_FOLLOWING';
  readonly expression?: Expr;
}

interface AnyScan extends Located {
  /** The columns that somebody above uses; others are pruned. */
  readonly columnList: readonly Column[];
}
export interface SingleRowScan extends AnyScan {
  readonly kind: 'SingleRowScan';
}
export interface TableScan extends AnyScan {
  readonly kind: 'TableScan';
  readonly table: { readonly name: string };
  readonly forSystemTimeExpr?: Expr;
}
export interface FilterScan extends AnyScan {
  readonly kind: 'FilterScan';
  readonly inputScan: Scan;
  readonly filterExpr: Expr;
}
export interface ProjectScan extends AnyScan {
  readonly kind: 'ProjectScan';
  readonly inputScan: Scan;
  readonly exprList: readonly ComputedColumn[];
}
export interface JoinScan extends AnyScan {
  readonly kind: 'JoinScan';
  readonly joinType?: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
  readonly leftScan: Scan;
  readonly rightScan: Scan;
  readonly joinExpr?: Expr;
}
/** `UNNEST`: one row for each element, beside each row of the input if there is one. */
export interface ArrayScan extends AnyScan {
  readonly kind: 'ArrayScan';
  readonly inputScan?: Scan;
  readonly arrayExpr: Expr;
  readonly elementColumn: Column;
  readonly arrayOffsetColumn?: { readonly column: Column };
  readonly joinExpr?: Expr;
  readonly isOuter?: boolean;
}
export interface AggregateScan extends AnyScan {
  readonly kind: 'AggregateScan';
  readonly inputScan: Scan;
  readonly groupByList: readonly ComputedColumn[];
  readonly aggregateList: readonly ComputedColumn[];
  readonly groupingSetList: readonly GroupingSet[];
  readonly groupingCallList: readonly { readonly groupByColumn: ColumnRef; readonly outputColumn: Column }[];
}
export type GroupingSet =
  | { readonly kind: 'GroupingSet'; readonly groupByColumnList: readonly ColumnRef[] }
  | { readonly kind: 'Rollup'; readonly rollupColumnList: readonly GroupingColumns[] }
  | { readonly kind: 'Cube'; readonly cubeColumnList: readonly GroupingColumns[] };
export interface GroupingColumns {
  readonly columnList: readonly ColumnRef[];
}
export interface AnalyticScan extends AnyScan {
  readonly kind: 'AnalyticScan';
  readonly inputScan: Scan;
  readonly functionGroupList: readonly WindowGroup[];
}
export interface WindowGroup {
  readonly partitionBy?: { readonly partitionByList: readonly ColumnRef[] };
  readonly orderBy?: { readonly orderByItemList: readonly OrderByItem[] };
  readonly analyticFunctionList: readonly ComputedColumn[];
}
export interface OrderByScan extends AnyScan {
  readonly kind: 'OrderByScan';
  readonly inputScan: Scan;
  readonly orderByItemList: readonly OrderByItem[];
}
export interface LimitOffsetScan extends AnyScan {
  readonly kind: 'LimitOffsetScan';
  readonly inputScan: Scan;
  readonly limit: Expr;
  readonly offset?: Expr;
}
export interface SetOperationItem {
  readonly scan: Scan;
  readonly outputColumnList: readonly Column[];
}
export interface SetOperationScan extends AnyScan {
  readonly kind: 'SetOperationScan';
  readonly opType?:
    | 'UNION_ALL'
    | 'UNION_DISTINCT'
    | 'INTERSECT_ALL'
    | 'INTERSECT_DISTINCT'
    | 'EXCEPT_ALL'
    | 'EXCEPT_DISTINCT';
  readonly inputItemList: readonly SetOperationItem[];
}
export interface WithScan extends AnyScan {
  readonly kind: 'WithScan';
  readonly withEntryList: readonly { readonly withQueryName: string; readonly withSubquery: Scan }[];
  readonly query: Scan;
  readonly recursive?: boolean;
}
export interface WithRefScan extends AnyScan {
  readonly kind: 'WithRefScan';
  readonly withQueryName: string;
}
export interface RecursiveScan extends AnyScan {
  readonly kind: 'RecursiveScan';
  readonly opType?: 'UNION_ALL' | 'UNION_DISTINCT';
  readonly nonRecursiveTerm: SetOperationItem;
  readonly recursiveTerm: SetOperationItem;
}
export interface RecursiveRefScan extends AnyScan {
  readonly kind: 'RecursiveRefScan';
}

export type Scan =
  | SingleRowScan
  | TableScan
  | FilterScan
  | ProjectScan
  | JoinScan
  | ArrayScan
  | AggregateScan
  | AnalyticScan
  | OrderByScan
  | LimitOffsetScan
  | SetOperationScan
  | WithScan
  | WithRefScan
  | RecursiveScan
  | RecursiveRefScan;
