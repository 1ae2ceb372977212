/** Functions that BigQuery has and this analyzer is too old for: added to every catalog with their signatures. */

import { encode } from './protocol/encode';

const value = { kind: 'ARG_TYPE_ANY_1', numOccurrences: 1 };
const key = { kind: 'ARG_TYPE_ANY_2', numOccurrences: 1 };

function aggregate(name: string): object {
  return {
    namePath: [name],
    group: 'ZetaSQL',
    mode: 'AGGREGATE',
    signature: [{ argument: [value, key], returnType: { kind: 'ARG_TYPE_ANY_1' } }],
  };
}

export const EXTENSIONS: readonly object[] = [aggregate('max_by'), aggregate('min_by')].map((message) =>
  encode('FunctionProto', message),
);
