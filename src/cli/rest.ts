import { replayCommand, replayRepublished } from '../core/alerts/replay';
import { isRepublishing } from '../core/planning/rollback';
import type { State } from '../core/run-state';
import type { RunRecord } from '../engine/journal';
import { commandText, projectOption } from './shell';

/** Does what is left of a run that has ended without success. */
export const restCommand = (run: string, project?: string): string =>
  commandText('ecluse', ['rerun', run, '--failed-only', ...projectOption(project)]);

/** The same of any run: a rollback or an unpin is asked for once more. */
export function restOf({ run, plan, rollbackTo }: RunRecord, project?: string): string {
  const [task] = plan.tasks;
  if (!task || !isRepublishing(task)) return restCommand(run, project);
  const named = project ? ` ${commandText('--project', [project])}` : '';
  return replayCommand(replayRepublished(task, rollbackTo)) + named;
}

/** How to go on after a run that has ended. */
export function restLines(state: State, command: string): string[] {
  if (state === 'FAILED') return [`Once that is mended: ${command}`];
  return state === 'CANCELLED' ? [`What was published stays. Go on with: ${command}`] : [];
}
