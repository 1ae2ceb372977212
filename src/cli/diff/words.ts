import { countedText, countText } from '../../core/counted';
import type { Breaking, ChangeKind, Detail, DueEstimate, ManifestDiff, SubjectChange } from '../../core/diff';

/** Parts whose values are hashes, SQL or prose: that they changed is all that a summary says. */
const OPAQUE = /^(definition|content|reconciliation|lineage of column|description|description of column)$/;
const LONGEST = 100;

/** `column orders INT64 removed`, `mode incremental → table`, `definition changed`. */
export function detailText({ part, name, change, before = '', after = '' }: Detail): string {
  const what = [part, name].filter(Boolean).join(' ');
  if (OPAQUE.test(part)) return `${what} ${change}`;
  if (change === 'changed') return `${what}: ${shortened(before)} → ${shortened(after)}`;
  return `${what} ${change}: ${shortened(change === 'added' ? after : before)}`;
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
};

/** What is worth saying of something that is new or gone as a whole: `view, 5 columns, 3 checks`. */
export function wholeText({ details }: SubjectChange): string {
  const mode = details.find(({ part }) => part === 'mode');
  const count = (part: string): number => details.filter((detail) => detail.part === part).length;
  return [
    mode?.after ?? mode?.before,
    count('column') > 0 && countedText(count('column'), 'column'),
    count('check') > 0 && countedText(count('check'), 'check'),
  ]
    .filter(Boolean)
    .join(', ');
}

const KINDS: readonly ChangeKind[] = ['added', 'changed', 'removed'];

/** `2 models changed, 1 contract added`. */
export function headline({ changes }: ManifestDiff): string {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const parts = kinds.flatMap((kind) =>
    KINDS.flatMap((change) => {
      const found = changes.filter((entry) => entry.kind === kind && entry.change === change).length;
      if (found === 0) return [];
      return [
        kind === 'project' || kind === 'alerts' ? `${kind} changed` : `${countedText(found, kind)} ${change}`,
      ];
    }),
  );
  return parts.join(', ') || 'nothing changed';
}

/** The lines of a migration that would allow what is refused. */
export const migrationText = (refused: readonly Breaking[]): string[] => [
  'reason: Why this is right, and who has been told.',
  'allows:',
  ...refused.map(({ allowance }) => {
    const column = 'column' in allowance ? `, column: ${allowance.column}` : '';
    return `  - { table: ${allowance.table}, change: ${allowance.change}${column} }`;
  }),
];

const BASES: Readonly<Record<DueEstimate['basis'], string>> = {
  warehouse: 'by what has arrived in the local warehouse',
  starts: 'estimated from the start of history; no local warehouse knows what has arrived',
  unknown: 'as many dates as have arrived; neither a local warehouse nor a start says how many',
};

export const basisText = ({ basis }: DueEstimate): string => BASES[basis];

/** `31 partitions, 2026-10-01 … 2026-10-31`. */
export function dueText({ partitions, first, last }: DueEstimate['models'][number]): string {
  if (partitions === null) return 'every date';
  if (first === undefined) return 'the whole table';
  const range = first === last ? first : `${first} … ${last}`;
  return `${countedText(partitions, 'partition')}, ${range}`;
}

/** Of all models together. */
export const duePartitions = ({ models }: DueEstimate): string =>
  countText(models.reduce((sum, { partitions }) => sum + (partitions ?? 0), 0));
