import type { Migration } from '../manifest';
import type { Allowance } from '../manifest/migration';
import type { Detail, SubjectChange } from './changes';
import type { SubjectKind } from './facets';

/** A change that destroys rows or breaks readers. */
export interface Breaking {
  /** What a migration has to allow. */
  readonly allowance: Allowance;
  /** The file of the new migration that allows it; absent: it is refused. */
  readonly migration?: string;
}

const STORED: readonly SubjectKind[] = ['contract', 'reference', 'model'];

/** Everything that would have to be allowed for a change of one subject. */
export function breakingOf(change: SubjectChange): Allowance[] {
  if (!STORED.includes(change.kind) || change.change === 'added') return [];
  if (change.change === 'removed') return [{ table: change.name, change: 'drop_table' }];
  const moded = change.details.some(({ part }) => part === 'mode');
  return (
    change.details
      .flatMap((detail) => breakingDetail(change, detail))
      // A table of another mode is another table: how it is partitioned goes without saying.
      .filter((found) => !moded || !['change_partitioning', 'change_clustering'].includes(found.change))
  );
}

function breakingDetail({ kind, name: table }: SubjectChange, detail: Detail): Allowance[] {
  const { part, name: column, change } = detail;
  if (part === 'mode') return [{ table, change: 'change_mode' }];
  if (part === 'partitioning') return [{ table, change: 'change_partitioning' }];
  if (part === 'clustering') return [{ table, change: 'change_clustering' }];
  if (part !== 'column' || change === 'added') return [];
  if (change === 'removed') return [{ table, change: 'drop_column', column }];
  // Rows of bronze are kept as text; what is made of them has a type of its own.
  return kind === 'contract' ? [] : [{ table, change: 'change_type', column }];
}

/** Each allowance with the migration that gives it. */
export const judged = (found: readonly Allowance[], migrations: readonly Migration[]): Breaking[] =>
  found.map((wanted) => {
    const migration = migrations.find(({ allows }) => allows.some((given) => isSame(given, wanted)));
    return { allowance: wanted, ...(migration && { migration: migration.file }) };
  });

/** Migrations that came with this change and allow nothing that it does. */
export const idleAmong = (migrations: readonly Migration[], found: readonly Breaking[]): string[] =>
  migrations.map(({ file }) => file).filter((file) => !found.some(({ migration }) => migration === file));

const isSame = (a: Allowance, b: Allowance): boolean => allowanceText(a) === allowanceText(b);

/** `drop_column gold.revenue orders`. */
export const allowanceText = (allowance: Allowance): string =>
  [allowance.change, allowance.table, 'column' in allowance ? allowance.column : ''].join(' ').trim();
