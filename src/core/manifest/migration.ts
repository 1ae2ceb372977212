import * as z from 'zod';
import { tableName } from './common';

/** Changes that destroy rows, or break what reads them: only a migration lets them through. */
export const BREAKING_CHANGES = [
  'drop_table',
  'change_mode',
  'change_partitioning',
  'change_clustering',
  'drop_column',
  'change_type',
] as const;
export type BreakingChange = (typeof BREAKING_CHANGES)[number];

const ofTable = z.strictObject({
  table: tableName,
  change: z.enum(['drop_table', 'change_mode', 'change_partitioning', 'change_clustering']),
});
const ofColumn = z.strictObject({
  table: tableName,
  change: z.enum(['drop_column', 'change_type']),
  column: z.string().min(1),
});
export const allowance = z.discriminatedUnion('change', [ofTable, ofColumn]);
export type Allowance = z.infer<typeof allowance>;

/** A file of `migrations/`: what it lets through, once, and why. */
export const migration = z.object({
  /** `migrations/0001-drop-legacy.yaml`. */
  file: z.string(),
  reason: z.string(),
  allows: z.array(allowance),
});
export type Migration = z.infer<typeof migration>;
