/** Aggregate calls, with and without OVER: the entry says what to call, this puts the clauses around it. */
import type { AnalyticFunctionCall, Expr } from '../analyzer/resolved';
import { defect, located } from '../refusal';
import type { Emit } from './emit';
import { aggregateFunction, windowFunction } from './functions';
import { type Aggregate, AggregateCall } from './functions/call';

export function emitAggregate(expr: Expr, emit: Emit): string {
  if (expr.kind !== 'AggregateFunctionCall') return defect(`${expr.kind} as an aggregate`);
  return located(expr.at, () =>
    assemble(aggregateFunction(expr.function.name)(new AggregateCall(expr, emit)), ''),
  );
}

export function emitAnalyticCall(expr: AnalyticFunctionCall, over: string, emit: Emit): string {
  return located(expr.at, () =>
    assemble(
      windowFunction(expr.function.name)(new AggregateCall(expr, emit, over.includes('ORDER BY'))),
      ` OVER (${over})`,
    ),
  );
}

/** `count(*) FILTER (WHERE …) OVER (…)`; the clauses belong to each call the entry makes. */
function assemble({ calls, where, combine }: Aggregate, over: string): string {
  const filter = where ? ` FILTER (WHERE ${where})` : '';
  const complete = calls.map((call) => `${call}${filter}${over}`);
  return combine ? combine(...complete) : (complete[0] ?? '');
}
