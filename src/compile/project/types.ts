import type { Check, Migration, Model, Pipeline, Source } from '../../core/manifest';
import type { Column, Layer } from '../../core/types';
import type { Places, Position } from '../problems';

export type Vars = Readonly<Record<string, string | number | boolean>>;

/** Vars of an environment, in place of the project's of the same names. */
export interface EnvironmentVars {
  readonly vars: Vars;
  readonly places: Places;
}

/** A project as its files say it: read, validated, defaults filled in, nothing analyzed yet. */
export interface Project {
  readonly root: string;
  readonly name: string;
  readonly description: string;
  /** IANA zone of business dates. */
  readonly timeZone: string;
  readonly start?: string;
  /** Days for which replaced partitions are kept for rollbacks; 0: not at all. */
  readonly retainDays: number;
  /** Bytes that one plan may read. */
  readonly maxBytes?: number;
  readonly pipelines: readonly PipelineFile[];
  readonly alerts: {
    readonly durationRatio: number;
    readonly recordsRatio: number;
    readonly rejectedShare: number;
  };
  /** `@var_<name>`. */
  readonly vars: Vars;
  readonly contracts: readonly ContractFile[];
  readonly models: readonly ModelFile[];
  readonly functions: readonly FunctionFile[];
  readonly references: readonly ReferenceFile[];
  readonly migrations: readonly Migration[];
}

export interface PipelineFile extends Omit<Pipeline, 'models'> {
  readonly select: readonly string[];
}

/** A row rule of a contract column, from `logicalTypeOptions` and `quality`. */
export type ContractRule =
  | {
      readonly kind: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum';
      readonly value: number | string;
    }
  | { readonly kind: 'minLength' | 'maxLength'; readonly value: number }
  | { readonly kind: 'pattern'; readonly value: string }
  | { readonly kind: 'validValues'; readonly value: readonly (string | number | boolean)[] };

export interface ContractColumn extends Column {
  readonly required: boolean;
  readonly primaryKey: boolean;
  /** GoogleSQL format elements (`%d/%m/%Y`), already translated from the contract's own notation. */
  readonly format?: string;
  /** For timestamps without an offset. */
  readonly defaultTimezone?: string;
  readonly rules: readonly ContractRule[];
}

export interface ContractFile
  extends Pick<Source, 'name' | 'file' | 'description' | 'owner' | 'server' | 'drift' | 'delivery'> {
  readonly columns: readonly ContractColumn[];
  readonly eventTime?: string;
  readonly places: Places;
}

export interface CheckFile extends Pick<Check, 'kind' | 'severity' | 'tolerance'> {
  readonly name?: string;
  readonly description?: string;
  /** The column under which it was written. */
  readonly column?: string;
  readonly arguments: CheckArguments;
  /** In the file, for errors. */
  readonly place: Position;
}

export interface CheckArguments {
  readonly columns?: readonly string[];
  readonly column?: string;
  readonly values?: readonly (string | number | boolean)[];
  readonly min?: number;
  readonly max?: number;
  readonly minRatio?: number;
  readonly maxRatio?: number;
  readonly maxHours?: number;
  readonly maxShift?: number;
  readonly pattern?: string;
  readonly to?: string;
  readonly field?: string;
  readonly sql?: string;
}

export interface ModelFile
  extends Pick<
    Model,
    'name' | 'file' | 'description' | 'owner' | 'tags' | 'as' | 'clusterBy' | 'graceHours' | 'maxRejected'
  > {
  readonly layer: Layer;
  readonly partitionBy?: string;
  readonly start?: string;
  readonly chunkDays?: number;
  readonly lookbackDays: Readonly<Record<string, number>>;
  readonly uniqueKey?: {
    readonly columns: readonly string[];
    readonly orderBy: readonly string[];
    readonly withinDays: number;
  };
  readonly tracked?: readonly string[];
  readonly columns: Readonly<Record<string, { readonly description?: string | undefined }>>;
  readonly checks: readonly CheckFile[];
  readonly reconcile: readonly {
    readonly name: string;
    readonly expected: string;
    readonly actual: string;
    readonly tolerance: number;
  }[];
  readonly kpi?: Model['kpi'];
  /** The query, without the header. */
  readonly sql: string;
  /** Where in the file `sql` begins. */
  readonly sqlPlace: Position;
  /** Of the header. */
  readonly places: Places;
}

export interface FunctionFile {
  /** `fn.<name>`. */
  readonly name: string;
  readonly file: string;
  /** `CREATE OR REPLACE FUNCTION …`, as it is provisioned. */
  readonly sql: string;
  /** The statement as it was written, and where it begins in the file. */
  readonly written: string;
  readonly sqlPlace: Position;
}

export interface ReferenceFile {
  /** `ref.<name>`. */
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  /** In the order of the header. */
  readonly columns: readonly Column[];
  /** SHA-256 of the content, hex. */
  readonly hash: string;
}
