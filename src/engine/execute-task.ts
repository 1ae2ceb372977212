import { addDays, datesOf, isOpen, timestampText } from '../core/dates';
import type { Model, ModelSteps } from '../core/manifest';
import { type Reason, type Task, WHOLE } from '../core/planning/plan';
import { type Deletion, type Evidence, judge, type Verdict } from '../core/quality/verdict';
import { bindTo, taskSuffix } from '../core/statement';
import type { IsoDate, Row, Values } from '../core/types';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { accountRemedy } from './account-remedy';
import { findDecision, keepDecision } from './decisions';
import { isPublishedAnyway } from './own-publication';
import { retaining, retentionDates } from './retention';
import type { Decision, StoppedRow, TaskOutcome, TaskWork } from './task-work';
import { count, text } from './warehouse-state';

/**
 * Stage, audit, publish, account. Each step starts its job or finds it done, so the whole may be repeated; publishing
 * is one transaction that also records the account.
 * @throws {WarehouseError} `assertion` when somebody else has published meanwhile, `transient` and `conflict` to
 *   retry, `pending` to call again
 */
export async function executeTask(context: Context, task: Task, work: TaskWork): Promise<TaskOutcome> {
  const { objects } = context;
  const found = await findDecision(objects, work, task);
  const decision = found ?? (await decide(context, task, work));
  try {
    await actOn(context, task, work, decision);
  } catch (error) {
    const goesOn = error instanceof WarehouseError && error.kind === 'pending';
    if (goesOn && !found) await keepDecision(objects, work, task, decision);
    if (!(await isPublishedAnyway(context, task, work, error))) throw error;
  }
  return decision.outcome;
}

/** Ids of the jobs that may be at work for a task. */
export const jobsOf = (task: Task, { run, attempt }: Pick<TaskWork, 'run' | 'attempt'>): string[] =>
  ['stage', 'publish', 'refuse', 'restore', 'unpin'].map(
    (step) => `${step}_${taskSuffix(run, task.id, attempt)}`,
  );

async function decide(context: Context, task: Task, work: TaskWork): Promise<Decision> {
  const model = modelOf(context, task.model);
  const job = taskSuffix(work.run, task.id, work.attempt);
  const values = windowValues(model, task, job);
  await context.warehouse.execute(
    `stage_${job}`,
    model.steps.stage.map((step) => bindTo(step, values)),
  );
  const evidence = await gather(context, model, values);
  const verdict = judge(model, evidence);
  const account = await closeAccount(context, model, values, verdict);
  const failures = [...verdict.failures, ...account.gaps, ...(await reconcile(context, model, values))];
  const stopped = await stoppedRows(context, model.steps, values, verdict);
  const published = failures.length === 0;
  return {
    step: published ? 'publish' : 'refuse',
    values: {
      ...values,
      ...retentionDates(context),
      ...recordValues(context, work, task, model, verdict, account.bronze, failures, evidence),
    },
    outcome: { published, verdict, bronze: account.bronze, stopped, failures },
  };
}

async function actOn(
  context: Context,
  task: Task,
  work: TaskWork,
  { step, values }: Decision,
): Promise<void> {
  const model = modelOf(context, task.model);
  const publish = [...retaining(context.manifest, model, task), ...model.steps.publish];
  const statements = step === 'publish' ? publish : context.manifest.ops.recordFailure;
  await context.warehouse.execute(
    `${step}_${taskSuffix(work.run, task.id, work.attempt)}`,
    statements.map((statement) => bindTo(statement, values)),
  );
}

/** What a step asks is asked once for an attempt, however many calls the attempt takes. */
const asked = (step: string, { task }: Values): { readonly job: string } => ({ job: `${step}_${task}` });

type StoredModel = Model & { readonly steps: ModelSteps };

export function modelOf({ manifest }: Pick<Context, 'manifest'>, name: string): StoredModel {
  const model = manifest.models.find((candidate) => candidate.name === name);
  if (!model?.steps)
    throw new Error(`The manifest has no table model ${name}; it is another manifest than the plan's.`);
  return { ...model, steps: model.steps };
}

