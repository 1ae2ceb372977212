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
    distance: (item) => distanceItem(item, emit),
    ordering: (items) => items.map((item) => orderItem(item, emit)).join(', '),
  };
  return emit;
}

/** GoogleSQL: NULL is the smallest value, then NaN. DuckDB: NULL is last, whichever the direction, NaN the greatest. */
function orderItem(item: OrderByItem, emit: Emit): string {
  refuseToCompare(item.columnRef.type, 'ORDER BY of');
  if (item.collationName)
    unsupported('COLLATE is not supported.', 'Order by LOWER(x), or NORMALIZE(LOWER(x)).');
  const value = emit.expression(item.columnRef);
  const key = `${value} ${direction(item)}`;
  if (item.columnRef.type.kind !== 'FLOAT64') return key;
  return `isnan(${value}) ${item.isDescending ? 'ASC' : 'DESC'} ${nulls(item)}, ${key}`;
}

/** DuckDB measures from one key only, so that there is no second one to put NaN in its place. */
function distanceItem(item: OrderByItem, emit: Emit): string {
  const value = emit.expression(item.columnRef);
  if (item.columnRef.type.kind !== 'FLOAT64') return orderItem(item, emit);
  const number = `CASE WHEN isnan(${value}) THEN bq_refuse('a RANGE frame over NaN') ELSE ${value} END`;
  return `${number} ${direction(item)}`;
}

function direction(item: OrderByItem): string {
  return `${item.isDescending ? 'DESC' : 'ASC'} ${nulls(item)}`;
}

function nulls({ isDescending, nullOrder }: OrderByItem): string {
  const first = nullOrder === 'NULLS_FIRST' || (nullOrder !== 'NULLS_LAST' && !isDescending);
  return `NULLS ${first ? 'FIRST' : 'LAST'}`;
}
