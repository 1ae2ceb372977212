import { isFinal } from '../../core/run-state';
import { requestCancel } from '../../engine/cancel';
import { Journal, type RunStatus } from '../../engine/journal';
import type { World } from '../../ports/context';
import { UsageError } from '../exit';
import { closeDead } from '../open-to-work';
import { print, printError } from '../print';
import { restLines, restOf } from '../rest';
import { openWorld, projectRoot } from '../wire';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 200;

export async function cancel(run: string, { project }: { readonly project?: string }): Promise<void> {
  const world = openWorld(projectRoot(project));
  await closeDead(world);
  const state = await requestCancel(world, run);
  if (state === null) throw new UsageError(`There is no run ${run}. ecluse status lists the last ones.`);
  if (isFinal(state)) throw new UsageError(`Run ${run} is ${state}; there is nothing to cancel.`);
  const ended = await whenEnded(world, run);
  if (ended) {
    print(`Run ${run}: ${ended.state}`);
    for (const line of restLines(ended.state, restOf(ended.record, project))) printError(line);
  } else print(`Run ${run} is asked to stop, but has not yet. ecluse status ${run} --watch follows it.`);
}

/** @returns how it ended, `null` if it did not within half a minute */
async function whenEnded(world: World, run: string): Promise<RunStatus | null> {
  const journal = new Journal(world.objects);
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const status = await journal.status(run);
    if (status && isFinal(status.state)) return status;
    await world.clock.sleep(LOOK_EVERY_MS);
  }
  return null;
}
