/** Functions that BigQuery has and we refuse, with the reason and what to write instead. */
export interface RefusedFunction {
  readonly reason: string;
  readonly remedy: string;
}

const EACH_TIME = 'gives another answer each time, so a run could not be repeated';
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
  normalize_and_casefold: { reason: 'is not supported', remedy: 'Use LOWER(NORMALIZE(x)).' },
  contains_substr: { reason: 'is not supported', remedy: 'Use STRPOS(LOWER(x), LOWER(y)) > 0.' },
  parse_json: { reason: 'is not supported', remedy: 'Keep JSON in a STRING column and use JSON_VALUE.' },
  to_json: { reason: 'is not supported', remedy: 'Use TO_JSON_STRING.' },
  approx_top_count: { reason: 'is not supported', remedy: 'Use COUNT(*) … GROUP BY … ORDER BY … LIMIT.' },
  soundex: { reason: 'is not supported', remedy: 'Compute it upstream.' },
};
