import { z } from 'zod';
import { CHECK_KINDS, SEVERITIES } from '../../core/manifest/check';
import type { CheckFile } from './types';

export type CheckKind = CheckFile['kind'];

const options = {
  severity: z.enum(SEVERITIES).optional(),
  tolerance: z.number().min(0).max(1).optional(),
  name: z.string().min(1).optional(),
  description: z.string().optional(),
};
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const column = z.string().optional();
const columns = z.array(z.string()).min(1);
const bound = z.number().optional();

/** A check of columns: one name, a list of names, or a map. */
const ofColumns = z.union([
  columns.transform((list) => ({ columns: list })),
  z.string().transform((one) => ({ columns: [one] })),
  z.strictObject({ ...options, columns: columns.optional() }),
]);

/** A form, and how it is written: what its refusals say. */
interface Form {
  readonly schema: z.ZodType;
  readonly usage: string;
}

/** For each kind, what may stand behind it; short forms are spelled out. */
export const FORMS: Readonly<Record<CheckKind, Form>> = {
  not_null: { schema: ofColumns, usage: 'not_null: [column]' },
  unique: { schema: ofColumns, usage: 'unique: [column, column]' },
  accepted_values: {
    schema: z.union([
      z
        .array(scalar)
        .min(1)
        .transform((values) => ({ values })),
      z.strictObject({ ...options, column, values: z.array(scalar).min(1) }),
    ]),
    usage: 'accepted_values: [a, b]',
  },
  relationships: {
    schema: z.strictObject({ ...options, column, to: z.string(), field: z.string() }),
    usage: 'relationships: { to: silver.table, field: column }',
  },
  range: {
    schema: z.strictObject({ ...options, column, min: bound, max: bound }),
    usage: 'range: { min: 0, max: 1 }',
  },
  length: {
    schema: z.strictObject({ ...options, column, min: bound, max: bound }),
    usage: 'length: { min: 1, max: 20 }',
  },
  matches: {
    schema: z.union([
      z.string().transform((pattern) => ({ pattern })),
      z.strictObject({ ...options, column, pattern: z.string() }),
    ]),
    usage: 'matches: "^[A-Z]{2}$"',
  },
  expression: {
    schema: z.union([
      z.string().transform((sql) => ({ sql })),
      z.strictObject({ ...options, sql: z.string() }),
    ]),
    usage: 'expression: "amount >= 0"',
  },
  row_count: {
    schema: z.strictObject({ ...options, min: bound, max: bound, min_ratio: bound, max_ratio: bound }),
    usage: 'row_count: { min: 1, min_ratio: 0.8 }',
  },
  freshness: {
    schema: z.strictObject({ ...options, column: z.string(), max_hours: z.number().positive() }),
    usage: 'freshness: { column: updated_at, max_hours: 6 }',
  },
  sum_between: {
    schema: z.strictObject({ ...options, column, min: bound, max: bound }),
    usage: 'sum_between: { column: amount, min: 0, max: 100 }',
  },
  distribution: {
    schema: z.strictObject({ ...options, column, max_shift: z.number().positive() }),
    usage: 'distribution: { column: amount, max_shift: 0.3 }',
  },
};

/** Checks that judge one column, which has to be named unless they stand under it. */
export const OF_ONE_COLUMN: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'accepted_values',
  'relationships',
  'range',
  'length',
  'matches',
  'sum_between',
  'distribution',
]);
export const OF_COLUMNS: ReadonlySet<CheckKind> = new Set<CheckKind>(['not_null', 'unique']);

/** Checks that judge a batch, and therefore stop no single row. */
export const OF_A_BATCH: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'unique',
  'row_count',
  'freshness',
  'sum_between',
  'distribution',
]);

/** Checks whose bounds may be absent, but not all of them. */
export const BOUNDED: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'range',
  'length',
  'row_count',
  'sum_between',
]);

/** A check as it is written: its kind alone, or a map with one entry. Wrong ones are refused by `readCheck`. */
export const writtenCheck = z.union([z.string(), z.record(z.string(), z.unknown())]);

/** The same with everything that may stand there, for editors. */
export const completeCheck = z.union([
  z.enum(CHECK_KINDS),
  ...CHECK_KINDS.map((kind) => z.strictObject({ [kind]: FORMS[kind].schema })),
]);
