import { isFinal } from '../core/run-state';
import { taskSuffix } from '../core/statement';
import type { Context, World } from '../ports/context';
import { Journal, type RunStatus } from './journal';
import { unless } from './json-object';

/** Runs that were closed in the middle, whose scratch tables nobody has dropped yet. */
const LEFT = 'left/';
const leftName = (run: string): string => `${LEFT}${run}.json`;

/** Notes that a run was closed in the middle: whoever closes it may have no warehouse at hand. */
export async function leaveScratch({ objects }: World, run: string): Promise<void> {
  await unless('precondition', objects.write('journal', leftName(run), '{}', { ifGeneration: '0' }));
}

/** Drops what runs that were closed in the middle have left in scratch. */
export async function clearScratch({ objects, warehouse }: Context): Promise<void> {
  const journal = new Journal(objects);
  for await (const { name } of objects.list('journal', LEFT)) {
    const status = await journal.status(name.slice(LEFT.length, -'.json'.length));
    if (!status || !isFinal(status.state)) continue;
    await warehouse.discard(attemptsOf(status));
    await objects.delete('journal', name);
  }
}

/** Every attempt of every task of the run. */
const attemptsOf = ({ record: { run }, tasks }: RunStatus): string[] =>
  tasks.flatMap(({ task, attempt }) =>
    Array.from({ length: attempt }, (_, before) => taskSuffix(run, task, before + 1)),
  );
