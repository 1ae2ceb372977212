import type { Task } from '../core/planning/plan';

/**
 * Does the work of every task as soon as that of all it comes after is done, at most `limit` at once, in the order
 * of the plan where there is a choice. When one throws, no other begins, and those that work are waited for.
 */
export async function inPlanOrder(
  tasks: readonly Task[],
  limit: number,
  work: (task: Task) => Promise<void>,
): Promise<void> {
  const waiting = new Set(tasks);
  const undone = new Set(tasks.map((task) => task.id));
  const working = new Set<Promise<void>>();
  const start = (task: Task): void => {
    waiting.delete(task);
    const done: Promise<void> = work(task).then(() => {
      undone.delete(task.id);
      working.delete(done);
    });
    working.add(done);
  };
  try {
    while (waiting.size > 0 || working.size > 0) {
      for (let next = nextOf(waiting, undone); next && working.size < limit; next = nextOf(waiting, undone))
        start(next);
      if (working.size === 0)
        throw new Error(`No task can begin: ${[...undone].join(', ')} wait for each other.`);
      await Promise.race(working);
    }
  } finally {
    await Promise.allSettled(working);
  }
}

/** The first that waits for nothing. */
function nextOf(waiting: ReadonlySet<Task>, undone: ReadonlySet<string>): Task | undefined {
  for (const task of waiting) if (!task.after.some((id) => undone.has(id))) return task;
  return undefined;
}
