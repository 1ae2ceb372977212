/** CAST and SAFE_CAST: which pairs of types, and by what SQL. */
import { unsupported } from '../refusal';
import { duckType, printType, remedyFor, type SqlType } from '../types';
import { bindOnce } from './sharing';

type Convert = (sql: string) => string;

const as =
  (type: string): Convert =>
  (sql) =>
    `CAST(${sql} AS ${type})`;
const macro =
  (name: string): Convert =>
  (sql) =>
    `${name}(${sql})`;
const civil = macro('bq_utc');
const instant = macro('bq_of_utc');
const midnight: Convert = as('TIMESTAMP');

/** Conversions that cannot fail. */
const TOTAL: Readonly<Record<string, Convert>> = {
  'INT64>FLOAT64': as('DOUBLE'),
  'INT64>NUMERIC': as('DECIMAL(38,9)'),
  'INT64>STRING': as('VARCHAR'),
  'INT64>BOOL': (sql) => `(${sql} <> 0)`,
  'BOOL>INT64': as('BIGINT'),
  'BOOL>STRING': as('VARCHAR'),
  // By way of text, since DuckDB converts DECIMAL to DOUBLE with a rounding error.
  'NUMERIC>FLOAT64': (sql) => `CAST(CAST(${sql} AS VARCHAR) AS DOUBLE)`,
  'NUMERIC>STRING': macro('bq_n2s'),
  'FLOAT64>STRING': macro('bq_f2s'),
  'STRING>BYTES': macro('encode'),
  'DATE>STRING': as('VARCHAR'),
  'DATE>DATETIME': midnight,
  'DATE>TIMESTAMP': (sql) => instant(midnight(sql)),
  'DATETIME>DATE': as('DATE'),
  'DATETIME>TIME': as('TIME'),
  'DATETIME>STRING': macro('bq_dt2s'),
  'DATETIME>TIMESTAMP': instant,
  'TIMESTAMP>DATE': (sql) => `CAST(${civil(sql)} AS DATE)`,
  'TIMESTAMP>TIME': (sql) => `CAST(${civil(sql)} AS TIME)`,
  'TIMESTAMP>DATETIME': civil,
  'TIMESTAMP>STRING': macro('bq_ts2s'),
};

/** Conversions that give NULL where the value does not convert. */
const PARTIAL: Readonly<Record<string, Convert>> = {
  'STRING>INT64': macro('bq_s2i'),
  'STRING>FLOAT64': macro('bq_s2f'),
  'STRING>NUMERIC': macro('bq_s2n'),
  'STRING>BOOL': macro('bq_s2b'),
  'STRING>DATE': macro('bq_s2d'),
  'STRING>DATETIME': macro('bq_s2dt'),
  'STRING>TIMESTAMP': macro('bq_s2ts'),
  'FLOAT64>INT64': macro('bq_f2i'),
  'FLOAT64>NUMERIC': macro('bq_f2n'),
  'NUMERIC>INT64': macro('bq_n2i'),
};

/** @throws {Unsupported} for pairs of types that are not proven equal. */
export function castSql(sql: string, from: SqlType, to: SqlType, safe: boolean): string {
  if (from.kind === to.kind && from.kind !== 'ARRAY' && from.kind !== 'STRUCT') return sql;
  if (from.kind === 'ARRAY' || from.kind === 'STRUCT') return castShape(sql, from, to);
  const pair = `${from.kind}>${to.kind}`;
  const total = TOTAL[pair];
  if (total) return bindOnce([sql], ([x = sql]) => total(x));
  const partial = PARTIAL[pair];
  if (!partial) return refusePair(from, to);
  return bindOnce([sql], ([x = sql]) =>
    safe ? partial(x) : `bq_must(${x}, ${partial(x)}, 'Bad cast to ${to.kind}')`,
  );
}

/** ARRAY and STRUCT change names of fields only. */
function castShape(sql: string, from: SqlType, to: SqlType): string {
  const elementsAgree = duckType(withoutNames(from)) === duckType(withoutNames(to));
  if (!elementsAgree) return refusePair(from, to);
  if (duckType(from) === duckType(to)) return sql;
  return unsupported(
    `A cast that renames fields of ${printType(from)} is not supported.`,
    'Build it with STRUCT(x AS name).',
  );
}

function refusePair(from: SqlType, to: SqlType): never {
  const shape = from.kind === 'ARRAY' || from.kind === 'STRUCT';
  return unsupported(
    `A cast from ${printType(from)} to ${printType(to)} is not supported.`,
    shape
      ? 'Cast its elements or fields one by one: ARRAY(SELECT CAST(e AS …) FROM UNNEST(x) AS e), STRUCT(CAST(x.a AS …) AS a).'
      : (WAYS[`${from.kind}>${to.kind}`] ?? `${remedyFor(to.kind)} Or cast to STRING in between.`),
  );
}

/** Ways around pairs that have no cast here. */
const WAYS: Readonly<Record<string, string>> = {
  'BYTES>STRING': 'Use TO_HEX(x) or TO_BASE64(x), or keep the text as STRING.',
  'TIME>STRING': "Use FORMAT_DATETIME('%H:%M:%S', …) of a DATETIME.",
  'STRING>TIME': 'Cast to DATETIME: the TIME with a date before it.',
  'FLOAT64>BIGNUMERIC': 'Use NUMERIC (38 digits, 9 of them after the point) or STRING.',
};

function withoutNames(type: SqlType): SqlType {
  if (type.kind === 'ARRAY') return { kind: 'ARRAY', element: withoutNames(type.element) };
  if (type.kind !== 'STRUCT') return type;
  return {
    kind: 'STRUCT',
    fields: type.fields.map((field) => ({ name: '', type: withoutNames(field.type) })),
  };
}
