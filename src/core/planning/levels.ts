import type { Task } from './plan';

/**
 * The tasks in steps: those of a level wait only for tasks of earlier levels, so they can be done side by side.
 * Within a level they are in the order of the plan.
 */
export function levelsOf(tasks: readonly Task[]): Task[][] {
  const depths = new Map<string, number>();
  const levels: Task[][] = [];
  for (const task of tasks) {
    const before = task.after.map((id) => depths.get(id) ?? -1);
    const depth = Math.max(-1, ...before) + 1;
    depths.set(task.id, depth);
    const level = levels[depth] ?? [];
    levels[depth] = level;
    level.push(task);
  }
  return levels;
}
