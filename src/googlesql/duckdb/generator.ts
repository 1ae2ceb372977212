/** Ties the visitors together: one emitter for each statement. */
import type { OrderByItem } from '../analyzer/resolved';
import { unsupported } from '../refusal';
import { type Emit, type FunctionBody, refuseToCompare } from './emit';
import { emitExpression } from './expressions';
import { emitScan } from './scans';

export function createEmit(lists: ReadonlySet<string>, functions: ReadonlyMap<string, FunctionBody>): Emit {
  const emit: Emit = {
    scope: { bound: new Map(), withQueries: new Map(), lists, functions },
    expression: (expr) => emitExpression(expr, emit),
    scan: (scan) => emitScan(scan, emit),
    ordering: (items) => items.map((item) => orderItem(item, emit)).join(', '),
  };
  return emit;
}

/**
 * GoogleSQL: NULL is the smallest value, then NaN. DuckDB: NULL is last, whichever the direction, and NaN the greatest.
 */
function orderItem({ columnRef, isDescending, nullOrder, collationName }: OrderByItem, emit: Emit): string {
  refuseToCompare(columnRef.type, 'ORDER BY of');
  if (collationName)
    unsupported('COLLATE is not supported.', 'Order by LOWER(x) or NORMALIZE_AND_CASEFOLD(x).');
  const nullsFirst = nullOrder === 'NULLS_FIRST' || (nullOrder !== 'NULLS_LAST' && !isDescending);
  const direction = isDescending ? 'DESC' : 'ASC';
  const nulls = `NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
  const value = emit.expression(columnRef);
  const key = `${value} ${direction} ${nulls}`;
  if (columnRef.type.kind !== 'FLOAT64') return key;
  return `isnan(${value}) ${isDescending ? 'ASC' : 'DESC'} ${nulls}, ${key}`;
}
