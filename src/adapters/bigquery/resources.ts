/** The parts of the API's resources that are read here. https://cloud.google.com/bigquery/docs/reference/rest */

export interface ErrorProto {
  readonly reason?: string;
  readonly message?: string;
}

export interface Job {
  readonly configuration?: { readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly state?: 'PENDING' | 'RUNNING' | 'DONE';
    /** Why it failed; absent when it succeeded. */
    readonly errorResult?: ErrorProto;
    readonly errors?: readonly ErrorProto[];
  };
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly query?: { readonly numDmlAffectedRows?: string; readonly totalBytesProcessed?: string };
    readonly load?: { readonly outputRows?: string };
  };
}

export interface Field {
  readonly name: string;
  /** Legacy names: `INTEGER`, `FLOAT`, `BOOLEAN`, `RECORD`. */
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly Field[];
}

/** A value as the API writes it: text, an array of `{v}`, or a struct `{f: [{v}]}`. */
export type Raw =
  | string
  | null
  | readonly { readonly v: Raw }[]
  | { readonly f: readonly { readonly v: Raw }[] };

export interface RawRow {
  readonly f: readonly { readonly v: Raw }[];
}

export interface QueryResults {
  readonly jobComplete: boolean;
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly rows?: readonly RawRow[];
  readonly pageToken?: string;
  readonly numDmlAffectedRows?: string;
}

export interface TableResource {
  readonly type?: 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'EXTERNAL' | 'SNAPSHOT';
  readonly schema?: { readonly fields?: readonly Field[] };
}

export interface ParameterType {
  readonly type: string;
  readonly arrayType?: ParameterType;
  readonly structTypes?: readonly { readonly name: string; readonly type: ParameterType }[];
}

export interface ParameterValue {
  /** Absent for NULL. */
  readonly value?: string;
  readonly arrayValues?: readonly ParameterValue[];
  readonly structValues?: Readonly<Record<string, ParameterValue>>;
}

export interface QueryParameter {
  readonly name: string;
  readonly parameterType: ParameterType;
  readonly parameterValue: ParameterValue;
}
