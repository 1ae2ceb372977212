import { fingerprint } from '../core/fingerprint';
import type { Manifest } from '../core/manifest';
import { type Plan, planRun } from '../core/planning/plan';
import type { DateRange, IsoDate } from '../core/types';
import type { Context, World } from '../ports/context';
import { Journal } from './journal';
import { executeRun, type RunResult } from './run';
import { readState } from './warehouse-state';

export interface BackfillRequest {
  /** Names of models; absent: all. */
  readonly models?: readonly string[];
  /** Business dates to produce again. */
  readonly range: DateRange;
  /** Days of one task at most: what is published at once, and not repeated after an interruption. */
  readonly chunkDays: number;
}

export interface PlannedBackfill {
  /** The same for the same dates and models of the same project: what was begun is continued. */
  readonly backfill: string;
  readonly plan: Plan;
  /** Dates of models that an earlier start has published and that are still up to date. */
  readonly done: number;
}

/** Everything in the range again, but for what an interrupted start of the same backfill has published already. */
export async function planBackfill(context: Context, request: BackfillRequest): Promise<PlannedBackfill> {
  const { manifest } = context;
  const { range, models, chunkDays } = request;
  const backfill = identityOf(manifest, request);
  const done = await publishedBy(context, backfill);
  const state = await readState(context);
  const chosen = { range, force: true, maxDays: chunkDays, ...(models && { models }) };
  const plan = planRun(manifest, state, { ...chosen, done });
  const all = planRun(manifest, state, chosen);
  return { backfill, plan, done: datesIn(all) - datesIn(plan) };
}

/** @returns `null` when nothing is left to do */
export async function executeBackfill(
  context: Context,
  { backfill, plan }: PlannedBackfill,
  concurrency: number,
): Promise<RunResult | null> {
  const options = { pipeline: 'all', trigger: 'backfill', backfill, concurrency };
  if (plan.tasks.length > 0) return executeRun(context, plan, options);
  await new Journal(context.objects).forgetBackfill(backfill);
  return null;
}

function identityOf(manifest: Manifest, { models, range }: BackfillRequest): string {
  const names = models ? [...models].sort() : ['*'];
  return fingerprint([manifest.fingerprint, range.start, range.end, ...names]);
}

async function publishedBy(world: World, backfill: string): Promise<Map<string, Set<IsoDate>>> {
  const journal = new Journal(world.objects);
  const published = new Map<string, Set<IsoDate>>();
  for (const run of await journal.runsOf(backfill)) {
    const status = await journal.status(run);
    const succeeded = new Set(
      status?.tasks.filter(({ state }) => state === 'SUCCESS').map(({ task }) => task),
    );
    for (const { id, model, dates } of status?.record.plan.tasks ?? []) {
      const known = published.get(model) ?? new Set();
      published.set(model, known);
      if (succeeded.has(id)) for (const { date } of dates) known.add(date);
    }
  }
  return published;
}

const datesIn = ({ tasks }: Plan): number => tasks.reduce((sum, task) => sum + task.dates.length, 0);
