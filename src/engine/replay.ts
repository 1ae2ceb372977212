import { type Plan, planRun, WHOLE } from '../core/planning/plan';
import { bindTo } from '../core/statement';
import type { DateRange, IsoDate } from '../core/types';
import type { Context } from '../ports/context';
import { executeRun, type RunResult } from './run';
import { modelOf } from './stored-model';
import { count, readState, text } from './warehouse-state';

/** Rows that stand in the quarantine of a model. */
export interface Quarantined {
  readonly rows: number;
  readonly days: ReadonlyMap<IsoDate, number>;
  /** A row may stand there for several reasons. */
  readonly reasons: ReadonlyMap<string, number>;
}

export interface PlannedReplay {
  readonly model: string;
  readonly range: DateRange;
  readonly before: Quarantined;
  readonly plan: Plan;
}

const ALWAYS: DateRange = { start: WHOLE, end: '9999-12-31' };

/** Exactly the dates of a model that have quarantined rows, also where nothing has changed. */
export async function planReplay(
  context: Context,
  model: string,
  range: DateRange = ALWAYS,
): Promise<PlannedReplay> {
  const before = await quarantinedIn(context, model, range);
  const request = { models: [model], only: new Set(before.days.keys()), force: true };
  const plan = planRun(context.manifest, await readState(context), request);
  const tasks = before.rows === 0 ? [] : plan.tasks;
  return { model, range, before, plan: { ...plan, tasks } };
}

export interface Replayed {
  readonly result: RunResult;
  readonly after: Quarantined;
}

/** @returns `null` when nothing is quarantined there, or all of it is pinned */
export async function executeReplay(context: Context, planned: PlannedReplay): Promise<Replayed | null> {
  if (planned.plan.tasks.length === 0) return null;
  const result = await executeRun(context, planned.plan, { pipeline: 'all', trigger: 'replay' });
  return { result, after: await quarantinedIn(context, planned.model, planned.range) };
}

async function quarantinedIn(context: Context, model: string, range: DateRange): Promise<Quarantined> {
  const statement = modelOf(context, model).steps.quarantined;
  const values = { window_start: range.start, window_end: range.end };
  const { rows } = await context.warehouse.query(bindTo(statement, values));
  const days = rows.filter((row) => row._reason === null);
  const reasons = rows.filter((row) => row._reason !== null);
  const sums = new Map<string, number>();
  for (const row of reasons)
    sums.set(text(row, '_reason'), (sums.get(text(row, '_reason')) ?? 0) + count(row, 'stopped'));
  return {
    rows: days.reduce((sum, row) => sum + count(row, 'stopped'), 0),
    days: new Map(days.map((row) => [text(row, 'day'), count(row, 'stopped')])),
    reasons: sums,
  };
}
