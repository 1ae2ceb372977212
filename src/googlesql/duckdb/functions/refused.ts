/** Functions that BigQuery has and we refuse, with the reason and what to write instead. */
export interface RefusedFunction {
  readonly reason: string;
  readonly remedy: string;
}

const EACH_TIME = 'gives another answer each time, so a run could not be repeated';
const PASS_IT = 'Pass the value as a parameter.';
const ANY = 'may give any row of the group';

export const REFUSED: Readonly<Record<string, RefusedFunction>> = {
  current_date: { reason: EACH_TIME, remedy: 'Use @start_date or @end_date, or pass a parameter.' },
  current_datetime: { reason: EACH_TIME, remedy: PASS_IT },
  current_time: { reason: EACH_TIME, remedy: PASS_IT },
  current_timestamp: { reason: EACH_TIME, remedy: PASS_IT },
  rand: { reason: EACH_TIME, remedy: 'Use FARM_FINGERPRINT of a key.' },
  generate_uuid: { reason: EACH_TIME, remedy: 'Use TO_HEX(SHA256(…)) of a key.' },
  session_user: { reason: 'has no meaning without a BigQuery session', remedy: PASS_IT },
  any_value: { reason: ANY, remedy: 'Use MIN, MAX or ARRAY_AGG(x ORDER BY y LIMIT 1)[OFFSET(0)].' },
  corr: {
    reason: 'differs in the last digits',
    remedy: 'Use COVAR_POP(x, y) / (STDDEV_POP(x) * STDDEV_POP(y)).',
  },
  soundex: { reason: 'is not supported', remedy: 'Compute it upstream.' },
};
