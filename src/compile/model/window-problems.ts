import type { Compiled } from '../../googlesql';
import type { ModelFile } from '../project/types';
import type { ModelProblems } from './problems';
import { readsOf } from './reads';
import type { Upstream } from './upstream';

const BOUNDS = ['start_date', 'end_date'];

/**
 * Every read of a table with partitions says which of them it wants: a read that does not would see all days, and
 * the day that is made would not be made again when one of those changes.
 */
export function findWindowProblems(
  file: ModelFile,
  { reads }: Compiled,
  upstream: Upstream,
  problems: ModelProblems,
): void {
  if (file.as !== 'incremental') return;
  for (const table of new Set(reads.map((read) => read.table))) {
    const column = partitionOf(table, upstream);
    if (column === undefined) continue;
    const own = reads.filter((read) => read.table === table);
    const places = readsOf(file).filter((read) => read.table === table && read.by === 'query');
    for (const [index, { compared }] of own.entries()) {
      const missing = BOUNDS.filter((bound) => !compared[column]?.includes(bound));
      if (missing.length === 0) continue;
      // Where each mention is one read they come in the same order; otherwise the first one stands for all.
      const place = (places.length === own.length ? places[index] : places[0])?.place ?? file.sqlPlace;
      const which = own.length > 1 ? ` (read ${index + 1} of ${own.length} of this table)` : '';
      problems.add(
        'window',
        place,
        `the query reads ${table} without comparing its ${column} with ${missing.map((bound) => `@${bound}`).join(' and ')}${which}.`,
        `Filter this read, too: WHERE ${column} >= @start_date AND ${column} < @end_date; lookback_days: { ${table}: N } and DATE_SUB(@start_date, INTERVAL N DAY) reach further back.`,
      );
    }
  }
}

function partitionOf(table: string, { sources, models }: Upstream): string | undefined {
  if (sources.has(table)) return '_event_date';
  const model = models.get(table);
  return model?.as === 'incremental' ? model.partitionBy : undefined;
}
