import * as z from 'zod';

export const trigger = z.union([
  z.object({ kind: z.literal('cron'), cron: z.string(), zone: z.string() }),
  z.object({ kind: z.literal('on_file'), source: z.string() }),
  z.object({ kind: z.literal('after'), pipeline: z.string() }),
]);

export const pipeline = z.object({
  name: z.string(),
  description: z.string().exactOptional(),
  models: z.array(z.string()),
  triggers: z.array(trigger),
  /** Local time by which the day before is to be finished, `HH:MM`. */
  sla: z.object({ finishBy: z.string() }).exactOptional(),
  /** Bytes that the tasks of one plan may read together; a plan above it is refused. */
  maxBytes: z.number().positive().exactOptional(),
});
export type Pipeline = z.infer<typeof pipeline>;

/** Thresholds of the alerts; shares and ratios, not percents. */
export const alerts = z.object({
  durationRatio: z.number().positive().default(2),
  recordsRatio: z.number().positive().default(0.8),
  rejectedShare: z.number().min(0).max(1).default(0.01),
});
