import { countedText } from '../../core/counted';
import type { IngestResult } from '../../ingest/ingest-file';

const REDELIVERED = {
  replaces: 'replaces what came before under its name',
  adds: 'adds to what came before under its name',
  late: 'does not count, a newer one came before',
};

/** `orders/a.csv: 12 records, 1 malformed`. */
export function arrivalLine({
  object,
  status,
  records,
  malformed,
  redelivery,
  withdrawn,
  reason,
}: IngestResult): string {
  if (status === 'refused') return `${object}: refused: ${reason}`;
  const parts = [
    countedText(records, 'record'),
    ...(malformed > 0 ? [`${malformed} malformed`] : []),
    ...(redelivery ? [REDELIVERED[redelivery.effect]] : []),
    ...(withdrawn ? ['counts, though what came before under its name was withdrawn'] : []),
  ];
  return `${object}: ${parts.join(', ')}`;
}
