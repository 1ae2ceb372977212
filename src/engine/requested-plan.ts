import { addDays } from '../core/dates';
import { type Plan, planRun } from '../core/planning/plan';
import { selectModels } from '../core/selection';
import type { IsoDate } from '../core/types';
import type { Context } from '../ports/context';
import type { RunOptions } from './begin-run';
import { planRerun } from './rerun';
import { readState } from './warehouse-state';

export interface RunRequest {
  /** Absent: the models of all pipelines. */
  readonly pipeline?: string;
  /** Only these, as `--models` takes them: names, globs, `tag:x`, with `+`. */
  readonly models?: string;
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

/** The project has nothing of the name that was asked for. */
export class NothingSelected extends Error {
  override readonly name = 'NothingSelected';
}

/** Somebody chose what it does: when it succeeds, its pipeline has not. */
const isPartial = ({ models, startDate, endDate }: RunRequest): boolean =>
  models !== undefined || startDate !== undefined || endDate !== undefined;

/** Whatever is due is asked for. */
export const isWhole = (request: RunRequest): boolean => !request.rerun && !isPartial(request);

/** A plan, and what its run is to be called. */
export interface RequestedPlan extends Pick<RunOptions, 'pipeline' | 'rerunOf' | 'partial'> {
  readonly plan: Plan;
}

/** @throws {NothingSelected} {RerunRefused} {OutdatedPlan} */
export async function planRequested(context: Context, request: RunRequest): Promise<RequestedPlan> {
  if (request.rerun) return planAgain(context, request.rerun, request.failedOnly ?? false);
  const { pipeline = 'all', startDate, endDate, force = false } = request;
  const end = endDate ? addDays(endDate, 1) : '9999-12-31';
  const range = startDate || endDate ? { range: { start: startDate ?? '0001-01-01', end } } : {};
  const models = modelsOf(context, request);
  const plan = planRun(context.manifest, await readState(context), { ...models, ...range, force });
  return { plan, pipeline, ...(isPartial(request) && { partial: true }) };
}

/** A rerun stands for the run whose plan it repeats. */
async function planAgain(context: Context, run: string, failedOnly: boolean): Promise<RequestedPlan> {
  const { of, plan } = await planRerun(context, run, failedOnly);
  return { plan, pipeline: of.pipeline, rerunOf: run, ...(of.partial && { partial: true }) };
}

function modelsOf({ manifest }: Context, request: RunRequest): { models?: readonly string[] } {
  const pipeline = manifest.pipelines.find(({ name }) => name === request.pipeline);
  if (request.pipeline !== undefined && !pipeline) {
    const known = manifest.pipelines.map(({ name }) => name).join(', ');
    throw new NothingSelected(`There is no pipeline ${request.pipeline}. There are ${known || 'none'}.`);
  }
  if (request.models === undefined) return pipeline ? { models: pipeline.models } : {};
  const { names, nothing } = selectModels(manifest.models, request.models);
  if (nothing.length === 0) return { models: names };
  const known = manifest.models.map(({ name }) => name).join(', ');
  throw new NothingSelected(`models: ${nothing.join(', ')} selects no model. There are ${known}.`);
}
