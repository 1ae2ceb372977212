import * as z from 'zod';

export const CHECK_KINDS = [
  'not_null',
  'unique',
  'accepted_values',
  'relationships',
  'range',
  'matches',
  'length',
  'expression',
  'row_count',
  'freshness',
  'sum_between',
  'distribution',
] as const;

export const SEVERITIES = ['warn', 'quarantine', 'fail'] as const;

/** A check as the engine runs it. Row checks are bits of one mask; batch checks compare one observed number. */
export const check = z.object({
  /** Unique in its model: `range:conversion_rate`, or the name its author gave. */
  name: z.string(),
  kind: z.enum(CHECK_KINDS),
  column: z.string().exactOptional(),
  /** `row` judges each staged row, `batch` the passed rows of a day together. */
  scope: z.enum(['row', 'batch']),
  severity: z.enum(SEVERITIES),
  /** Share of the judged rows of a day (0..1) that may fail before `warn` or `fail` acts, or `quarantine` becomes `fail`. */
  tolerance: z.number().min(0).max(1),
  description: z.string().exactOptional(),
  /** Row checks: the bit in `_checks`. */
  bit: z.number().int().min(0).max(61).exactOptional(),
  /** Batch checks: the bounds that the observed number must keep (inclusive). */
  bounds: z
    .object({
      min: z.number().exactOptional(),
      max: z.number().exactOptional(),
      minRatio: z.number().exactOptional(),
      maxRatio: z.number().exactOptional(),
    })
    .exactOptional(),
});
export type Check = z.infer<typeof check>;
