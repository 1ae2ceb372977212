import { countedText } from '../core/counted';
import type { Plan, Task } from '../core/planning/plan';
import { isRepublishing } from '../core/planning/rollback';
import { windowText } from '../core/planning/window-text';
import type { Context } from '../ports/context';
import type { ReadLimit } from '../ports/warehouse';
import { bytesOf } from './estimate-task';

/** A plan would read more than the project lets a run read. Nothing was begun. */
export class PlanTooLarge extends Error {
  override readonly name = 'PlanTooLarge';
}

interface Limit {
  /** Of the project, or of which pipeline. */
  readonly of: string;
  readonly maxBytes: number;
  readonly counts: (model: string) => boolean;
}

/** Dry runs at once. */
const AT_ONCE = 8;

/**
 * Asks the warehouse what staging the plan would read, where there is a limit. What it cannot tell counts as nothing:
 * a local warehouse, and what reads tables that the plan itself makes first.
 * @throws {PlanTooLarge}
 */
export async function refuseTooLarge(context: Context, { tasks }: Plan): Promise<void> {
  const limits = limitsOf(context);
  const limited = tasks.filter(
    (task) => !isRepublishing(task) && limits.some(({ counts }) => counts(task.model)),
  );
  const bytes = await estimates(context, limited);
  for (const limit of limits) {
    const counted = limited.filter(({ model }) => limit.counts(model));
    const total = counted.reduce((sum, task) => sum + (bytes.get(task) ?? 0), 0);
    if (total > limit.maxBytes) throw new PlanTooLarge(refusal(limit, total, counted, bytes));
  }
}

/**
 * What any single job of a task may read: the plan as a whole may not read more.
 * @param model of the task, whose pipeline may have a lower limit than the project
 */
export function jobLimit(context: Pick<Context, 'manifest'>, model: string): ReadLimit | undefined {
  const counting = limitsOf(context).filter(({ counts }) => counts(model));
  const [lowest] = counting.sort((a, b) => a.maxBytes - b.maxBytes);
  return lowest && { bytes: lowest.maxBytes, said: saidBy(lowest) };
}

const saidBy = ({ of, maxBytes }: Limit): string => `max_bytes of ${of} is ${bytesText(maxBytes)}`;

function limitsOf({ manifest }: Pick<Context, 'manifest'>): Limit[] {
  const { maxBytes } = manifest.project;
  const whole = { of: 'the project', maxBytes, counts: () => true };
  const pipelines = manifest.pipelines.map(({ name, maxBytes: own, models }) => ({
    of: `pipeline ${name}`,
    maxBytes: own,
    counts: (model: string) => models.includes(model),
  }));
  return [whole, ...pipelines].flatMap(({ maxBytes: limit, ...rest }) =>
    limit === undefined ? [] : [{ ...rest, maxBytes: limit }],
  );
}

async function estimates(context: Context, tasks: readonly Task[]): Promise<Map<Task, number>> {
  const known = new Map<Task, number>();
  for (let at = 0; at < tasks.length; at += AT_ONCE)
    await Promise.all(
      tasks.slice(at, at + AT_ONCE).map(async (task) => known.set(task, (await bytesOf(context, task)) ?? 0)),
    );
  return known;
}

function refusal(
  limit: Limit,
  total: number,
  tasks: readonly Task[],
  bytes: ReadonlyMap<Task, number>,
): string {
  const [largest] = [...tasks].sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0));
  const most = largest ? ` ${largest.model} (${windowText(largest.window)}) reads most of it.` : '';
  return `The plan would read ${bytesText(total)} in ${countedText(tasks.length, 'task')}; ${saidBy(limit)}.${most} Run fewer dates or models (--start-date, --end-date, --models), or raise max_bytes in ecluse.yaml.`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** With the unit in which it has up to three digits before the point. */
function bytesText(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Math.round((bytes / 1000 ** unit) * 100) / 100} ${UNITS[unit]}`;
}
