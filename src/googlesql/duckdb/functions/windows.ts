/** Functions that exist only over a window; aggregates over a window are in `aggregates.ts`. */
import type { Aggregate, AggregateCall } from './call';
import type { AggregateEntries, Entry } from './entry';

type WindowEntry = Entry<AggregateCall, Aggregate>;

function entry(differs: string, sql: (c: AggregateCall) => string): WindowEntry {
  return { differs, sql: (c) => ({ calls: [sql(c)] }) };
}

function same(name: string): WindowEntry {
  return entry('', (c) => `${name}(${c.args.join(', ')})`);
}

function withNulls(name: string): WindowEntry {
  return entry('', (c) => `${name}(${c.args.join(', ')}${c.ignoreNulls ? ' IGNORE NULLS' : ''})`);
}

export const WINDOWS: AggregateEntries = {
  row_number: same('row_number'),
  rank: same('rank'),
  dense_rank: same('dense_rank'),
  percent_rank: same('percent_rank'),
  cume_dist: same('cume_dist'),
  ntile: same('ntile'),
  lag: same('lag'),
  lead: same('lead'),
  first_value: withNulls('first_value'),
  last_value: withNulls('last_value'),
  nth_value: withNulls('nth_value'),
  percentile_cont: entry('', (c) => {
    // Of NUMERIC BigQuery gives NUMERIC; this analyzer knows FLOAT64 only.
    if (c.converted(0, 'NUMERIC')) return c.refuse('of NUMERIC is not supported', 'CAST it to FLOAT64');
    if (c.kind(0) !== 'FLOAT64') return c.refuse(`of ${c.kind(0)} is not supported`, 'CAST it to FLOAT64');
    return percentile(c, 'quantile_cont');
  }),
  percentile_disc: entry('', (c) => percentile(c, 'quantile_disc')),
};

/** The share must be a literal in both; DuckDB wants the bare number. */
function percentile(c: AggregateCall, name: string): string {
  if (c.respectNulls)
    return c.refuse('with RESPECT NULLS is not supported', 'Replace NULL with IFNULL(x, …), or leave it out');
  const share = c.literal(1);
  return `${name}(${c.arg(0)}, ${String(share)})`;
}
