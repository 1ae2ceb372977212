import type { Place, Problem } from '../core/errors';

/** Everything that the compiler can find wrong in a project, in the order in which it looks. */
export const PROBLEM_CODES = [
  // files
  'outside',
  'broken_link',
  'encoding',
  'stray_file',
  'file_name',
  // YAML
  'yaml_syntax',
  'duplicate_key',
  'invalid_value',
  'unknown_key',
  // ecluse.yaml
  'pipeline',
  'selector',
  'trigger',
  // contracts
  'contract_name',
  'column_name',
  'duplicate_column',
  'date_format',
  'time_zone',
  'pattern',
  'rule_type',
  'quality',
  'custom_property',
  'event_time',
  'snapshot_date',
  'server_type',
  'server_format',
  'server_path',
  'server_delimiter',
  'server_location',
  'api_property',
  // references
  'empty_reference',
  'reference_row',
  'reference_type',
  // headers of models
  'no_header',
  'one_query',
  'materialize',
  'partition_by',
  'unique_key',
  'tracked',
  'reconcile',
  'unknown_check',
  'check_form',
  'check_arguments',
  'check_column',
  'check_severity',
  'view_severity',
  'check_name',
  'too_many_checks',
  // functions
  'one_function',
  'function_name',
  'unknown_function',
  // what models read
  'cycle',
  'unknown_table',
  'unquoted_table',
  'internal_table',
  'gold_reads_bronze',
  'two_sources',
  'gate',
  'scd2_source',
  'unknown_field',
  'lookback_days',
  // queries
  'unknown_parameter',
  'window',
  'invalid_sql',
  'unsupported_sql',
  'not_a_query',
  'source_row',
  'unnamed_column',
  'reserved_column',
  'unknown_column',
  'partition_type',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Lines and columns, 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a YAML text stand; a part that is not there stands where what encloses it does. */
export interface Places {
  readonly file: string;
  place(path: readonly PropertyKey[]): Position;
}

export const problem = (code: ProblemCode, place: Place, message: string, remedy: string): Problem => ({
  code,
  place,
  message,
  remedy,
});

/** A problem at a part of a YAML text. */
export const problemAt = (
  places: Places,
  path: readonly PropertyKey[],
  code: ProblemCode,
  message: string,
  remedy: string,
): Problem => problem(code, { file: places.file, ...places.place(path) }, message, remedy);

/** `Did you mean x?`, or what to do where nothing is near. */
export const didYouMean = (guess: string | undefined, otherwise: string): string =>
  guess ? `Did you mean ${guess}?` : otherwise;
