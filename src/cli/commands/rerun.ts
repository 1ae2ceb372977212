import { planRerun } from '../../engine/rerun';
import { executeRun } from '../../engine/run';
import { openToWork } from '../open-to-work';
import { type Format, print } from '../print';
import { terminalProgress } from '../progress';
import { checkedCount } from '../request';
import { reportRun } from '../run-report';

interface Options {
  readonly project?: string;
  readonly failedOnly: boolean;
  readonly concurrency: string;
  readonly format: Format;
}

export async function rerun(run: string, options: Options): Promise<void> {
  const concurrency = checkedCount('--concurrency', options.concurrency);
  const progress = terminalProgress();
  const context = await openToWork(options.project, progress);
  try {
    const { of, plan } = await planRerun(context, run, options.failedOnly);
    if (plan.tasks.length === 0)
      return print(`Run ${run} has no task that failed, was skipped or cancelled.`);
    const result = await executeRun(context, plan, {
      pipeline: of.pipeline,
      trigger: 'rerun',
      rerunOf: run,
      concurrency,
      ...(of.backfill && { backfill: of.backfill }),
    });
    progress.done();
    reportRun(result, options);
  } finally {
    await context.close();
  }
}
