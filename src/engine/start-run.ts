import { addDays } from '../core/dates';
import { levelsOf } from '../core/planning/levels';
import { type Plan, planRun } from '../core/planning/plan';
import type { IsoDate } from '../core/types';
import type { Context, World } from '../ports/context';
import type { Executions } from '../ports/executions';
import { beginRun, runId } from './begin-run';
import { Journal } from './journal';
import { readJson, unless } from './json-object';
import { LeaseHeld } from './leases';
import { PlanTooLarge } from './plan-limits';
import { refreshReferences } from './refresh-references';
import { planRerun } from './rerun';
import { UnknownPipeline } from './unknown-pipeline';
import { Wanted } from './wanted';
import { readState } from './warehouse-state';

export interface RunRequest {
  /** Absent: the models of all pipelines. */
  readonly pipeline?: string;
  readonly trigger: string;
  /** First and last business date, both inclusive; absent: whatever is due. */
  readonly startDate?: IsoDate;
  readonly endDate?: IsoDate;
  /** Also what is up to date. */
  readonly force?: boolean;
  /** A run that has ended, whose plan is executed once more, or only what did not succeed. */
  readonly rerun?: string;
  readonly failedOnly?: boolean;
}

export interface StartedRun {
  /** `null`: nothing is due, and no run was begun. */
  readonly run: string | null;
  /** For every level the number of its tasks. */
  readonly levels: readonly number[];
}

/** Whatever is due is asked for. */
export const isWhole = ({ startDate, endDate, rerun }: RunRequest): boolean =>
  !startDate && !endDate && !rerun;

/**
 * Plans a run and begins it, for an execution that then steps its tasks from outside. The same execution starts one
 * run, however often it asks. Files that wait for the pipeline wait no more where the plan has seen them.
 * @param execution letters, digits, `_` and `-`
 * @throws {LeaseHeld} {UnknownPipeline} {RerunRefused} {OutdatedPlan}
 */
export async function startRun(
  context: Context & { readonly executions: Executions },
  execution: string,
  request: RunRequest,
  manifestObject: string,
): Promise<StartedRun> {
  const run = await claimedRun(context, execution);
  const files = filesFor(context, request);
  const before = await new Journal(context.objects).record(run);
  if (!before) await files?.take(execution);
  const result = before
    ? started(run, before.plan)
    : await begin(context, run, request, manifestObject).catch((error: unknown) =>
        tellFiles(files, execution, error),
      );
  await files?.settle(execution);
  return result;
}

function filesFor(
  context: Context & { readonly executions: Executions },
  request: RunRequest,
): Wanted | undefined {
  if (request.pipeline === undefined || !isWhole(request)) return undefined;
  return new Wanted(context, context.executions, request.pipeline);
}

/** Where asking again may help, they wait on. */
async function tellFiles(files: Wanted | undefined, execution: string, error: unknown): Promise<never> {
  if (error instanceof LeaseHeld) await files?.wait(execution);
  if (error instanceof PlanTooLarge || error instanceof UnknownPipeline) await files?.settle(execution);
  throw error;
}

async function begin(
  context: Context,
  run: string,
  request: RunRequest,
  manifestObject: string,
): Promise<StartedRun> {
  const plan = await planOf(context, run, request);
  if (plan.tasks.length === 0) return { run: null, levels: [] };
  const pipeline = request.pipeline ?? 'all';
  const origin = request.rerun ? { rerunOf: request.rerun } : {};
  const options = { pipeline, trigger: request.trigger, manifestObject, ...origin };
  const { record } = await beginRun(context, run, plan, options);
  return started(run, record.plan);
}

const started = (run: string, { tasks }: Plan): StartedRun => ({
  run,
  levels: levelsOf(tasks).map((level) => level.length),
});

/** The id that the first call of this execution has drawn. */
async function claimedRun(world: World, execution: string): Promise<string> {
  const name = `executions/${execution}.json`;
  const run = runId(world);
  const body = JSON.stringify({ run });
  const written = await unless(
    'precondition',
    world.objects.write('journal', name, body, { ifGeneration: '0' }),
  );
  return written ? run : ((await readJson(world.objects, name)) as { run: string }).run;
}

async function planOf(context: Context, run: string, request: RunRequest): Promise<Plan> {
  await refreshReferences(context, run);
  if (request.rerun) return (await planRerun(context, request.rerun, request.failedOnly ?? false)).plan;
  const { startDate, endDate, force = false } = request;
  const end = endDate ? addDays(endDate, 1) : '9999-12-31';
  const range = startDate || endDate ? { range: { start: startDate ?? '0001-01-01', end } } : {};
  return planRun(context.manifest, await readState(context), {
    ...modelsOf(context, request.pipeline),
    ...range,
    force,
  });
}

function modelsOf({ manifest }: Context, name: string | undefined): { models?: readonly string[] } {
  if (name === undefined) return {};
  const pipeline = manifest.pipelines.find((candidate) => candidate.name === name);
  if (pipeline) return { models: pipeline.models };
  const known = manifest.pipelines.map((candidate) => candidate.name).join(', ');
  throw new UnknownPipeline(`There is no pipeline ${name}. There are ${known || 'none'}.`);
}
