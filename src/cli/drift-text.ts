import type { IngestResult } from '../ingest/ingest-file';

const CAN_BE_A_COLUMN = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Of each source whose files have columns that its contract does not have: which, where, and what becomes of them. */
export function driftLines(files: readonly IngestResult[]): string[] {
  const drifted = files.filter((file) => file.status === 'loaded' && file.unknownColumns.length > 0);
  const sources = [...new Set(drifted.map((file) => file.source))].sort();
  return sources.flatMap((source) => ofSource(drifted.filter((file) => file.source === source)));
}

function ofSource(files: readonly IngestResult[]): string[] {
  const [first] = files;
  if (!first) return [];
  const columns = [...new Set(files.flatMap((file) => file.unknownColumns))];
  const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
  const found = `drift ${first.object}${more}: ${first.contract} does not have ${columns.join(', ')};`;
  if (first.drift !== 'evolve') return [`${found} kept in _extra.`];
  return [
    `${found} kept. Add to its properties what you want as columns, and these files have them, too:`,
    ...columns
      .filter((column) => CAN_BE_A_COLUMN.test(column))
      .map((column) => `      - { name: ${column}, logicalType: string }`),
  ];
}
