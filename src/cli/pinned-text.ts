import type { Pinned } from '../engine/pinned';

/** `Pinned by a rollback: gold.orders 2026-10-05 … 2026-10-09 (5). Not due until ecluse unpin gold.orders.` */
export const pinnedLines = (pinned: readonly Pinned[]): string[] =>
  pinned.map(({ model, dates }) => {
    const [first = '', last = ''] = [dates[0], dates.at(-1)];
    const span = first === last ? first : `${first} … ${last} (${dates.length})`;
    const which = first === '0001-01-01' ? '' : ` ${span}`;
    return `Pinned by a rollback: ${model}${which}. Not due until ecluse unpin ${model}.`;
  });

/** To people beside the data. */
export function tellPinned(pinned: readonly Pinned[]): void {
  for (const line of pinnedLines(pinned)) process.stderr.write(`${line}\n`);
}
