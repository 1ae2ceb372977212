import * as z from 'zod';
import { noteSuccess } from '../../src/engine/hours';
import { LeaseHeld } from '../../src/engine/leases';
import { isWhole } from '../../src/engine/requested-plan';
import { startRun } from '../../src/engine/start-run';
import { parsed } from '../parse';
import type { Endpoint } from '../serve';
import { contextOf } from '../site';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const asking = z.strictObject({
  pipeline: z.string().exactOptional(),
  models: z.string().exactOptional(),
  trigger: z.string().default('manual'),
  start_date: date.exactOptional(),
  end_date: date.exactOptional(),
  force: z.boolean().default(false),
  rerun: z.string().exactOptional(),
  failed_only: z.boolean().default(false),
});
const MANUAL: z.infer<typeof asking> = { trigger: 'manual', force: false, failed_only: false };

const request = z.object({ execution: z.string().regex(/^[\w-]+$/), request: asking.nullish() });

const WAIT_SECONDS = 60;

/** Plans the run of an execution, once. Nothing due: no levels. Others at work on its models: to be asked again. */
export const planRun: Endpoint = {
  name: 'plan-run',
  async handle(site, { body }, log) {
    const { execution, request: asked } = parsed(request, body);
    const { start_date, end_date, failed_only, ...rest } = asked ?? MANUAL;
    const dates = { ...(start_date && { startDate: start_date }), ...(end_date && { endDate: end_date }) };
    const stored = await site.manifests.active();
    const context = contextOf(site, stored, log, execution);
    const wanted = { ...rest, ...dates, failedOnly: failed_only };
    try {
      const { run, levels } = await startRun(
        { ...context, executions: site.executions },
        execution,
        wanted,
        stored.object,
      );
      // With nothing due the pipeline has done its day.
      if (!run && isWhole(wanted))
        await noteSuccess(context, rest.pipeline ?? 'all', site.clock.now().toISOString());
      log.write('INFO', run ? `run ${run} has begun` : 'nothing is due', { run, pipeline: rest.pipeline });
      return { state: 'PLANNED', run, levels };
    } catch (error) {
      if (!(error instanceof LeaseHeld)) throw error;
      log.write('NOTICE', error.message, { pipeline: rest.pipeline });
      return { state: 'BUSY', retry_after: WAIT_SECONDS };
    }
  },
};
