/** Functions that BigQuery has and we refuse, with the reason and what to write instead. */
export interface RefusedFunction {
  readonly reason: string;
  readonly remedy: string;
}

const EACH_TIME = 'gives another answer each time, so a run could not be repeated';
const UNSUPPORTED = 'is not supported';
const PASS_IT = 'Pass the value as a parameter.';

export const REFUSED: Readonly<Record<string, RefusedFunction>> = {
  current_date: { reason: EACH_TIME, remedy: 'Use @start_date or @end_date, or pass a parameter.' },
  current_datetime: { reason: EACH_TIME, remedy: PASS_IT },
  current_time: { reason: EACH_TIME, remedy: PASS_IT },
  current_timestamp: { reason: EACH_TIME, remedy: PASS_IT },
  rand: { reason: EACH_TIME, remedy: 'Use FARM_FINGERPRINT of a key.' },
  generate_uuid: { reason: EACH_TIME, remedy: 'Use TO_HEX(SHA256(…)) of a key.' },
  session_user: { reason: 'has no meaning without a BigQuery session', remedy: PASS_IT },
  corr: {
    reason: 'differs in the last digits',
    remedy: 'Use COVAR_POP(x, y) / (STDDEV_POP(x) * STDDEV_POP(y)).',
  },
  normalize_and_casefold: { reason: UNSUPPORTED, remedy: 'Use LOWER(NORMALIZE(x)).' },
  contains_substr: { reason: UNSUPPORTED, remedy: 'Use STRPOS(LOWER(x), LOWER(y)) > 0.' },
  approx_top_count: { reason: UNSUPPORTED, remedy: 'Use COUNT(*) … GROUP BY … ORDER BY … LIMIT.' },
  approx_top_sum: { reason: UNSUPPORTED, remedy: 'Use SUM(x) … GROUP BY … ORDER BY … LIMIT.' },
  range_bucket: { reason: UNSUPPORTED, remedy: 'Use CASE WHEN x < a THEN 0 WHEN x < b THEN 1 … END.' },
  safe_convert_bytes_to_string: { reason: UNSUPPORTED, remedy: 'Keep text as STRING.' },
  sha512: { reason: UNSUPPORTED, remedy: 'Use SHA256.' },
  flatten: { reason: UNSUPPORTED, remedy: 'Use UNNEST.' },
  typeof: { reason: UNSUPPORTED, remedy: 'Write the type: it does not change.' },
  chr: { reason: UNSUPPORTED, remedy: "Write the letter, or its escape '\\u00e9'." },
  json_extract_string_array: { reason: UNSUPPORTED, remedy: 'Use JSON_VALUE_ARRAY.' },
  array_is_distinct: {
    reason: UNSUPPORTED,
    remedy: 'Use (SELECT COUNT(*) = COUNT(DISTINCT e) FROM UNNEST(x) AS e).',
  },
  soundex: { reason: UNSUPPORTED, remedy: 'Compute it upstream.' },
  edit_distance: { reason: UNSUPPORTED, remedy: 'Compute it upstream.' },
  collate: { reason: UNSUPPORTED, remedy: 'Compare and order by LOWER(x).' },
  gap_fill: { reason: UNSUPPORTED, remedy: 'Join UNNEST(GENERATE_DATE_ARRAY(first, last)).' },
  cbrt: { reason: UNSUPPORTED, remedy: 'Use POW(x, 1.0 / 3).' },
  search: { reason: UNSUPPORTED, remedy: 'Use REGEXP_CONTAINS.' },
  grouping_id: { reason: UNSUPPORTED, remedy: 'Use GROUPING(x) of each key.' },
  apply: { reason: UNSUPPORTED, remedy: 'Use ARRAY(SELECT … FROM UNNEST(x) AS e).' },
  external_query: { reason: UNSUPPORTED, remedy: 'Load the rows as a source.' },
};

