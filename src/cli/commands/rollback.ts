import type { RepublishPlan } from '../../core/planning/rollback';
import type { Pinned } from '../../engine/pinned';
import { executeRollback, planRollback } from '../../engine/rollback';
import { typedCommand } from '../ending';
import { openToWork } from '../open-to-work';
import { pinnedLines } from '../pinned-text';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { republishTable } from '../republish-rows';
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
    if (result) reportRun(result, options, typedCommand());
    else if (format !== 'table') showPlan(plan, format);
    if (format !== 'table') return;
    if (!result) print(`Nothing to do: ${model} is as run ${to} has left it.`);
    else if (result.state === 'SUCCESS') print(pinnedLines(pinnedBy(plan)).join('\n'));
  } finally {
    await context.close();
  }
}

function showPlan({ tasks }: RepublishPlan, format: Format): void {
  if (format === 'table' && tasks.length === 0) print('Nothing to do.');
  else print(render(republishTable(tasks), format));
}

const pinnedBy = ({ tasks }: RepublishPlan): Pinned[] =>
  tasks.map(({ model, dates }) => ({ model, dates: dates.map(({ date }) => date) }));
