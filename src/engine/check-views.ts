import { timestampText } from '../core/dates';
import type { Model } from '../core/manifest';
import { WHOLE } from '../core/planning/plan';
import type { CheckResult } from '../core/quality/types';
import { judge } from '../core/quality/verdict';
import { bindTo, taskSuffix } from '../core/statement';
import { Attempts } from '../ingest/attempts';
import type { Context } from '../ports/context';
import type { RunRecord } from './journal';
import { count } from './warehouse-state';

/**
 * Asks the checks of the views that read what has just been published. They only warn: the rows are published, and a
 * view keeps none of its own.
 * @returns the warnings, each beginning with the name of the view
 */
export async function checkViews(
  context: Context,
  record: Pick<RunRecord, 'run' | 'backfill'>,
  published: ReadonlySet<string>,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const model of context.manifest.models) {
    if (!model.checkView || !model.inputs.some((input) => published.has(input.table))) continue;
    const results = await checkView(context, model, record);
    for (const { outcome, message } of results)
      if (outcome === 'warned') warnings.push(`${model.name}: ${message}`);
  }
  return warnings;
}

async function checkView(
  context: Context,
  model: Model,
  { run, backfill }: Pick<RunRecord, 'run' | 'backfill'>,
): Promise<readonly CheckResult[]> {
  const { warehouse, objects, manifest, clock } = context;
  if (!model.checkView) return [];
  const [row = {}] = (await warehouse.query(bindTo(model.checkView, {}))).rows;
  const judged = count(row, 'judged');
  const values = model.checks.map((_, index) => {
    const value = row[`check_${index}`];
    return value === null || value === undefined ? null : Number(value);
  });
  const whole = {
    day: WHOLE,
    staged: judged,
    passed: judged,
    quarantined: 0,
    duplicates: 0,
    violations: [],
    results: values,
  };
  const { results } = judge(model, {
    days: [whole],
    baseline: new Map(),
    openDays: new Set(),
    deletions: [],
  });
  const recorded = {
    run,
    backfill: backfill !== undefined,
    task_id: model.name,
    table_name: model.name,
    now: timestampText(clock.now()),
    results: results.map(({ check, severity, failing, observed, outcome }) => ({
      check_name: check,
      severity,
      partition_date: null,
      judged,
      failing,
      observed,
      outcome,
    })),
  };
  const attempts = new Attempts(objects, `check_${taskSuffix(run, model.name)}`);
  const attempt = await attempts.current();
  await attempts.counted(attempt, clock, () =>
    warehouse.execute(`check_${taskSuffix(run, model.name, attempt)}`, [
      bindTo(manifest.ops.recordChecks, recorded),
    ]),
  );
  return results;
}
