import { IllegalTransition, isFinal, type State } from '../core/run-state';
import type { Context, World } from '../ports/context';
import { cancelJobs } from './cancel-jobs';
import { Journal, type RunStatus } from './journal';
import { type Lease, workerText } from './lease';
import { deadRuns, dropLeases } from './leases';
import { leaveScratch } from './scratch';

/**
 * Closes every run whose process has died, as FAILED, so that its models are free.
 * @param world with the warehouse where jobs may outlive the process that started them: they are cancelled first
 * @returns their ids
 */
export async function closeDeadRuns(world: World & Partial<Pick<Context, 'warehouse'>>): Promise<string[]> {
  const dead = await deadRuns(world);
  for (const lease of dead) {
    const journal = new Journal(world.objects);
    const left = await cancelJobsOf(world, journal, lease.run);
    await closeRun(world, journal, lease.run, [epitaph(lease), ...left].join('; '));
    const record = await journal.record(lease.run);
    await dropLeases(world, lease.run, record?.plan.tasks.map((task) => task.model) ?? []);
  }
  return dead.map((lease) => lease.run);
}

/** @returns what could not be cancelled */
async function cancelJobsOf(
  { warehouse }: Partial<Pick<Context, 'warehouse'>>,
  journal: Journal,
  run: string,
): Promise<string[]> {
  const status = warehouse && (await journal.status(run));
  return status && !isFinal(status.state) ? cancelJobs({ warehouse }, status) : [];
}

const epitaph = ({ worker, expires }: Lease): string =>
  `${workerText(worker)} ended in the middle, or stopped renewing its lease, which runs out at ${expires}; run again`;

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
  const at = world.clock.now().toISOString();
  await leaveScratch(world, run);
  await closeTasks(world, journal, status, message, false);
  if (status.state === 'PENDING') await journal.append({ run, state: 'RUNNING', attempt: 1, at, message });
  await journal.append({ run, state: 'FAILED', attempt: 1, at, message });
}

/**
 * Ends the tasks that have not ended: what was waiting is skipped, what was running has failed; of a run that was
 * cancelled, all are cancelled.
 * @returns the states in which the tasks are then, in the order of the plan
 */
export async function closeTasks(
  world: World,
  journal: Journal,
  { record: { run }, tasks }: RunStatus,
  message: string,
  cancelled: boolean,
): Promise<State[]> {
  const states: State[] = [];
  for (const { task, state, attempt } of tasks) {
    const ends = cancelled ? cancelling(state, attempt) : ending(state, attempt);
    const at = world.clock.now().toISOString();
    for (const [next, itsAttempt] of ends)
      await journal.append({ run, task, state: next, attempt: itsAttempt, at, message });
    states.push(ends.at(-1)?.[0] ?? state);
  }
  return states;
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

function cancelling(state: State, attempt: number): [State, number][] {
  if (isFinal(state)) return [];
  return [['CANCELLED', state === 'RETRY' ? attempt + 1 : attempt]];
}
