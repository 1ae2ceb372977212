import { addDays } from '../core/dates';
import type { Manifest, Model, ModelSteps } from '../core/manifest';
import type { Task } from '../core/planning/plan';
import type { Statement, Values } from '../core/types';
import type { Context } from '../ports/context';

/** What keeps the rows that publishing a task replaces; nothing where it replaces none, or none are to be kept. */
export function retaining(
  { project }: Manifest,
  { as, steps }: Pick<Model, 'as'> & { readonly steps: ModelSteps },
  { dates }: Task,
): readonly Statement[] {
  // A history without any of these extracts may have others.
  const replaces = as === 'scd2' || dates.some(({ seq }) => seq > 0);
  return project.retainDays > 0 && replaces ? steps.retain : [];
}

/** `retired_on`: today; `kept_since`: the first day from which replaced partitions are still kept. Both UTC. */
export function retentionDates({ clock, manifest }: Pick<Context, 'clock' | 'manifest'>): Values & {
  readonly kept_since: string;
} {
  const today = clock.now().toISOString().slice(0, 10);
  return { retired_on: today, kept_since: addDays(today, -manifest.project.retainDays) };
}
