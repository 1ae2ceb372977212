/** Statements that change rows. The target is `t`, the source `s`. */
import type { Expr, TableScan } from '../analyzer/resolved';
import type {
  DeleteStmt,
  DmlValue,
  InsertStmt,
  MergeStmt,
  MergeWhen,
  TruncateStmt,
  UpdateItem,
  UpdateStmt,
} from '../analyzer/statements';
import { unsupported } from '../refusal';
import { quoteName } from '../types';
import { type Emit, tableSql } from './emit';
import { emitStored } from './output';

export function emitInsert(statement: InsertStmt, emit: Emit): readonly string[] {
  refuseClauses(statement);
  if (statement.insertMode && statement.insertMode !== 'OR_ERROR')
    unsupported(`INSERT ${statement.insertMode} is not supported.`, 'Use MERGE.');
  const columns = statement.insertColumnList.map(({ name }) => quoteName(name)).join(', ');
  const rows = statement.query
    ? emitStored(
        statement.query,
        statement.queryOutputColumnList.map((column) => ({ name: column.name, column })),
        emit,
      )
    : `VALUES ${statement.rowList.map(({ valueList }) => `(${values(valueList, emit)})`).join(', ')}`;
  return [`INSERT INTO ${tableSql(statement.tableScan.table.name)} (${columns}) ${rows}`];
}

export function emitDelete(statement: DeleteStmt, emit: Emit): readonly string[] {
  refuseClauses(statement);
  return [`DELETE FROM ${target(statement.tableScan, emit)} WHERE ${emit.expression(statement.whereExpr)}`];
}

export function emitTruncate({ tableScan, whereExpr }: TruncateStmt): readonly string[] {
  if (whereExpr) unsupported('TRUNCATE with WHERE is not supported.', 'Use DELETE.');
  return [`DELETE FROM ${tableSql(tableScan.table.name)}`];
}

export function emitUpdate(statement: UpdateStmt, emit: Emit): readonly string[] {
  refuseClauses(statement);
  const table = target(statement.tableScan, emit);
  const where = emit.expression(statement.whereExpr);
  const source = statement.fromScan ? `(${emit.scan(statement.fromScan)}) AS s` : undefined;
  const update = `UPDATE ${table} SET ${assignments(statement.updateItemList, emit)}${source ? ` FROM ${source}` : ''} WHERE ${where}`;
  return source ? [matchAtMostOnce(table, source, where), update] : [update];
}

export function emitMerge(statement: MergeStmt, emit: Emit): readonly string[] {
  const table = target(statement.tableScan, emit);
  const source = `(${emit.scan(statement.fromScan)}) AS s`;
  const on = emit.expression(statement.mergeExpr);
  const clauses = statement.whenClauseList.map((when) => whenClause(when, emit)).join(' ');
  return [matchAtMostOnce(table, source, on), `MERGE INTO ${table} USING ${source} ON ${on} ${clauses}`];
}

interface Clauses {
  readonly returning?: object;
  readonly assertRowsModified?: object;
}

function refuseClauses({ returning, assertRowsModified }: Clauses): void {
  if (returning) unsupported('THEN RETURN is not supported.', 'Query the table afterwards.');
  if (assertRowsModified) unsupported('ASSERT_ROWS_MODIFIED is not supported.', 'Use ASSERT.');
}

/** The target table as `t`, and its columns as `t."name"` from here on. */
function target({ table, columnList }: TableScan, emit: Emit): string {
  for (const { id, name } of columnList) emit.scope.bound.set(id, `t.${quoteName(name)}`);
  return `${tableSql(table.name)} AS t`;
}

/** BigQuery fails when a row matches several; DuckDB keeps the last. */
function matchAtMostOnce(table: string, source: string, on: string): string {
  const message = 'UPDATE/MERGE must match at most one source row for each target row';
  const twice = `SELECT 1 FROM ${table} JOIN ${source} ON ${on} GROUP BY t.rowid HAVING count(*) > 1`;
  return `SELECT CASE WHEN count(*) > 0 THEN error('${message}') END FROM (${twice})`;
}

function assignments(items: readonly UpdateItem[], emit: Emit): string {
  return items.map((item) => assignment(item, emit)).join(', ');
}

function assignment(
  { target: to, setValue, elementColumn, arrayUpdateList }: UpdateItem,
  emit: Emit,
): string {
  if (elementColumn || arrayUpdateList.length > 0 || !setValue || to.kind !== 'ColumnRef')
    return unsupported('UPDATE of a part of a column is not supported.', 'Assign the whole column.');
  return `${quoteName(to.column.name)} = ${emit.expression(setValue.value)}`;
}

function values(list: readonly DmlValue[], emit: Emit): string {
  return list.map(({ value }) => emit.expression(value)).join(', ');
}

const MATCHES = {
  MATCHED: 'MATCHED',
  NOT_MATCHED_BY_SOURCE: 'NOT MATCHED BY SOURCE',
  NOT_MATCHED_BY_TARGET: 'NOT MATCHED BY TARGET',
} as const;

function whenClause(when: MergeWhen, emit: Emit): string {
  return `WHEN ${MATCHES[when.matchType ?? 'MATCHED']}${condition(when.matchExpr, emit)} THEN ${action(when, emit)}`;
}

function condition(expr: Expr | undefined, emit: Emit): string {
  return expr ? ` AND ${emit.expression(expr)}` : '';
}

function action({ actionType, updateItemList, insertColumnList, insertRow }: MergeWhen, emit: Emit): string {
  if (actionType === 'DELETE') return 'DELETE';
  if (actionType === 'UPDATE') return `UPDATE SET ${assignments(updateItemList, emit)}`;
  const columns = insertColumnList.map(({ name }) => quoteName(name)).join(', ');
  return `INSERT (${columns}) VALUES (${values(insertRow?.valueList ?? [], emit)})`;
}
