import { countedText } from '../core/counted';
import type { Manifest } from '../core/manifest';

/**
 * The views that are made or changed by opening the project: no run does, since they hold no rows.
 * @param before what was worked on last; `null`: everything is new, and nothing has to be said
 */
export function viewLines(before: Manifest | null, after: Manifest): string[] {
  if (!before) return [];
  const known = viewsOf(before);
  const views = [...viewsOf(after)];
  const created = views.filter(([name]) => !known.has(name)).map(([name]) => name);
  const changed = views
    .filter(([name, sql]) => known.has(name) && known.get(name) !== sql)
    .map(([name]) => name);
  return [...line(created, 'created'), ...line(changed, 'changed')];
}

const viewsOf = ({ models }: Manifest): Map<string, string> =>
  new Map(models.flatMap(({ name, createView }) => (createView ? [[name, createView.googlesql]] : [])));

const line = (names: readonly string[], what: string): string[] =>
  names.length === 0 ? [] : [`${countedText(names.length, 'view')} ${what}: ${names.join(', ')}.`];
