import { planRun } from '../../core/planning/plan';
import { notePinned } from '../../engine/pinned';
import { refreshReferences } from '../../engine/refresh-references';
import { executeRun, type RunResult, runId } from '../../engine/run';
import { readState } from '../../engine/warehouse-state';
import { sweep } from '../../ingest/sweep';
import { EXIT } from '../exit';
import { openToWork } from '../open-to-work';
import { tellPinned } from '../pinned-text';
import { type Format, print, printError } from '../print';
import { terminalProgress } from '../progress';
import { checkedCount, type PlanOptions, planRequest } from '../request';
import { reportRun } from '../run-report';
import { earlierLines } from '../start-text';
import { ingestSummary } from '../summary';
import type { LocalContext } from '../wire';

interface Options extends PlanOptions {
  readonly project?: string;
  readonly ingest: boolean;
  readonly concurrency: string;
  readonly format: Format;
}

export async function run(options: Options): Promise<void> {
  const concurrency = checkedCount('--concurrency', options.concurrency);
  const progress = terminalProgress();
  const context = await openToWork(options.project, progress);
  try {
    const landed = options.ingest ? await sweep(context, runId(context)) : null;
    const result = await runWhatIsDue(context, options, concurrency);
    progress.done();
    if (landed && options.format === 'table') print(`${ingestSummary(landed)}\n`);
    reportRun(result, options);
    if (landed?.files.some((file) => file.status === 'refused')) process.exitCode = EXIT.stopped;
  } finally {
    await context.close();
  }
}

/** Reference tables first, then everything whose version is not the one it would have now. */
export async function runWhatIsDue(
  context: LocalContext,
  options: PlanOptions,
  concurrency = 1,
): Promise<RunResult> {
  await refreshReferences(context, runId(context));
  const state = await readState(context);
  const plan = planRun(context.manifest, state, planRequest(context.manifest, options));
  tellPinned(await notePinned(context, state));
  for (const line of earlierLines(context.manifest, state.versions)) printError(line);
  if (plan.tasks.length === 0) return { run: '', state: 'SUCCESS', tasks: [], warnings: [], alerts: [] };
  return executeRun(context, plan, { pipeline: 'all', trigger: 'manual', concurrency });
}
