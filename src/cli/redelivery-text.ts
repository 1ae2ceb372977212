import { countedText } from '../core/counted';
import type { IngestResult } from '../ingest/ingest-file';

const SHOWN = 10;

/** Of each object that had been delivered before: what becomes of its earlier records. */
export function redeliveryLines(files: readonly IngestResult[]): string[] {
  const lines = files.flatMap(lineOf);
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
