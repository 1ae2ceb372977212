/** GROUP BY: keys, aggregates, grouping sets. */
import type { AggregateScan, ColumnRef, GroupingColumns, GroupingSet } from '../analyzer/resolved';
import { defect } from '../refusal';
import { emitAggregate } from './aggregates';
import { columnName, type Emit, refuseToCompare } from './emit';

export function emitAggregateScan(scan: AggregateScan, emit: Emit): string {
  for (const { column } of scan.groupByList) refuseToCompare(column.type, 'GROUP BY of');
  const keys = new Map(scan.groupByList.map(({ column, expr }) => [column.id, emit.expression(expr)]));
  const aggregates = scan.aggregateList.map(
    ({ column, expr }) => [column.id, emitAggregate(expr, emit)] as const,
  );
  const calls = scan.groupingCallList.map(
    (call) => [call.outputColumn.id, groupingCall(call.groupByColumn, keys)] as const,
  );
  const computed = new Map([...keys, ...aggregates, ...calls]);
  const list = scan.columnList.map(
    (column) => `${computed.get(column.id) ?? columnName(column)} AS ${columnName(column)}`,
  );
  return `SELECT ${list.join(', ') || '1 AS one'} FROM (${emit.scan(scan.inputScan)})${groupBy(scan, keys)}`;
}

type Keys = ReadonlyMap<number, string>;

function groupBy(scan: AggregateScan, keys: Keys): string {
  if (scan.groupingSetList.length > 0) {
    const sets = scan.groupingSetList.map((set) => groupingSet(set, keys));
    return ` GROUP BY GROUPING SETS (${sets.join(', ')})`;
  }
  return keys.size > 0 ? ` GROUP BY ${[...keys.values()].join(', ')}` : '';
}

function groupingSet(set: GroupingSet, keys: Keys): string {
  if (set.kind === 'Rollup') return `ROLLUP (${multiColumns(set.rollupColumnList, keys)})`;
  if (set.kind === 'Cube') return `CUBE (${multiColumns(set.cubeColumnList, keys)})`;
  return `(${set.groupByColumnList.map((ref) => keySql(ref, keys)).join(', ')})`;
}

function multiColumns(items: readonly GroupingColumns[], keys: Keys): string {
  return items
    .map(({ columnList }) => `(${columnList.map((ref) => keySql(ref, keys)).join(', ')})`)
    .join(', ');
}

function keySql({ column }: ColumnRef, keys: Keys): string {
  return keys.get(column.id) ?? defect(`GROUPING SETS over ${column.name}, which is no key`);
}

function groupingCall(key: ColumnRef, keys: Keys): string {
  return `CAST(grouping(${keySql(key, keys)}) AS BIGINT)`;
}
