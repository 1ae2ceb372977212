/** Options that make the analyzer speak BigQuery's dialect of GoogleSQL. */
import type { SqlType } from '../types';
import type { AnalyzerClient } from './client';
import { encodeType } from './messages';
import { encode } from './protocol/encode';

/** Encoded once: every request carries it. */
export type LanguageOptions = Buffer;

/** Features of the analyzer that BigQuery does not have (or not with this meaning): switched off, so it refuses them. */
const NOT_IN_BIGQUERY = [
  /NANOS/,
  /EXPERIMENTAL/,
  /PROTO/,
  /ENUM_VALUE_DESC/,
  /ANONYM/,
  /AGGREGATION_THRESHOLD/,
  /FIRST_AND_LAST_N/,
  /NULLIFZERO/,
  /ENCRYPTION/,
  /CREATE_AGGREGATE/,
  /REPLACE_FIELDS/,
  /FILTER_FIELDS/,
  /WITH_GROUP_ROWS/,
  /WITH_EXPRESSION/,
  /_PI_FUNCTIONS/,
  /CBRT/,
  /EXTENDED_TYPES/,
  /BARE_ARRAY_ACCESS/,
  /GROUP_BY_ARRAY/,
  /ARRAY_GREATEST/,
  /ARRAY_EQUALITY/,
  /ARRAY_ORDERING/,
  /STRUCT_POSITIONAL/,
  /DATE_ARITHMETICS_X/,
  /ROUND_WITH/,
  /ALLOW_CONSECUTIVE_ON/,
  /RANGE_TYPE/,
];

/** Features that BigQuery has and this analyzer counts as unfinished: switched on. */
const IN_BIGQUERY = ['FEATURE_V_1_4_GROUPING_BUILTIN', 'FEATURE_V_1_4_GROUPING_SETS'];

/** Constructs that the analyzer itself rewrites into simpler ones before we see the tree. */
const REWRITES = [
  'PIVOT',
  'UNPIVOT',
  'FLATTEN',
  'ARRAY_INCLUDES',
  'ARRAY_FILTER_TRANSFORM',
  'LIKE_ANY_ALL',
  'WITH_EXPR',
  'TYPEOF_FUNCTION',
  'NULLIFERROR_FUNCTION',
  'SET_OPERATION_CORRESPONDING',
].map((name) => `REWRITE_${name}`);

export async function languageOptions(client: AnalyzerClient): Promise<LanguageOptions> {
  const maximum = await client.call<{ readonly enabledLanguageFeatures: readonly string[] }>(
    'GetLanguageOptions',
    { maximumFeatures: true },
  );
  return encode('LanguageOptionsProto', {
    ...maximum,
    productMode: 'PRODUCT_EXTERNAL',
    supportedStatementKinds: [],
    enabledLanguageFeatures: maximum.enabledLanguageFeatures
      .filter((feature) => !NOT_IN_BIGQUERY.some((pattern) => pattern.test(feature)))
      .concat(IN_BIGQUERY),
  });
}

export function analyzerOptions(
  language: LanguageOptions,
  params: Readonly<Record<string, SqlType>>,
): Readonly<Record<string, unknown>> {
  return {
    languageOptions: language,
    errorMessageMode: 'ERROR_MESSAGE_ONE_LINE',
    parseLocationRecordType: 'PARSE_LOCATION_RECORD_CODE_SEARCH',
    defaultTimezone: 'UTC',
    pruneUnusedColumns: true,
    preserveColumnAliases: true,
    enabledRewrites: REWRITES,
    queryParameters: Object.entries(params).map(([name, type]) => ({ name, type: encodeType(type) })),
  };
}
