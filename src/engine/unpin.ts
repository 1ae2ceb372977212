import { isWithin } from '../core/dates';
import { type Publication, type RepublishPlan, republishTask } from '../core/planning/rollback';
import type { DateRange, IsoDate } from '../core/types';
import type { Context } from '../ports/context';
import { notePinned } from './pinned';
import { publicationsOf } from './publications';
import { executeRun, type RunResult } from './run';
import { modelOf } from './stored-model';

/** The pinned partitions of a model, to be let go; no task when there are none. */
export async function planUnpin(context: Context, name: string, range?: DateRange): Promise<RepublishPlan> {
  const model = modelOf(context, name);
  const last = new Map<IsoDate, Publication>();
  for (const one of await publicationsOf(context, name)) last.set(one.date, one);
  const pinned = [...last.values()].filter(
    ({ date, pinned }) => pinned && (!range || model.as !== 'incremental' || isWithin(date, range)),
  );
  const dates = pinned.map(({ pinned: _pinned, publishedAt: _publishedAt, ...kept }) => ({
    ...kept,
    reason: 'unpinned' as const,
  }));
  return {
    manifest: context.manifest.fingerprint,
    tasks: dates.length === 0 ? [] : [republishTask(model, 'unpin', dates)],
  };
}

/** From now on the partitions are due like others. @returns `null` when there is nothing to do */
export async function executeUnpin(context: Context, plan: RepublishPlan): Promise<RunResult | null> {
  const options = { pipeline: 'all', trigger: 'unpin' };
  const result = plan.tasks.length === 0 ? null : await executeRun(context, plan, options);
  await notePinned(context);
  return result;
}
