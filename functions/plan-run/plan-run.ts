import { noteSuccess } from '../../src/engine/hours';
import { LeaseHeld } from '../../src/engine/leases';
import { isWhole } from '../../src/engine/requested-plan';
import { startRun } from '../../src/engine/start-run';
import { withdraw as withdrawFile } from '../../src/engine/withdraw';
import { parsed } from '../parse';
import type { Endpoint } from '../serve';
import { contextOf } from '../site';
import { MANUAL, request } from './request';

const WAIT_SECONDS = 60;

/** Withdraws a file where that is asked for, and plans the run of an execution; each once. Nothing due: no levels. Others at work on its models: to be asked again. */
export const planRun: Endpoint = {
  name: 'plan-run',
  async handle(site, { body }, log) {
    const { execution, request: asked } = parsed(request, body);
    const { start_date, end_date, failed_only, withdraw, ...rest } = asked ?? MANUAL;
    const dates = { ...(start_date && { startDate: start_date }), ...(end_date && { endDate: end_date }) };
    const stored = await site.manifests.active();
    const context = contextOf(site, stored, log, execution);
    if (withdraw) await withdrawFile(context, withdraw, execution);
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
