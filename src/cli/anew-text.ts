import { diffManifests, refused } from '../core/diff';
import type { Manifest } from '../core/manifest';
import type { Anew } from './make-anew';

/** What happened to tables that could not stay as they were. */
export function anewLines(anew: readonly Anew[], before: Manifest, after: Manifest): string[] {
  const models = anew.filter(({ misfit }) => after.models.some(({ name }) => name === misfit.name));
  const carried = models.filter(({ own }) => own.replacement?.rows && own.losses.length === 0);
  const emptied = models.filter(({ own }) => own.losses.length > 0);
  const wanted = new Set(refused(diffManifests(before, after)).map(({ allowance }) => allowance.table));
  const asked = models.filter(({ misfit }) => wanted.has(misfit.name));
  return [
    ...line('In another shape, with the rows of before until the next publication', carried),
    ...line('In another shape, and empty until the next publication', emptied),
    ...line('Others need a migration for this, which ecluse diff prints', asked),
  ];
}

const line = (what: string, anew: readonly Anew[]): string[] =>
  anew.length === 0 ? [] : [`${what}: ${anew.map(({ misfit }) => misfit.name).join(', ')}.`];
