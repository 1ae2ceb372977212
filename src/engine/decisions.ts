import type { Task } from '../core/planning/plan';
import type { ObjectStore } from '../ports/objects';
import { findJson } from './json-object';
import type { Decision, TaskWork } from './task-work';

const nameOf = ({ run, attempt }: TaskWork, task: Task): string =>
  `decisions/${run}/${task.id}/${attempt}.json`;

/** Decisions whose job works longer than the process that started it: they are not taken, nor scanned for, again. */
export async function findDecision(
  objects: ObjectStore,
  work: TaskWork,
  task: Task,
): Promise<Decision | null> {
  return ((await findJson(objects, nameOf(work, task)))?.content ?? null) as Decision | null;
}

export async function keepDecision(
  objects: ObjectStore,
  work: TaskWork,
  task: Task,
  decision: Decision,
): Promise<void> {
  await objects.write('journal', nameOf(work, task), JSON.stringify(decision));
}
