import { IllegalTransition, isFinal, type State } from '../core/run-state';
import type { World } from '../ports/context';
import { Journal, type RunStatus } from './journal';
import type { Lease } from './lease';
import { deadRuns, dropLeases } from './leases';

/** Closes every run whose process has died, as FAILED, so that its models are free. @returns their ids */
export async function closeDeadRuns(world: World): Promise<string[]> {
  const dead = await deadRuns(world);
  for (const lease of dead) {
    const journal = new Journal(world.objects);
    await closeRun(world, journal, lease.run, epitaph(lease));
    const record = await journal.record(lease.run);
    await dropLeases(world, lease.run, record?.plan.tasks.map((task) => task.model) ?? []);
  }
  return dead.map((lease) => lease.run);
}

const epitaph = ({ worker, expires }: Lease): string =>
  `process ${worker.pid} on ${worker.host} ended in the middle, or said nothing until ${expires}; run again`;

/** Closes a run that goes on no more: what was running has failed, what was waiting is skipped. */
export async function closeRun(world: World, journal: Journal, run: string, message: string): Promise<void> {
  for (;;) {
    const status = await journal.status(run);
    if (!status || isFinal(status.state)) return;
    try {
      return await appendEnd(world, journal, status, message);
    } catch (error) {
      // Somebody else has written meanwhile: look again.
      if (!(error instanceof IllegalTransition)) throw error;
    }
  }
}

async function appendEnd(world: World, journal: Journal, status: RunStatus, message: string): Promise<void> {
  const { run } = status.record;
  const note = (task: string | undefined, state: State, attempt: number): Promise<void> =>
    journal.append({
      run,
      ...(task && { task }),
      state,
      attempt,
      at: world.clock.now().toISOString(),
      message,
    });
  for (const { task, state, attempt } of status.tasks)
    for (const [next, itsAttempt] of ending(state, attempt)) await note(task, next, itsAttempt);
  if (status.state === 'PENDING') await note(undefined, 'RUNNING', 1);
  await note(undefined, 'FAILED', 1);
}

/** The events that end a task, by the state in which it was left. */
function ending(state: State, attempt: number): [State, number][] {
  if (state === 'PENDING') return [['SKIPPED', attempt]];
  if (state === 'RUNNING') return [['FAILED', attempt]];
  if (state === 'RETRY')
    return [
      ['RUNNING', attempt + 1],
      ['FAILED', attempt + 1],
    ];
  return [];
}
