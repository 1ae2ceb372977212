import { holdings, holdingsText } from '../engine/leases';
import { closeDeadRuns } from '../engine/recover';
import { clearScratch } from '../engine/scratch';
import type { World } from '../ports/context';
import type { Progress } from '../ports/progress';
import { WarehouseError } from '../ports/warehouse';
import { listenForEnd } from './ending';
import { EXIT, UsageError } from './exit';
import { readKept } from './kept';
import { prepareForWork } from './prepare';
import { type LocalContext, type LocalProject, loadProject, openContext, openWorld } from './wire';

export interface WorkingContext extends LocalContext {
  readonly ending: AbortSignal;
}

/**
 * Opens the project for work that changes it, and that ends in order when it is interrupted. Runs whose process died
 * are closed first.
 * @throws {UsageError} `busy`, naming who is at work on what
 */
export async function openToWork(folder: string | undefined, progress: Progress): Promise<WorkingContext> {
  const project = await loadProject(folder);
  const world = openWorld(project.root);
  await closeDead(world);
  const { signal: ending, unlisten } = listenForEnd();
  try {
    const context = await openPrepared(project, progress);
    return { ...context, ending, close: () => context.close().finally(unlisten) };
  } catch (error) {
    unlisten();
    if (!(error instanceof WarehouseError && error.kind === 'transient')) throw error;
    const who = holdingsText(await holdings(world));
    throw new UsageError([who, error.message].filter(Boolean).join('\n'), EXIT.busy);
  }
}

async function openPrepared(project: LocalProject, progress: Progress): Promise<LocalContext> {
  const before = readKept(project.root, 'prepared');
  const context = await openContext(project, progress);
  try {
    await prepareForWork(context, before);
    await clearScratch(context);
    return context;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Closes runs whose process died, and says so. */
export async function closeDead(world: World): Promise<void> {
  for (const run of await closeDeadRuns(world))
    process.stderr.write(`Run ${run} is closed as FAILED: its process has ended in the middle.\n`);
}
