/** Aggregates. Where the order of rows would decide, an ORDER BY is required. */
import type { Aggregate, AggregateCall } from './call';
import type { AggregateEntries, Entry } from './entry';

type AggregateEntry = Entry<AggregateCall, Aggregate>;

function entry(differs: string, sql: (c: AggregateCall) => Aggregate): AggregateEntry {
  return { differs, sql };
}

function one(call: string): Aggregate {
  return { calls: [call] };
}

export const AGGREGATES: AggregateEntries = {
  $count_star: entry('', () => one('count(*)')),
  count: entry('', (c) => one(`count(${c.distinct}${c.arg(0)})`)),
  countif: entry('DuckDB has count_if without DISTINCT', (c) =>
    c.distinct
      ? c.refuse('with DISTINCT is not supported', 'Use COUNT(DISTINCT IF(condition, x, NULL))')
      : { calls: ['count(*)'], where: c.arg(0) },
  ),
  sum: entry('INT64 in, INT64 out and an error on overflow; DuckDB widens to HUGEINT', (c) => ({
    calls: [`sum(${c.distinct}${c.arg(0)})`],
    combine: (sum = '') => `CAST(${sum} AS ${c.resultType})`,
  })),
  avg: entry('NUMERIC exact; DuckDB gives DOUBLE', average),
  min: entry('NaN if any value is; DuckDB takes NaN for the greatest', minimum),
  max: entry('', (c) => one(`max(${comparable(c).arg(0)})`)),
  logical_or: entry('DuckDB calls it bool_or', (c) => one(`bool_or(${c.arg(0)})`)),
  logical_and: entry('DuckDB calls it bool_and', (c) => one(`bool_and(${c.arg(0)})`)),
  bit_and: entry('', (c) => one(`bit_and(${c.arg(0)})`)),
  bit_or: entry('', (c) => one(`bit_or(${c.arg(0)})`)),
  bit_xor: entry('', (c) => one(`bit_xor(${c.distinct}${c.arg(0)})`)),
  stddev_pop: statistic('stddev_pop'),
  stddev_samp: statistic('stddev_samp'),
  var_pop: statistic('var_pop'),
  var_samp: statistic('var_samp'),
  covar_pop: statistic('covar_pop'),
  covar_samp: statistic('covar_samp'),
  any_value: entry('any value; here an error unless all are the same', anyValue),
  max_by: entry('any value of those at the greatest; here the greatest of them', (c) =>
    extreme(c, 'MAX', c.arg(1)),
  ),
  min_by: entry('any value of those at the least; here the greatest of them', (c) =>
    extreme(c, 'MIN', c.arg(1)),
  ),
  approx_count_distinct: entry('an estimate; here exact', (c) =>
    one(`count(DISTINCT ${comparable(c).arg(0)})`),
  ),
  approx_quantiles: entry('an estimate; here exact', approximateQuantiles),
  array_concat_agg: entry('NULL arrays are skipped', (c) => ({
    calls: [`list(${ordered(c).arg(0)}${c.order})`],
    where: `${c.arg(0)} IS NOT NULL`,
    combine: (lists = '') => `flatten(${lists})`,
  })),
  array_agg: entry('an error on NULL elements in the result; LIMIT inside', arrayAgg),
  string_agg: entry('NULL elements are skipped in both', (c) => {
    if (c.limit)
      return c.refuse(
        'with LIMIT is not supported',
        'Use ARRAY_TO_STRING(ARRAY_AGG(… ORDER BY … LIMIT n), …)',
      );
    if (c.kind(0) !== 'STRING')
      return c.refuse(`of ${c.kind(0)} is not supported`, 'Use STRING_AGG(TO_HEX(x), … ORDER BY …)');
    return one(`string_agg(${c.distinct}${ordered(c).arg(0)}, ${c.has(1) ? c.arg(1) : "','"}${c.order})`);
  }),
};

function comparable(c: AggregateCall): AggregateCall {
  return c.kind(0) === 'STRUCT' || c.kind(0) === 'ARRAY'
    ? c.refuse(`of ${c.kind(0)} is not supported`, 'Aggregate a field of it, or TO_JSON_STRING of it')
    : c;
}

function minimum(c: AggregateCall): Aggregate {
  const least = `min(${comparable(c).arg(0)})`;
  if (c.kind(0) !== 'FLOAT64') return one(least);
  return {
    calls: [least, `bool_or(isnan(${c.arg(0)}))`],
    combine: (min = '', anyNaN = '') => `CASE WHEN ${anyNaN} THEN CAST('nan' AS DOUBLE) ELSE ${min} END`,
  };
}

function anyValue(c: AggregateCall): Aggregate {
  if (c.having) return extreme(c, c.having.which, c.having.sql);
  const value = comparable(c).arg(0);
  return {
    calls: [`min(${value})`, `max(${value})`, `count(${value})`, 'count(*)'],
    combine: (min = '', max = '', values = '', rows = '') =>
      `CASE WHEN ${values} = 0 THEN NULL WHEN ${values} <> ${rows} OR ${min} <> ${max} ` +
      `THEN bq_refuse('ANY_VALUE of different values; use MIN, MAX or MAX_BY') ELSE ${min} END`,
  };
}

/** Among equals the greatest value wins, so that a run can be repeated. */
function extreme(c: AggregateCall, which: 'MIN' | 'MAX', by: string): Aggregate {
  const value = comparable(c).arg(0);
  const direction = which === 'MAX' ? 'DESC' : 'ASC';
  return {
    calls: [`first(${value} ORDER BY ${by} ${direction}, ${value} DESC NULLS LAST)`],
    where: `${by} IS NOT NULL`,
  };
}

function approximateQuantiles(c: AggregateCall): Aggregate {
  if (c.distinct || c.order)
    return c.refuse('with DISTINCT is not supported', 'SELECT DISTINCT in a subquery first');
  const buckets = c.integer(1);
  const shares = Array.from({ length: buckets + 1 }, (_, i) => i / buckets);
  return one(`quantile_disc(${comparable(c).arg(0)}, [${shares.join(', ')}])`);
}

function average(c: AggregateCall): Aggregate {
  if (c.kind(0) !== 'NUMERIC') return one(`avg(${c.distinct}${c.arg(0)})`);
  return {
    calls: [`sum(${c.distinct}${c.arg(0)})`, `count(${c.distinct}${c.arg(0)})`],
    combine: (sum = '', count = '') => `bq_average_n(${sum}, ${count})`,
  };
}

function statistic(name: string): AggregateEntry {
  return entry('', (c) =>
    c.distinct
      ? c.refuse('with DISTINCT is not supported', 'SELECT DISTINCT in a subquery first')
      : one(`${name}(${c.args.join(', ')})`),
  );
}

function arrayAgg(c: AggregateCall): Aggregate {
  const { limit } = c;
  return {
    calls: [`list(${c.distinct}${ordered(c).arg(0)}${c.order})`],
    where: c.ignoreNulls ? `${c.arg(0)} IS NOT NULL` : undefined,
    combine: (list = '') => (limit ? `(${list})[1:${limit}]` : list),
  };
}

function ordered(c: AggregateCall): AggregateCall {
  const settled = c.order || c.windowOrdered;
  return settled
    ? c
    : c.refuse('without ORDER BY gives another order each time', 'Add ORDER BY inside the call');
}
