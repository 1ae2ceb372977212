/** Rows: one visitor for each kind of scan. Each gives one SELECT; DuckDB's optimizer flattens the nesting. */
import type {
  AnalyticScan,
  ArrayScan,
  Column,
  ComputedColumn,
  JoinScan,
  LimitOffsetScan,
  ProjectScan,
  RecursiveRefScan,
  RecursiveScan,
  Scan,
  SetOperationItem,
  SetOperationScan,
  TableScan,
  WithRefScan,
  WithScan,
} from '../analyzer/resolved';
import { defect, unsupported } from '../refusal';
import { quoteName } from '../types';
import { columnName, columnSql, type Emit, refuseToCompare, tableSql } from './emit';
import { emitAggregateScan } from './grouping';
import { emitWindow } from './windows';

type Visitors = { readonly [K in Scan['kind']]?: (scan: Extract<Scan, { kind: K }>, emit: Emit) => string };

const VISITORS: Visitors = {
  SingleRowScan: () => 'SELECT 1 AS one',
  TableScan: emitTable,
  FilterScan: ({ columnList, inputScan, filterExpr }, emit) =>
    `SELECT ${selectList(columnList, emit)} FROM ${from(inputScan, emit)} WHERE ${emit.expression(filterExpr)}`,
  ProjectScan: emitProject,
  JoinScan: emitJoin,
  ArrayScan: emitArray,
  AggregateScan: emitAggregateScan,
  AnalyticScan: emitAnalytic,
  OrderByScan: ({ columnList, inputScan, orderByItemList }, emit) =>
    `SELECT ${selectList(columnList, emit)} FROM ${from(inputScan, emit)} ORDER BY ${emit.ordering(orderByItemList)}`,
  LimitOffsetScan: emitLimit,
  SetOperationScan: emitSetOperation,
  WithScan: (scan, emit) => `${withClause(scan, emit)} ${emit.scan(scan.query)}`,
  WithRefScan: emitWithRef,
  RecursiveScan: emitRecursion,
  RecursiveRefScan: emitRecursiveRef,
};

export function emitScan(scan: Scan, emit: Emit): string {
  const visit = VISITORS[scan.kind] as ((scan: Scan, emit: Emit) => string) | undefined;
  return visit ? visit(scan, emit) : unsupported(...scanRefusal(scan.kind));
}

function scanRefusal(kind: string): readonly [reason: string, remedy: string] {
  if (kind === 'SampleScan')
    return [
      'TABLESAMPLE gives other rows each time.',
      'Filter by a hash of a key: MOD(FARM_FINGERPRINT(id), 10) = 0.',
    ];
  if (kind === 'TVFScan')
    return [
      'Table functions are not supported.',
      'Write the query as a WITH query, or as a model of its own.',
    ];
  return [`${kind} is not supported.`, 'Use joins, GROUP BY, window functions, set operations and WITH.'];
}

function from(scan: Scan, emit: Emit): string {
  return `(${emit.scan(scan)})`;
}

/** Columns by name; those in `computed` by the expression that makes them. */
function selectList(
  columns: readonly Column[],
  emit: Emit,
  computed: ReadonlyMap<number, string> = new Map(),
): string {
  if (columns.length === 0) return '1 AS one';
  return columns
    .map((column) => {
      const name = columnName(column);
      const sql = computed.get(column.id) ?? columnSql(column, emit.scope);
      return sql === name ? name : `${sql} AS ${name}`;
    })
    .join(', ');
}

function computeColumns(columns: readonly ComputedColumn[], emit: Emit): ReadonlyMap<number, string> {
  return new Map(columns.map(({ column, expr }) => [column.id, emit.expression(expr)]));
}

function emitTable({ table, columnList, forSystemTimeExpr }: TableScan): string {
  if (forSystemTimeExpr)
    unsupported(
      'FOR SYSTEM_TIME AS OF is not supported.',
      'Keep history in a table (scd2) and read it as of a time.',
    );
  const columns = columnList.map((column) => `${quoteName(column.name)} AS ${columnName(column)}`);
  return `SELECT ${columns.join(', ') || '1 AS one'} FROM ${tableSql(table.name)}`;
}

function emitProject({ columnList, exprList, inputScan }: ProjectScan, emit: Emit): string {
  const list = selectList(columnList, emit, computeColumns(exprList, emit));
  return inputScan.kind === 'SingleRowScan'
    ? `SELECT ${list}`
    : `SELECT ${list} FROM ${from(inputScan, emit)}`;
}

function emitJoin(scan: JoinScan, emit: Emit): string {
  const { joinType = 'INNER', joinExpr } = scan;
  const left = from(scan.leftScan, emit);
  const right = from(scan.rightScan, emit);
  const join = joinExpr ? `${joinType} JOIN ${right} ON ${emit.expression(joinExpr)}` : `CROSS JOIN ${right}`;
  return `SELECT ${selectList(scan.columnList, emit)} FROM ${left} ${join}`;
}

