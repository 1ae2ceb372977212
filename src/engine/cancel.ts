import { isFinal, type State } from '../core/run-state';
import type { World } from '../ports/context';
import { Journal } from './journal';
import { unless } from './json-object';

const flag = (run: string): string => `cancelled/${run}.json`;

/**
 * Asks a run to stop; the process that works on it sees it between its steps, and within a second inside of one.
 * @returns the state of a run that had ended before; `null`: there is no such run
 */
export async function requestCancel(world: World, run: string): Promise<State | null> {
  const status = await new Journal(world.objects).status(run);
  if (!status) return null;
  if (isFinal(status.state)) return status.state;
  const body = JSON.stringify({ run, at: world.clock.now().toISOString() });
  await unless('precondition', world.objects.write('journal', flag(run), body, { ifGeneration: '0' }));
  return status.state;
}

export async function isCancelRequested({ objects }: World, run: string): Promise<boolean> {
  return (await objects.stat('journal', flag(run))) !== null;
}
