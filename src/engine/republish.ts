import { timestampText } from '../core/dates';
import { WHOLE } from '../core/planning/plan';
import type { RepublishedDate, RepublishTask } from '../core/planning/rollback';
import { bindTo, taskSuffix } from '../core/statement';
import type { Statement, Values } from '../core/types';
import type { Context } from '../ports/context';
import { isPublishedAnyway } from './own-publication';
import { retaining, retentionDates } from './retention';
import { modelOf } from './stored-model';
import type { TaskOutcome, TaskWork } from './task-work';

/**
 * Publishes partitions again, in one transaction. It starts its job or finds it, so it may be repeated.
 * @throws {WarehouseError} as `executeTask`
 */
export function republish(context: Context, task: RepublishTask, work: TaskWork): Promise<TaskOutcome> {
  return task.republish === 'restore' ? restore(context, task, work) : release(context, task, work);
}

/** Brings retained partitions back, in one transaction in which what they replace is retained in turn. */
async function restore(context: Context, task: RepublishTask, work: TaskWork): Promise<TaskOutcome> {
  const model = modelOf(context, task.model);
  const { restored, dates, window } = task;
  const published = restored.reduce((sum, kept) => sum + kept.published, 0);
  const quarantined = restored.reduce((sum, kept) => sum + kept.quarantined, 0);
  const account = { bronze: null, staged: published + quarantined, published, quarantined, duplicates: 0 };
  const values = {
    ...republishValues(context, task, work),
    ...retentionDates(context),
    ...account,
    run: work.run,
    window_start: window.start,
    window_end: window.end,
    dates: model.as === 'incremental' ? dates.map(({ date }) => date) : [WHOLE],
    restored: restored.map(({ date, run }) => ({ partition_date: date, run })),
    outcome: 'restored',
    reason: null,
  };
  const statements = [...retaining(context.manifest, model, task), ...model.steps.restore];
  await execute(context, task, work, statements, values);
  return outcomeOf(published, quarantined);
}

/** Publishes partitions as they are, no longer pinned. */
async function release(context: Context, task: RepublishTask, work: TaskWork): Promise<TaskOutcome> {
  const values = republishValues(context, task, work);
  await execute(context, task, work, context.manifest.ops.unpin, values);
  return outcomeOf(0, 0);
}

async function execute(
  context: Context,
  task: RepublishTask,
  work: TaskWork,
  statements: readonly Statement[],
  values: Values,
): Promise<void> {
  const job = `${task.republish}_${taskSuffix(work.run, task.id, work.attempt)}`;
  const bound = statements.map((statement) => bindTo(statement, values));
  try {
    await context.warehouse.execute(job, bound);
  } catch (error) {
    if (!(await isPublishedAnyway(context, task, work, error))) throw error;
  }
}

function republishValues(
  { clock }: Context,
  { id, model, dates, republish, publications = 0 }: RepublishTask,
  { run }: TaskWork,
): Values {
  return {
    task_id: id,
    table_name: model,
    now: timestampText(clock.now()),
    publications,
    pins: dates.map(({ date, seq }) => ({ partition_date: date, seq })),
    republished: dates.map((date) => publication(date, run, republish === 'restore')),
  };
}

const publication = (
  { date, seq, version, fingerprint, inputs, rows, run, restores }: RepublishedDate,
  working: string,
  pinned: boolean,
): Values => ({
  partition_date: date,
  seq: seq + 1,
  version,
  fingerprint,
  input_versions: JSON.stringify(inputs),
  row_count: rows,
  run: run ?? working,
  restores,
  pinned,
});

/** Nothing is staged and nothing judged: it was when it was published for the first time. */
const outcomeOf = (passed: number, quarantined: number): TaskOutcome => ({
  published: true,
  verdict: {
    totals: { staged: passed + quarantined, passed, quarantined, duplicates: 0 },
    results: [],
    failures: [],
  },
  bronze: null,
  stopped: [],
  failures: [],
});