/** Why a date is due whose extract nobody has let through as it is now. */
const ARRIVED: ReadonlySet<Reason> = new Set(['new', 'inputs changed']);

/** `@start_date` and `@end_date` reach as far as the unique key is decided; the produced window does not. */
export function windowValues(model: Model, task: Pick<Task, 'window' | 'dates'>, job: string): Values {
  const within = model.uniqueKey?.withinDays ?? 0;
  const { start, end } = task.window;
  const widened = model.as === 'incremental' && within > 0;
  return {
    task: job,
    start_date: widened ? addDays(start, -within) : start,
    end_date: widened ? addDays(end, within) : end,
    window_start: start,
    window_end: end,
    dates: model.as === 'incremental' ? datesOf(task.window) : [WHOLE],
    changed: task.dates.filter(({ reason }) => ARRIVED.has(reason)).map(({ date }) => date),
    table_name: model.name,
  };
}

type Judging = Pick<Context, 'manifest' | 'warehouse' | 'clock'>;

/** Everything that a staged batch is judged by. */
export async function gather(context: Judging, model: StoredModel, values: Values): Promise<Evidence> {
  const { warehouse, manifest, clock } = context;
  const audit = await warehouse.query(bindTo(model.steps.audit, values), asked('audit', values));
  const grouped =
    model.steps.grouped &&
    (await warehouse.query(bindTo(model.steps.grouped, values), asked('grouped', values)));
  const days = audit.rows.map((row) => ({
    day: text(row, 'day'),
    staged: count(row, 'staged'),
    passed: count(row, 'passed'),
    quarantined: count(row, 'quarantined'),
    duplicates: count(row, 'duplicates'),
    violations: count(row, 'violations'),
    results: model.checks.map((_, index) => observed(row, index)),
  }));
  const repeated = new Map(model.checks.flatMap((_, index) => repeatedAt(grouped?.rows[0], index)));
  const open = days.filter(({ day }) =>
    isOpen(day, clock.now(), manifest.project.timeZone, model.graceHours),
  );
  return {
    days,
    repeated,
    baseline: await baseline(context, model, values),
    openDays: new Set(open.map(({ day }) => day)),
    deletions: await deletions(context, model, values),
  };
}

/** Only where the contract bounds them. */
async function deletions({ warehouse }: Judging, model: StoredModel, values: Values): Promise<Deletion[]> {
  if (!model.steps.deletions || model.maxDeleted === undefined) return [];
  const { rows } = await warehouse.query(bindTo(model.steps.deletions, values), asked('deletions', values));
  return rows.map((row) => ({
    day: text(row, 'day'),
    present: count(row, 'present'),
    deleted: count(row, 'deleted'),
  }));
}

function observed(row: Row, index: number): number | null {
  const value = row[`check_${index}`];
  return value === null || value === undefined ? null : Number(value);
}

function repeatedAt(row: Row | undefined, index: number): [number, number][] {
  const value = row && observed(row, index);
  return value === null || value === undefined ? [] : [[index, value]];
}

/** Only models with checks that compare with the past ask for it. */
async function baseline(
  { warehouse, manifest }: Judging,
  model: Model,
  values: Values,
): Promise<Evidence['baseline']> {
  const compares = model.checks.some(
    ({ bounds }) => bounds?.minRatio !== undefined || bounds?.maxRatio !== undefined,
  );
  const history = new Map<string, Map<IsoDate, number>>();
  if (!compares) return history;
  const { rows } = await warehouse.query(
    bindTo(manifest.ops.baseline, { table_name: model.name }),
    asked('baseline', values),
  );
  for (const row of rows) {
    const dates = history.get(text(row, 'check_name')) ?? new Map<IsoDate, number>();
    if (row.observed !== null) dates.set(text(row, 'partition_date'), count(row, 'observed'));
    history.set(text(row, 'check_name'), dates);
  }
  return history;
}

