import * as z from 'zod';
import { countedText } from '../../src/core/counted';
import { jobLimit } from '../../src/engine/plan-limits';
import { stepTask, taskAt } from '../../src/engine/step-task';
import type { TaskStep } from '../../src/engine/task-runner';
import { withoutValues } from '../../src/engine/without-values';
import { BadRequest } from '../failures';
import type { Log } from '../log';
import { parsed } from '../parse';
import { runAt } from '../run-at';
import type { Endpoint } from '../serve';

const place = z.number().int().min(0);
const request = z.object({ run: z.string(), level: place, task: place });

/** After so long it comes back, before the workflow and the deadline of the request give up; its job works on. */
const PATIENCE_MS = 45_000;

/** One step of one task: its end, or after how many seconds to ask again. */
export const executeTask: Endpoint = {
  name: 'execute-task',
  async handle(site, { body }, log) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const { run, level, task: index } = parsed(request, body);
    const { record, context } = await runAt(site, run, log.with({ run }));
    const task = placed(() => taskAt(record, level, index));
    const warehouse = site.warehouse(jobLimit(context, task.model));
    const step = await stepTask({ ...context, warehouse }, record, task, patience);
    tell(log.with({ run, task: task.id, table_name: task.model }), step);
    return step.again === undefined
      ? { state: step.state }
      : { state: 'RUNNING', retry_after: Math.max(1, Math.ceil(step.again / 1000)) };
  },
};

function placed<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw error instanceof RangeError ? new BadRequest(error.message) : error;
  }
}

function tell(log: Log, { state, outcome, defect }: TaskStep): void {
  const { passed = 0, quarantined = 0, duplicates = 0 } = outcome?.verdict.totals ?? {};
  const rows = Object.entries({ published: outcome?.published ? passed : 0, quarantined, duplicates });
  if (outcome)
    for (const [what, count] of rows)
      log.write('INFO', `${countedText(count, 'row')} ${what}`, {
        event: 'task_accounted',
        outcome: what,
        rows: count,
      });
  if (defect !== undefined) log.defect(withoutValues(defect), defect);
  else log.write(state === 'FAILED' ? 'ERROR' : 'INFO', state, { state });
}
