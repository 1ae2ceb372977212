import { countedText } from '../core/counted';
import {
  type RepublishPlan,
  type Retained,
  RollbackRefused,
  type RollbackRequest,
  rollbackTask,
} from '../core/planning/rollback';
import { bindTo } from '../core/statement';
import type { Context } from '../ports/context';
import { Journal } from './journal';
import { notePinned } from './pinned';
import { publicationsOf } from './publications';
import { retentionDates } from './retention';
import { executeRun, type RunResult } from './run';
import { modelOf } from './stored-model';

/**
 * What a rollback of one model would do; nothing is changed.
 * @throws {RollbackRefused}
 */
export async function planRollback(
  context: Context,
  model: string,
  request: RollbackRequest,
): Promise<RepublishPlan> {
  const { manifest } = context;
  const table = modelOf(context, model);
  if (table.as !== 'incremental' && request.range)
    throw new RollbackRefused(`${model} has no partitions and comes back as a whole. Leave the dates out.`);
  const [publications, retained] = await Promise.all([
    publicationsOf(context, model),
    retainedOf(context, model),
  ]);
  const known = publications.some(({ run }) => run === request.to);
  if (!known && !(await new Journal(context.objects).record(request.to)))
    throw new RollbackRefused(`There is no run ${request.to}. ecluse status lists the last ones.`);
  try {
    const task = rollbackTask(table, publications, retained, request);
    return { manifest: manifest.fingerprint, tasks: task ? [task] : [] };
  } catch (error) {
    throw error instanceof RollbackRefused ? withRetention(error, manifest.project.retainDays) : error;
  }
}

/**
 * Restores what the plan says, in one transaction, and pins it.
 * @returns `null` when there is nothing to do
 */
export async function executeRollback(
  context: Context,
  plan: RepublishPlan,
  to: string,
): Promise<RunResult | null> {
  const options = { pipeline: 'all', trigger: 'rollback', rollbackTo: to };
  const result = plan.tasks.length === 0 ? null : await executeRun(context, plan, options);
  await notePinned(context);
  return result;
}

async function retainedOf(context: Context, model: string): Promise<Retained[]> {
  const { kept_since } = retentionDates(context);
  const { rows } = await context.warehouse.query(
    bindTo(modelOf(context, model).steps.retained, { kept_since }),
  );
  return rows.map((row) => ({
    date: String(row.partition_date),
    run: String(row.run),
    published: Number(row.published),
    quarantined: Number(row.quarantined),
  }));
}

const withRetention = ({ message }: RollbackRefused, days: number): RollbackRefused =>
  new RollbackRefused(
    `${message} What is replaced is kept for ${countedText(days, 'day')} (retain_days of ecluse.yaml).`,
  );
