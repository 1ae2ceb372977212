import type { Task } from '../core/planning/plan';
import { bindTo } from '../core/statement';
import type { Context } from '../ports/context';
import { WarehouseError } from '../ports/warehouse';
import { modelOf } from './stored-model';
import { windowValues } from './window-values';

/** Bytes that staging a task reads; `null` where the warehouse cannot tell. Nothing runs. */
export async function bytesOf(context: Context, task: Task): Promise<number | null> {
  const model = modelOf(context, task.model);
  const [first] = model.steps.stage;
  if (!first) return null;
  try {
    return (await context.warehouse.estimate(bindTo(first, windowValues(model, task, 'estimate')))).bytes;
  } catch (error) {
    // What it reads may not have been made yet.
    if (error instanceof WarehouseError && error.kind === 'not_found') return null;
    throw error;
  }
}
