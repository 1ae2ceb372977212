import { z } from 'zod';
import { completeCheck, writtenCheck } from './check-forms';
import { isoDate } from './values';

const names = z.array(z.string()).min(1);

const measure = z.strictObject({
  unit: z.string().optional(),
  better: z.enum(['up', 'down']).optional(),
  description: z.string().optional(),
});

const materialize = z.strictObject({
  as: z.enum(['incremental', 'table', 'scd2', 'view', 'materialized_view']),
  partition_by: z.string().optional(),
  cluster_by: z.array(z.string()).max(4).default([]),
  tracked: names.optional(),
});

const uniqueKey = z.strictObject({
  columns: names,
  order_by: z.array(z.string()).default([]),
  within_days: z.number().int().min(0).default(0),
});

const reconciliation = z.strictObject({
  expected: z.string(),
  actual: z.string(),
  tolerance: z.number().min(0).default(0),
});

const kpi = z.strictObject({
  time: z.string(),
  dimensions: z.array(z.string()).default([]),
  measures: z.record(z.string(), measure),
});

/** @param check what is accepted as a check */
function headerWith<T extends z.ZodType>(check: T) {
  const checks = z.array(check).default([]);
  return z.strictObject({
    description: z.string(),
    owner: z.string().default(''),
    tags: z.array(z.string()).default([]),
    materialize: materialize.optional(),
    start: isoDate.optional(),
    grace: z.number().min(0).default(0),
    chunk_days: z.number().int().min(1).optional(),
    lookback_days: z.record(z.string(), z.number().int().min(0)).default({}),
    unique_key: uniqueKey.optional(),
    columns: z.record(z.string(), z.strictObject({ description: z.string().optional(), checks })).default({}),
    checks,
    max_rejected: z.number().min(0).max(1).optional(),
    reconcile: z.record(z.string(), reconciliation).default({}),
    kpi: kpi.optional(),
  });
}

/** As files are read: checks are looked at one by one, so that each refusal says what is wrong with it. */
export const modelHeader = headerWith(writtenCheck);
export type ModelHeader = z.infer<typeof modelHeader>;

/** As editors see it. */
export const completeModelHeader = headerWith(completeCheck);
