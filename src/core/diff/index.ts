import type { Manifest, Migration } from '../manifest';
import { type Breaking, breakingOf, idleAmong, judged } from './breaking';
import { changesBetween, type SubjectChange } from './changes';
import { type Impact, impactsOf } from './downstream';

export { allowanceText, type Breaking } from './breaking';
export type { ChangeKind, Detail, SubjectChange } from './changes';
export type { Impact } from './downstream';
export { type DueEstimate, dueInWarehouse, dueSinceStart } from './due';

/** What a newer manifest says otherwise than an older one, and what that means. */
export interface ManifestDiff {
  readonly changes: readonly SubjectChange[];
  /** Changes that destroy rows or break readers, each allowed by a new migration or refused. */
  readonly breaking: readonly Breaking[];
  /** New migrations that allow nothing that changes. */
  readonly idleMigrations: readonly string[];
  readonly impacts: readonly Impact[];
}

export function diffManifests(before: Manifest, after: Manifest): ManifestDiff {
  const changes = changesBetween(before, after);
  const migrations = newMigrations(before, after);
  const breaking = judged(changes.flatMap(breakingOf), migrations);
  return {
    changes,
    breaking,
    idleMigrations: idleAmong(migrations, breaking),
    impacts: impactsOf(changes, before, after),
  };
}

/** A migration lets through what comes with it, not what somebody changes a year later. */
function newMigrations(before: Manifest, after: Manifest): Migration[] {
  const known = new Set(before.migrations.map(({ file }) => file));
  return after.migrations.filter(({ file }) => !known.has(file));
}

export const refused = ({ breaking }: ManifestDiff): readonly Breaking[] =>
  breaking.filter(({ migration }) => migration === undefined);
