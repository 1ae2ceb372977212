import { countedText } from '../core/counted';
import type { IngestResult } from '../ingest/ingest-file';

const SHOWN = 10;

/** Of each object that had been delivered before: was it withdrawn, and what becomes of its earlier records? */
export function redeliveryLines(files: readonly IngestResult[]): string[] {
  const lines = [...files.flatMap(withdrawnLine), ...files.flatMap(lineOf)];
  const more =
    lines.length > SHOWN ? [`… and ${countedText(lines.length - SHOWN, 'other')} delivered again.`] : [];
  return [...lines.slice(0, SHOWN), ...more];
}

function lineOf({ object, redelivery, contract }: IngestResult): string[] {
  if (!redelivery) return [];
  const again = `delivered again ${object}:`;
  const records = countedText(redelivery.records, 'earlier record');
  switch (redelivery.effect) {
    case 'replaces':
      return [`${again} takes the place of ${records}; redelivered: adds in ${contract} would keep them.`];
    case 'adds':
      return [`${again} comes beside ${records}, as redelivered: adds in ${contract} says.`];
    case 'late':
      return [`${again} does not count, because a newer delivery of it is in bronze already.`];
  }
}

/** Whoever withdrew it may not expect it back: a file that is copied or touched is a new delivery. */
function withdrawnLine({ object, id, withdrawn }: IngestResult): string[] {
  if (!withdrawn) return [];
  const { at, reason, isSame } = withdrawn;
  const again = isSame ? 'The same bytes have come again and count' : 'What has come now counts';
  return [
    `delivered again ${object}: was withdrawn on ${at.slice(0, 10)} because "${reason}". ${again}; withdraw it again with ecluse withdraw ${id} --reason "…".`,
  ];
}
