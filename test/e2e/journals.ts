import { Journal, type RunEvent } from '../../src/engine/journal';
import type { World } from '../../src/ports/context';

/** A run in the journal without what differs from run to run: its id and instants. */
export async function journalOf({ objects }: World, run: string): Promise<object> {
  const status = await new Journal(objects).status(run);
  if (!status) throw new Error(`There is no run ${run}.`);
  const told = ({ state, attempt, message, counts }: RunEvent): object => ({
    state,
    attempt,
    ...(message && { message: message.replaceAll(run, 'RUN').replaceAll(slug(run), 'RUN') }),
    ...(counts && { counts }),
  });
  return {
    state: status.state,
    events: status.events.map(told),
    tasks: status.tasks.map(({ task, state, events }) => ({ task, state, events: events.map(told) })),
  };
}

/** Runs as they stand in names of jobs. */
const slug = (run: string): string => run.replaceAll('-', '_');