/** Families of functions that are refused alike. */
export const REFUSED_FAMILIES: readonly {
  /** As the documentation names it. */
  readonly title: string;
  /** Of the names as the analyzer knows them. */
  readonly pattern: RegExp;
  readonly remedy: string;
}[] = [
  family('ST_…, S2_…', /^(st|s2)_/, 'Keep longitude and latitude as two FLOAT64 columns.'),
  family('NET.…', /^net\./, 'Use REGEXP_EXTRACT, or compute it upstream.'),
  family(
    'HLL_COUNT.…, D3A_COUNT.…',
    /^(hll|d3a)_count\./,
    'Use COUNT(DISTINCT x) or APPROX_COUNT_DISTINCT over the rows themselves.',
  ),
  family('LAX_INT64, LAX_FLOAT64', /^lax_/, 'Use SAFE_CAST(JSON_VALUE(x) AS INT64) or FLOAT64.'),
  family(
    'JSON_OBJECT, JSON_ARRAY, JSON_SET, JSON_KEYS and the like',
    /^json_/,
    'Make JSON with TO_JSON(STRUCT(…)) or TO_JSON([…]); read it with JSON_VALUE and JSON_QUERY.',
  ),
  family('x[KEY(…)] and the like', /^\$subscript_with_/, "Use j.name, j['name'] or j[0] of JSON."),
  family(
    'ARRAY_MIN, ARRAY_MAX, ARRAY_SUM, ARRAY_AVG',
    /^array_(min|max|sum|avg)$/,
    'Use a subquery: (SELECT MAX(e) FROM UNNEST(x) AS e).',
  ),
  family('ARRAY_INCLUDES…', /^array_includes/, 'Use y IN UNNEST(x).'),
  family(
    'ARRAY_SLICE, ARRAY_FILTER, ARRAY_TRANSFORM and the like',
    /^array_/,
    'Use ARRAY(SELECT … FROM UNNEST(x) AS e WITH OFFSET AS i WHERE … ORDER BY i).',
  ),
  family('SEC, CSC, COT', /^(sec|csc|cot)$/, 'Use 1 / COS(x), 1 / SIN(x), 1 / TAN(x).'),
  family(
    'SINH, COSH, TANH and the like',
    /^a?(sin|cos|tan|cot|sec|csc)h$/,
    'Use EXP and LN: SINH(x) is (EXP(x) - EXP(-x)) / 2.',
  ),
  family('LIKE ANY, LIKE ALL', /^\$like_/, 'Write x LIKE a OR x LIKE b.'),
  family('IFERROR, ISERROR, NULLIFERROR', /error$/, 'Use SAFE.F(…), SAFE_CAST or SAFE_DIVIDE.'),
  family('TO_CODE_POINTS, CODE_POINTS_TO_…', /code_points/, "Use UNICODE of SPLIT(x, '')."),
  family('TO_BASE32, FROM_BASE32, FROM_BASE64', /base(32|64)$/, 'Use TO_BASE64, TO_HEX and FROM_HEX.'),
  family('<<, >>', /^\$bitwise_(left|right)_shift$/, 'Multiply by a power of 2, or use DIV.'),
  family(
    'TIME_ADD, TIME_DIFF, PARSE_TIME and the like',
    /^time_|_time$/,
    'Use a DATETIME: DATETIME_ADD, DATETIME_DIFF, PARSE_DATETIME, FORMAT_DATETIME.',
  ),
  family(
    'TIMESTAMP_FROM_UNIX_…',
    /^timestamp_from_unix_/,
    'Use TIMESTAMP_SECONDS, TIMESTAMP_MILLIS or TIMESTAMP_MICROS.',
  ),
  family(
    'DATE_BUCKET, DATETIME_BUCKET, TIMESTAMP_BUCKET, TIME_BUCKET',
    /^(date|datetime|timestamp|time)_bucket$/,
    'Use DATE_TRUNC or TIMESTAMP_TRUNC; for 15 minutes TIMESTAMP_SECONDS(DIV(UNIX_SECONDS(t), 900) * 900).',
  ),
  family(
    'RANGE, RANGE_CONTAINS, GENERATE_RANGE_ARRAY and the like',
    /^range$|^range_|^generate_range_array$/,
    'Keep the start and the end in two columns, and compare with them.',
  ),
  family(
    'MAKE_INTERVAL, JUSTIFY_DAYS and the like',
    /^make_interval$|^justify_/,
    'Use DATE_ADD, DATE_SUB or DATE_DIFF (TIMESTAMP_…, DATETIME_…) with a date part.',
  ),
  family(
    'COSINE_DISTANCE, EUCLIDEAN_DISTANCE, VECTOR_SEARCH, AI.…, ML.…',
    /^(cosine|euclidean|manhattan)_distance$|^vector_search$|^(ai|ml|llm)\./,
    'Compute it upstream.',
  ),
  family(
    'KEYS.…, AEAD.…, DETERMINISTIC_…, OBJ.…',
    /^(keys|aead|obj)\.|^deterministic_/,
    'Encrypt upstream, or keep TO_HEX(SHA256(x)).',
  ),
  family(
    'TEXT_ANALYZE, BAG_OF_WORDS, TF_IDF',
    /^text_analyze$|^bag_of_words$|^tf_idf$/,
    'Use SPLIT and GROUP BY.',
  ),
  family('PARSE_NUMERIC, PARSE_BIGNUMERIC', /^parse_(big)?numeric$/, 'Use SAFE_CAST(x AS NUMERIC).'),
];

function family(title: string, pattern: RegExp, remedy: string) {
  return { title, pattern, remedy };
}

/** Why a function is refused and what to write instead; undefined for a function that nobody has thought of. */
export function refusedFunction(name: string): RefusedFunction | undefined {
  if (Object.hasOwn(REFUSED, name)) return REFUSED[name];
  const found = REFUSED_FAMILIES.find(({ pattern }) => pattern.test(name));
  return found && { reason: UNSUPPORTED, remedy: found.remedy };
}