interface Account {
  readonly bronze: number | null;
  readonly gaps: readonly string[];
}

/** `source_row`: every identity of bronze was staged exactly once, or the rows that were not are named. */
async function closeAccount(
  { warehouse }: Context,
  model: StoredModel,
  values: Values,
  verdict: Verdict,
): Promise<Account> {
  if (!model.steps.identities || !model.steps.gap) return { bronze: null, gaps: [] };
  const [row] = (await warehouse.query(bindTo(model.steps.identities, values), asked('identities', values)))
    .rows;
  const bronze = row ? count(row, 'bronze') : 0;
  const identities = row ? count(row, 'identities') : 0;
  const { staged } = verdict.totals;
  if (bronze === staged && staged === identities) return { bronze, gaps: [] };
  const { rows } = await warehouse.query(bindTo(model.steps.gap, values), asked('gap', values));
  const named = rows
    .slice(0, 5)
    .map(
      (gap) =>
        `${text(gap, 'file')}:${text(gap, 'line')} (bronze ${text(gap, 'bronze_rows')}, staged ${text(gap, 'staged_rows')})`,
    );
  return {
    bronze,
    gaps: [
      `the account does not close: bronze ${bronze}, staged ${staged}, different rows ${identities}; ${named.join(', ')}. ${accountRemedy(bronze, staged, identities)}`,
    ],
  };
}

async function reconcile({ warehouse }: Context, model: Model, values: Values): Promise<string[]> {
  const failures: string[] = [];
  for (const [index, { name, tolerance, statement }] of model.reconcile.entries()) {
    const [row] = (await warehouse.query(bindTo(statement, values), asked(`reconcile_${index}`, values)))
      .rows;
    const [expected, actual] = [Number(row?.expected ?? 0), Number(row?.actual ?? 0)];
    if (Math.abs(expected - actual) > tolerance * Math.abs(expected))
      failures.push(
        `reconciliation ${name} does not close: expected ${text(row ?? {}, 'expected')}, published ${text(row ?? {}, 'actual')}`,
      );
  }
  return failures;
}

async function stoppedRows(
  { warehouse }: Context,
  steps: ModelSteps,
  values: Values,
  verdict: Verdict,
): Promise<StoppedRow[]> {
  if (!steps.evidence || verdict.totals.quarantined === 0) return [];
  const { rows } = await warehouse.query(bindTo(steps.evidence, values), asked('evidence', values));
  return rows.map((row) => ({
    file: text(row, 'file'),
    line: count(row, 'line'),
    failed: (row.failed ?? []) as string[],
  }));
}

function recordValues(
  { clock }: Context,
  { run, backfill }: TaskWork,
  task: Task,
  model: Model,
  { totals, results }: Verdict,
  bronze: number | null,
  failures: readonly string[],
  evidence: Evidence,
): Values {
  const rows = new Map(evidence.days.map((day) => [day.day, day.passed]));
  return {
    run,
    backfill,
    task_id: task.id,
    table_name: model.name,
    fingerprint: model.fingerprint,
    publications: task.publications ?? 0,
    now: timestampText(clock.now()),
    pins: task.dates.map(({ date, seq }) => ({ partition_date: date, seq })),
    versions: task.dates.map(({ date, seq, version, inputs }) => ({
      partition_date: date,
      seq: seq + 1,
      version,
      input_versions: JSON.stringify(inputs),
      row_count: rows.get(date) ?? 0,
    })),
    results: results.map((result) => ({
      check_name: result.check,
      severity: result.severity,
      partition_date: result.day,
      judged: result.judged,
      failing: result.failing,
      observed: result.observed,
      outcome: result.outcome,
    })),
    bronze,
    staged: totals.staged,
    published: failures.length === 0 ? totals.passed : 0,
    quarantined: totals.quarantined,
    duplicates: totals.duplicates,
    outcome: failures.length === 0 ? 'published' : 'failed',
    reason: failures.length === 0 ? null : failures.join('; '),
  };
}
