import { planRun } from '../../core/planning/plan';
import { executeRun, type RunResult, runId } from '../../engine/run';
import { readState } from '../../engine/warehouse-state';
import { refreshReferences } from '../../ingest/references';
import { type SweepResult, sweep } from '../../ingest/sweep';
import { EXIT } from '../exit';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { type PlanOptions, planRequest } from '../request';
import { ingestSummary, runSummary } from '../summary';
import { type LocalContext, loadProject, openContext } from '../wire';

interface Options extends PlanOptions {
  readonly project?: string;
  readonly ingest: boolean;
  readonly format: Format;
}

export async function run(options: Options): Promise<void> {
  const progress = terminalProgress();
  const context = await openContext(await loadProject(options.project), progress);
  try {
    const landed = options.ingest ? await sweep(context, runId(context)) : null;
    const result = await runWhatIsDue(context, options);
    progress.done();
    if (options.format === 'table') report(landed, result);
    else
      print(
        render(
          { columns: ['task', 'model', 'state', 'reason'], rows: result.tasks.map(flat) },
          options.format,
        ),
      );
    const refused = landed?.files.some((file) => file.status === 'refused') ?? false;
    if (result.state !== 'SUCCESS' || refused) process.exitCode = EXIT.stopped;
  } finally {
    await context.close();
  }
}

/** Reference tables first, then everything whose version is not the one it would have now. */
export async function runWhatIsDue(context: LocalContext, options: PlanOptions): Promise<RunResult> {
  await refreshReferences(context, runId(context));
  const plan = planRun(context.manifest, await readState(context), planRequest(context.manifest, options));
  if (plan.tasks.length === 0) return { run: '', state: 'SUCCESS', tasks: [], warnings: [] };
  return executeRun(context, plan, { pipeline: 'all', trigger: 'manual' });
}

function report(landed: SweepResult | null, result: RunResult): void {
  if (landed) print(`${ingestSummary(landed)}\n`);
  print(runSummary(result));
}

const flat = ({ task, state, reason, outcome }: RunResult['tasks'][number]): Record<string, unknown> => ({
  task: task.id,
  model: task.model,
  start_date: task.window.start,
  end_date: task.window.end,
  state,
  ...outcome?.verdict.totals,
  reason: reason ?? null,
});
