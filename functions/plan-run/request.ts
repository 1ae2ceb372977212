import * as z from 'zod';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A file is withdrawn, or brought back, before the run is planned. */
const withdrawal = z.strictObject({
  file: z.string().min(1),
  reason: z.string().min(1),
  who: z.string().min(1),
  undo: z.boolean().default(false),
});

const asking = z.strictObject({
  pipeline: z.string().exactOptional(),
  models: z.string().exactOptional(),
  trigger: z.string().default('manual'),
  start_date: date.exactOptional(),
  end_date: date.exactOptional(),
  force: z.boolean().default(false),
  rerun: z.string().exactOptional(),
  failed_only: z.boolean().default(false),
  withdraw: withdrawal.exactOptional(),
});

/** What an execution without data asks for. */
export const MANUAL: z.infer<typeof asking> = { trigger: 'manual', force: false, failed_only: false };

/** What the workflow passes on: its id, and the data of whoever started it. */
export const request = z.object({ execution: z.string().regex(/^[\w-]+$/), request: asking.nullish() });
