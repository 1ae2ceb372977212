import { timestampText } from '../core/dates';
import type { Model, ModelSteps } from '../core/manifest';
import type { Task } from '../core/planning/plan';
import type { Evidence, Verdict } from '../core/quality/types';
import { judge } from '../core/quality/verdict';
import { findingsText, onDay } from '../core/quality/words';
import { bindTo, taskSuffix } from '../core/statement';
import type { Row, Values } from '../core/types';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { accountRemedy } from './account-remedy';
import { findDecision, keepDecision } from './decisions';
import { gather } from './evidence';
import { haveFilesMoved } from './moved';
import { isPublishedAnyway } from './own-publication';
import { retaining, retentionDates } from './retention';
import { modelOf, type StoredModel } from './stored-model';
import type { Decision, StoppedRow, TaskOutcome, TaskWork } from './task-work';
import { count, text } from './warehouse-state';
import { asked, windowValues } from './window-values';

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
  const values = { ...windowValues(model, task, job), run: work.run };
  await context.warehouse.execute(
    `stage_${job}`,
    model.steps.stage.map((step) => bindTo(step, values)),
  );
  const planned = task.dates.map(({ date }) => date);
  const evidence = await gather(context, model, values, planned);
  const verdict = judge(model, evidence);
  const account = await closeAccount(context, model, values, verdict);
  if (account.gaps.length > 0 && (await haveFilesMoved(context, model, task)))
    throw new WarehouseError(
      'conflict',
      `Files came or were withdrawn while ${task.model} was made. Run again.`,
    );
  const failures = [...verdict.failures, ...account.gaps, ...(await reconcile(context, model, values))];
  const stopped = await stoppedRows(context, model.steps, values, evidence, verdict);
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

/** Each day by itself: what one has too little is not made up for by another. */
async function reconcile({ warehouse }: Context, model: Model, values: Values): Promise<string[]> {
  const failures: string[] = [];
  for (const [index, { name, tolerance, statement }] of model.reconcile.entries()) {
    const { rows } = await warehouse.query(bindTo(statement, values), asked(`reconcile_${index}`, values));
    const unequal = rows.filter((row) => {
      const [expected, actual] = [count(row, 'expected'), count(row, 'actual')];
      return Math.abs(expected - actual) > tolerance * Math.abs(expected);
    });
    failures.push(...findingsText(unequal.map((row) => openReconciliation(name, row))));
  }
  return failures;
}

function openReconciliation(name: string, row: Row) {
  const [check, day] = [`reconciliation ${name}`, text(row, 'day')];
  const message = `${onDay(check, day)} does not close: expected ${text(row, 'expected')}, made ${text(row, 'actual')}.`;
  return { check, day, message };
}

/** Of the days for which nothing is published, or of all. */
async function stoppedRows(
  { warehouse }: Context,
  steps: ModelSteps,
  values: Values,
  { days }: Evidence,
  { results }: Verdict,
): Promise<StoppedRow[]> {
  const stopping = days.filter(({ quarantined }) => quarantined > 0).map(({ day }) => day);
  if (!steps.evidence || stopping.length === 0) return [];
  const failed = new Set(results.filter(({ outcome }) => outcome === 'failed').map(({ day }) => day));
  const worst = stopping.filter((day) => failed.has(day));
  const dates = worst.length > 0 ? worst : stopping;
  const { rows } = await warehouse.query(
    bindTo(steps.evidence, { ...values, dates }),
    asked('evidence', values),
  );
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
