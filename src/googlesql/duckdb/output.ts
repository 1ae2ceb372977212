/** The outermost SELECT of a query: columns get their own names back, and ORDER BY and LIMIT stay outermost. */
import type { Scan } from '../analyzer/resolved';
import { type OutputColumn, outputName } from '../analyzer/statements';
import { quoteName } from '../types';
import { columnName, type Emit } from './emit';
import { limitClause, refuseUnorderedLimit, withClause } from './scans';

/** For rows that are stored: {@link emitOutput}, unless chance decides which. */
export function emitStored(query: Scan, columns: readonly OutputColumn[], emit: Emit): string {
  const scan = withoutEmptyProject(query);
  refuseUnorderedLimit(scan.kind === 'WithScan' ? scan.query : scan);
  return emitOutput(query, columns, emit);
}

export function emitOutput(query: Scan, columns: readonly OutputColumn[], emit: Emit): string {
  const scan = withoutEmptyProject(query);
  if (scan.kind === 'WithScan') return `${withClause(scan, emit)} ${emitOutput(scan.query, columns, emit)}`;
  if (scan.kind === 'LimitOffsetScan')
    return ordered(scan.inputScan, columns, emit) + limitClause(scan, emit);
  return ordered(scan, columns, emit);
}

function ordered(scan: Scan, columns: readonly OutputColumn[], emit: Emit): string {
  const inner = scan.kind === 'OrderByScan' ? scan.inputScan : scan;
  const tail = scan.kind === 'OrderByScan' ? ` ORDER BY ${emit.ordering(scan.orderByItemList)}` : '';
  return `SELECT ${columns.map(outputColumn).join(', ')} FROM (${emit.scan(inner)})${tail}`;
}

function outputColumn({ name, column }: OutputColumn, index: number): string {
  return `${columnName(column)} AS ${quoteName(outputName(name, index))}`;
}

/** A projection that computes nothing would hide the order of its input. */
function withoutEmptyProject(scan: Scan): Scan {
  const hides = scan.kind === 'ProjectScan' && scan.exprList.length === 0;
  return hides && /^(LimitOffset|OrderBy)Scan$/.test(scan.inputScan.kind) ? scan.inputScan : scan;
}
