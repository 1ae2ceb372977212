import { slaLine } from '../../src/core/alerts/line';
import { countedText } from '../../src/core/counted';
import { announceMissed } from '../../src/engine/announce-missed';
import { missedHours } from '../../src/engine/hours';
import { closeDeadRuns } from '../../src/engine/recover';
import { reviveWanted } from '../../src/engine/wanted';
import type { Endpoint } from '../serve';
import { contextOf } from '../site';

/**
 * Closes runs whose execution has died, tells which pipelines are late, starts what files wait for in vain, and announces
 * files that nobody brought in.
 */
export const sweep: Endpoint = {
  name: 'sweep',
  async handle(site, _call, log) {
    const context = contextOf(site, await site.manifests.active(), log);
    const closed = await closeDeadRuns(context);
    for (const run of closed) log.write('ERROR', `run ${run} is closed: its execution has died`, { run });
    for (const { pipeline, alert } of await missedHours(context))
      log.write('WARNING', `${pipeline}: ${alert.message}`, { ...slaLine(pipeline, alert, site) });
    for (const pipeline of await reviveWanted(context, site.executions))
      log.write('WARNING', `${pipeline} is started again: files waited for an execution that has died`, {
        pipeline,
      });
    const announced = await announceMissed(context, site.announcer);
    if (announced > 0)
      log.write('WARNING', `${countedText(announced, 'file')} announced again`, { announced });
    return { closed, announced };
  },
};