function emitArray(scan: ArrayScan, emit: Emit): string {
  const list = selectList(scan.columnList, emit);
  const elements = unnest(scan, emit);
  const condition = scan.joinExpr ? emit.expression(scan.joinExpr) : undefined;
  if (!scan.inputScan) return `SELECT ${list} FROM ${elements}${condition ? ` WHERE ${condition}` : ''}`;
  const join = scan.isOuter ? 'LEFT' : 'INNER';
  return `SELECT ${list} FROM ${from(scan.inputScan, emit)} ${join} JOIN LATERAL ${elements} ON ${condition ?? 'true'}`;
}

/** Offsets count from 0 in GoogleSQL and from 1 in DuckDB. */
function unnest({ arrayExpr, elementColumn, arrayOffsetColumn }: ArrayScan, emit: Emit): string {
  const array = emit.expression(arrayExpr);
  const element = `unnest(${array}) AS ${columnName(elementColumn)}`;
  if (!arrayOffsetColumn) return `(SELECT ${element})`;
  const offset = `CAST(generate_subscripts(${array}, 1) - 1 AS BIGINT) AS ${columnName(arrayOffsetColumn.column)}`;
  return `(SELECT ${element}, ${offset})`;
}

function emitAnalytic({ columnList, inputScan, functionGroupList }: AnalyticScan, emit: Emit): string {
  const computed = new Map(functionGroupList.flatMap((group) => emitWindow(group, emit)));
  return `SELECT ${selectList(columnList, emit, computed)} FROM ${from(inputScan, emit)}`;
}

function emitLimit(scan: LimitOffsetScan, emit: Emit): string {
  refuseUnorderedLimit(scan);
  return emit.scan(scan.inputScan) + limitClause(scan, emit);
}

/** At the end of a query that somebody reads, any rows will do; what is stored or computed on must be repeatable. */
export function refuseUnorderedLimit(scan: Scan): void {
  if (scan.kind === 'LimitOffsetScan' && scan.inputScan.kind !== 'OrderByScan')
    unsupported('LIMIT without ORDER BY gives other rows each time.', 'Add ORDER BY.');
}

export function limitClause({ limit, offset }: LimitOffsetScan, emit: Emit): string {
  return ` LIMIT ${emit.expression(limit)}${offset ? ` OFFSET ${emit.expression(offset)}` : ''}`;
}

const SET_OPERATORS = {
  UNION_ALL: 'UNION ALL',
  UNION_DISTINCT: 'UNION',
  INTERSECT_ALL: 'INTERSECT ALL',
  INTERSECT_DISTINCT: 'INTERSECT',
  EXCEPT_ALL: 'EXCEPT ALL',
  EXCEPT_DISTINCT: 'EXCEPT',
} as const;

function emitSetOperation(
  { opType = 'UNION_ALL', inputItemList, columnList }: SetOperationScan,
  emit: Emit,
): string {
  if (opType !== 'UNION_ALL')
    for (const { type } of columnList) refuseToCompare(type, `${SET_OPERATORS[opType]} of`);
  const items = inputItemList.map((item) => setItem(item, columnList, emit));
  return items.reduce((left, right) => `(${left}) ${SET_OPERATORS[opType]} (${right})`);
}

function setItem(
  { scan, outputColumnList }: SetOperationItem,
  columns: readonly Column[],
  emit: Emit,
): string {
  return `SELECT ${renamed(outputColumnList, columns)} FROM ${from(scan, emit)}`;
}

/** The columns of one scan under the names of another's, by position. */
function renamed(source: readonly Column[], target: readonly Column[]): string {
  const columns = target.map((column, i) => `${columnName(source[i] ?? column)} AS ${columnName(column)}`);
  return columns.join(', ') || '1 AS one';
}

/** `WITH a AS (…), b AS (…)`, without the query that uses them. */
export function withClause({ withEntryList, recursive }: WithScan, emit: Emit): string {
  const queries = withEntryList.map(({ withQueryName, withSubquery }) => {
    const outer = emit.scope.recursion;
    if (withSubquery.kind === 'RecursiveScan')
      emit.scope.recursion = { name: withQueryName, columns: withSubquery.columnList };
    emit.scope.withQueries.set(withQueryName, withSubquery.columnList);
    const query = `${quoteName(withQueryName)} AS (${emit.scan(withSubquery)})`;
    emit.scope.recursion = outer;
    return query;
  });
  return `WITH ${recursive ? 'RECURSIVE ' : ''}${queries.join(', ')}`;
}

function emitWithRef({ withQueryName, columnList }: WithRefScan, emit: Emit): string {
  const source = emit.scope.withQueries.get(withQueryName) ?? [];
  return `SELECT ${renamed(source, columnList)} FROM ${quoteName(withQueryName)}`;
}

function emitRecursion(scan: RecursiveScan, emit: Emit): string {
  const operator = scan.opType === 'UNION_DISTINCT' ? 'UNION' : 'UNION ALL';
  const first = setItem(scan.nonRecursiveTerm, scan.columnList, emit);
  return `${first} ${operator} ${setItem(scan.recursiveTerm, scan.columnList, emit)}`;
}

function emitRecursiveRef({ columnList }: RecursiveRefScan, emit: Emit): string {
  const { recursion } = emit.scope;
  if (!recursion) return defect('a recursive reference outside of its WITH RECURSIVE');
  return `SELECT ${renamed(recursion.columns, columnList)} FROM ${quoteName(recursion.name)}`;
}
