/** Window functions: partition, order, frame. */
import type { WindowFrame, WindowFrameExpr, WindowGroup } from '../analyzer/resolved';
import { defect } from '../refusal';
import { emitAnalyticCall } from './aggregates';
import { type Emit, refuseToCompare } from './emit';

/** Pairs of column number and SQL, one for each function over this window. */
export function emitWindow(group: WindowGroup, emit: Emit): (readonly [number, string])[] {
  return group.analyticFunctionList.map(({ column, expr }) => {
    if (expr.kind !== 'AnalyticFunctionCall') return defect(`${expr.kind} over a window`);
    const { windowFrame } = expr;
    const parts = [partition(group, emit), order(group, windowFrame, emit), frame(windowFrame, emit)];
    const over = parts.filter(Boolean).join(' ');
    return [column.id, emitAnalyticCall(expr, over, emit)] as const;
  });
}

function partition({ partitionBy }: WindowGroup, emit: Emit): string {
  const columns = partitionBy?.partitionByList ?? [];
  for (const { type } of columns) refuseToCompare(type, 'PARTITION BY of');
  return columns.length > 0
    ? `PARTITION BY ${columns.map((column) => emit.expression(column)).join(', ')}`
    : '';
}

function order({ orderBy }: WindowGroup, windowFrame: WindowFrame | undefined, emit: Emit): string {
  const items = orderBy?.orderByItemList ?? [];
  if (items.length === 0) return '';
  const distances = windowFrame?.frameUnit === 'RANGE' && hasOffset(windowFrame);
  return `ORDER BY ${items.map((item) => (distances ? emit.distance(item) : emit.ordering([item]))).join(', ')}`;
}

function hasOffset({ startExpr, endExpr }: WindowFrame): boolean {
  return startExpr.expression !== undefined || endExpr.expression !== undefined;
}

function frame(windowFrame: WindowFrame | undefined, emit: Emit): string {
  if (!windowFrame) return '';
  const { frameUnit = 'ROWS', startExpr, endExpr } = windowFrame;
  return `${frameUnit} BETWEEN ${bound(startExpr, emit)} AND ${bound(endExpr, emit)}`;
}

function bound({ boundaryType, expression }: WindowFrameExpr, emit: Emit): string {
  const words = (boundaryType ?? 'UNBOUNDED_PRECEDING').replace('OFFSET_', '').replace('_', ' ');
  return expression ? `${emit.expression(expression)} ${words}` : words;
}
