import { levelsOf } from '../core/planning/levels';
import type { Plan } from '../core/planning/plan';
import type { Context, World } from '../ports/context';
import type { Executions } from '../ports/executions';
import { beginRun, runId } from './begin-run';
import { Journal } from './journal';
import { readJson, unless } from './json-object';
import { LeaseHeld } from './leases';
import { PlanTooLarge } from './plan-limits';
import { refreshReferences } from './refresh-references';
import { isWhole, NothingSelected, planRequested, type RunRequest } from './requested-plan';
import { Wanted } from './wanted';

export interface StartedRun {
  /** `null`: nothing is due, and no run was begun. */
  readonly run: string | null;
  /** For every level the number of its tasks. */
  readonly levels: readonly number[];
}

/**
 * Plans a run and begins it, for an execution that then steps its tasks from outside. The same execution starts one
 * run, however often it asks. Files that wait for the pipeline wait no more where the plan has seen them.
 * @param execution letters, digits, `_` and `-`
 * @throws {LeaseHeld} {NothingSelected} {RerunRefused} {OutdatedPlan}
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
  if (error instanceof PlanTooLarge || error instanceof NothingSelected) await files?.settle(execution);
  throw error;
}

async function begin(
  context: Context,
  run: string,
  request: RunRequest,
  manifestObject: string,
): Promise<StartedRun> {
  await refreshReferences(context, run);
  const { plan, ...origin } = await planRequested(context, request);
  if (plan.tasks.length === 0) return { run: null, levels: [] };
  const options = { trigger: request.trigger, manifestObject, ...origin };
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
