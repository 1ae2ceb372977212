import { windowDates } from '../core/planning/window-text';
import type { RunResult } from '../engine/run';
import { EXIT } from './exit';
import { type Format, type Printable, print, printError, render } from './print';
import { republished, republishTable } from './republish-rows';
import { restCommand, restLines } from './rest';
import { runSummary } from './summary';

/** What the command was given. */
interface Asked {
  readonly format: Format;
  readonly project?: string;
}

/**
 * Prints what a run came to; the exit code says whether it succeeded.
 * @param rest the command that does what is left
 */
export function reportRun(
  result: RunResult,
  { format, project }: Asked,
  rest = restCommand(result.run, project),
): void {
  if (format === 'table') print(runSummary(result, project, rest));
  else print(render(tableOf(result), format));
  if (format !== 'table') for (const line of restLines(result.state, rest)) printError(line);
  if (result.state !== 'SUCCESS') process.exitCode = EXIT.stopped;
}

function tableOf(result: RunResult): Printable {
  const again = republished(result);
  if (again.length > 0) return republishTable(again);
  return { columns: ['task', 'model', 'state', 'reason'], rows: result.tasks.map(flat) };
}

const flat = ({ task, state, reason, outcome }: RunResult['tasks'][number]): Record<string, unknown> => ({
  task: task.id,
  model: task.model,
  ...windowDates(task.window),
  state,
  ...outcome?.verdict.totals,
  reason: reason ?? null,
});
