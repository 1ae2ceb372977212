import { countedText } from '../../core/counted';
import type { Manifest, Pipeline } from '../../core/manifest';
import { planRun } from '../../core/planning/plan';
import { CollectError } from '../../ingest/collect';
import type { Context } from '../../ports/context';
import { SecretError } from '../../ports/secrets';
import { WarehouseError } from '../../ports/warehouse';
import { alertText } from '../alerts';
import { Interruption } from '../guard';
import { LeaseHeld } from '../leases';
import { reasonsOf, reasonText } from '../reasons';
import { refreshReferences } from '../refresh-references';
import { executeRun, type RunResult, runId } from '../run';
import { readState } from '../warehouse-state';
import type { ServeOptions } from './options';

/** How a pipeline's turn ended; `idle`: nothing was due; `busy`: not at all, somebody else is at work on its models. */
export type RoundEnd = 'succeeded' | 'idle' | 'failed' | 'cancelled' | 'busy';

/** One turn of a pipeline: pulls from its APIs if it is time, brings in what has landed, and runs what is due. */
export async function round(
  context: Context,
  pipeline: Pipeline,
  reasons: readonly string[],
  options: ServeOptions,
  bringIn: () => Promise<void>,
): Promise<RoundEnd> {
  const say = (text: string): void => options.say(`${pipeline.name}: ${text}`);
  try {
    if (reasons.some((reason) => reason.startsWith('cron'))) await collectFor(context, pipeline, options);
    await bringIn();
    await refreshReferences(context, runId(context));
    const plan = planRun(context.manifest, await readState(context), { models: pipeline.models });
    say(`starts (${reasons.join('; ')}), ${countedText(plan.tasks.length, 'task')}`);
    if (plan.tasks.length === 0) return 'idle';
    const how = { pipeline: pipeline.name, trigger: reasons.join('; ') };
    return told(await executeRun(context, plan, how), say);
  } catch (error) {
    if (!isBusy(error)) throw error;
    say(`waits: ${error.message}`);
    return 'busy';
  }
}

const isBusy = (error: unknown): error is Error =>
  error instanceof LeaseHeld ||
  error instanceof Interruption ||
  (error instanceof WarehouseError && ['transient', 'conflict', 'cancelled'].includes(error.kind));

const ENDS: Partial<Record<RunResult['state'], RoundEnd>> = { SUCCESS: 'succeeded', CANCELLED: 'cancelled' };

function told({ run, state, tasks, warnings, alerts }: RunResult, say: (text: string) => void): RoundEnd {
  const alerted = new Set(alerts.filter(({ kind }) => kind === 'failed').map(({ task }) => task));
  for (const reasoned of reasonsOf(tasks))
    if (!reasoned.tasks.every(({ task }) => alerted.has(task.id))) say(reasonText(reasoned));
  for (const warning of warnings) say(`warning ${warning}`);
  for (const alert of alerts) say(alertText(alert));
  say(`run ${run} ${state}`);
  return ENDS[state] ?? 'failed';
}

/** What an API does not give today must not keep what has landed from being worked on. */
async function collectFor(context: Context, pipeline: Pipeline, options: ServeOptions): Promise<void> {
  for (const source of apisOf(context.manifest, pipeline)) {
    try {
      const { pages, records } = await options.collect(context, runId(context), source);
      options.say(`${source}: collected ${countedText(records, 'record')} on ${countedText(pages, 'page')}`);
    } catch (error) {
      if (!(error instanceof CollectError || error instanceof SecretError)) throw error;
      options.say(`${source}: not collected: ${error.message}`);
    }
  }
}

/** Sources with an API that models of the pipeline read. */
function apisOf({ sources, models }: Manifest, pipeline: Pipeline): string[] {
  const own = models.filter((model) => pipeline.models.includes(model.name));
  const read = new Set(own.flatMap((model) => model.inputs.map((input) => input.table)));
  return sources
    .filter(({ server, view }) => server.kind === 'api' && read.has(view))
    .map((source) => source.name);
}
