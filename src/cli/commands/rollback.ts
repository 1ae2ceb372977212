import type { RepublishPlan, RepublishTask } from '../../core/planning/rollback';
import { executeRollback, planRollback } from '../../engine/rollback';
import { typedCommand } from '../ending';
import { openToWork } from '../open-to-work';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { checkedRange, tableNamed } from '../request';
import { reportRun } from '../run-report';

interface Options {
  readonly project?: string;
  readonly to: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly dryRun: boolean;
  readonly format: Format;
}

export async function rollback(name: string, options: Options): Promise<void> {
  const { to, dryRun, format } = options;
  const progress = terminalProgress();
  const context = await openToWork(options.project, progress);
  try {
    const model = tableNamed(context.manifest, name);
    const range = checkedRange(options.startDate, options.endDate);
    const plan = await planRollback(context, model, { to, ...(range && { range }) });
    if (dryRun) return showPlan(plan, format);
    const result = await executeRollback(context, plan, to);
    progress.done();
    if (result) reportRun(result, format, typedCommand());
    else if (format !== 'table') showPlan(plan, format);
    if (format !== 'table') return;
    if (!result) print(`Nothing to do: ${model} is as run ${to} has left it.`);
    else if (result.state === 'SUCCESS') print(`Pinned: it is not due until ecluse unpin ${model}.`);
  } finally {
    await context.close();
  }
}

function showPlan({ tasks }: RepublishPlan, format: Format): void {
  const rows = tasks.flatMap(rowsOf);
  const columns = ['model', 'partition', 'rows_of_run', 'published', 'quarantined'];
  if (format === 'table' && rows.length === 0) print('Nothing to do.');
  else print(render({ columns, rows }, format));
}

/** A row for each partition that comes back or goes away; one for a table that comes back as a whole. */
function rowsOf({ model, dates, restored }: RepublishTask): Record<string, unknown>[] {
  const whole = restored.find(({ date }) => date === '0001-01-01');
  if (whole) return [{ model, partition: null, rows_of_run: whole.run, ...counts(whole) }];
  return dates.map(({ date }) => {
    const kept = restored.find((one) => one.date === date);
    return { model, partition: date, rows_of_run: kept?.run ?? null, ...counts(kept) };
  });
}

const counts = (kept: RepublishTask['restored'][number] | undefined): Record<string, unknown> => ({
  published: kept?.published ?? 0,
  quarantined: kept?.quarantined ?? 0,
});
