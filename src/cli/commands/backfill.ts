import { countedText } from '../../core/counted';
import {
  type BackfillRequest,
  executeBackfill,
  type PlannedBackfill,
  planBackfill,
} from '../../engine/backfill';
import { bytesOf } from '../../engine/estimate-task';
import { notePinned } from '../../engine/pinned';
import { refreshReferences } from '../../engine/refresh-references';
import { runId } from '../../engine/run';
import { openToWork } from '../open-to-work';
import { tellPinned } from '../pinned-text';
import { planTable } from '../plan-rows';
import { type Format, print, printError, render } from '../print';
import { terminalProgress } from '../progress';
import { checkedCount, planRequest } from '../request';
import { reportRun } from '../run-report';
import { startLines } from '../start-text';
import type { LocalContext } from '../wire';

interface Options {
  readonly project?: string;
  readonly models?: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly chunkDays: string;
  readonly concurrency: string;
  readonly dryRun: boolean;
  readonly format: Format;
}

export async function backfill(options: Options): Promise<void> {
  const concurrency = checkedCount('--concurrency', options.concurrency);
  const progress = terminalProgress();
  const context = await openToWork(options.project, progress);
  try {
    const request = backfillRequest(context, options);
    for (const line of startLines(context.manifest, request.range.start, request.models)) printError(line);
    if (!options.dryRun) await refreshReferences(context, runId(context));
    const planned = await planBackfill(context, request);
    tellPinned(await notePinned(context));
    if (options.dryRun) return await showPlan(context, planned, options.format);
    const result = await executeBackfill(context, planned, concurrency);
    progress.done();
    if (options.format === 'table' && (planned.done > 0 || !result)) print(doneText(planned));
    if (result) reportRun(result, options);
    else if (options.format !== 'table') print(render({ columns: ['task'], rows: [] }, options.format));
  } finally {
    await context.close();
  }
}

/** @throws {UsageError} */
function backfillRequest({ manifest }: LocalContext, options: Options): BackfillRequest {
  const { range, models, maxDays: chunkDays } = planRequest(manifest, { ...options, force: true });
  if (!range || chunkDays === undefined)
    throw new Error('A backfill without dates or chunks passed the command line.');
  return { range, chunkDays, ...(models && { models }) };
}

async function showPlan(context: LocalContext, planned: PlannedBackfill, format: Format): Promise<void> {
  const { tasks } = planned.plan;
  const rows: Record<string, unknown>[] = [];
  const table = planTable(planned.plan, format);
  for (const [index, row] of table.rows.entries()) {
    const task = tasks[index];
    rows.push({ ...row, bytes: task ? await bytesOf(context, task) : null });
  }
  const columns = [...table.columns, 'bytes'];
  print(render({ columns, rows }, format));
  if (format === 'table') print(`\n${countedText(tasks.length, 'task')}. ${doneText(planned)}`);
}

function doneText({ done, plan }: PlannedBackfill): string {
  if (done > 0 && plan.tasks.length === 0) return 'An earlier start has finished all of it.';
  if (done > 0) return `Continued: an earlier start has finished ${countedText(done, 'date')} of models.`;
  return plan.tasks.length === 0 ? 'There is nothing on these dates.' : 'Dates are inclusive.';
}
