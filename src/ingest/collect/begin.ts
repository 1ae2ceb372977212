import { businessDate } from '../../core/dates';
import { fingerprint } from '../../core/fingerprint';
import type { ApiSource } from './address';
import type { PullState } from './state';

/** What a new pull needs to know beside the state before it. */
export interface Beginning {
  readonly source: ApiSource;
  readonly now: Date;
  readonly timeZone: string;
  readonly run: string;
  readonly writer: string;
}

/**
 * Everything.
 * @param last number of the last pull of which pages are left; their names must not be used again
 */
export function firstPull(beginning: Beginning, last: number): PullState {
  const mark = { greatest: null, boundary: [] };
  return begun(beginning, last + 1, { origin: null, mark, known: [] });
}

/** A pull behind a finished one: from where that ended. */
export function nextPull(beginning: Beginning, before: PullState): PullState {
  if (before.column !== columnOf(beginning.source)) return firstPull(beginning, before.pull);
  const { mark } = before;
  return begun(beginning, before.pull + 1, {
    origin: mark.greatest,
    mark: { greatest: mark.greatest, boundary: [] },
    known: mark.boundary.map(([, hash]) => hash),
  });
}

/** A pull in place of one that cannot be finished: from where that began. What it has landed comes again. */
export function samePullAnew(beginning: Beginning, unfinished: PullState): PullState {
  if (unfinished.column !== columnOf(beginning.source)) return firstPull(beginning, unfinished.pull);
  const { origin, known, pull } = unfinished;
  return begun(beginning, pull + 1, { origin, known, mark: { greatest: origin, boundary: [] } });
}

/** A resumed pull goes on as it began, unless the contract has meanwhile changed. */
export const definitionOf = ({ server }: ApiSource): string =>
  fingerprint([JSON.stringify([server.url, server.records, server.pagination, server.incremental ?? null])]);

const columnOf = ({ server }: ApiSource): string | null => server.incremental?.column ?? null;

function begun(
  { source, now, timeZone, run, writer }: Beginning,
  pull: number,
  from: Pick<PullState, 'origin' | 'mark' | 'known'>,
): PullState {
  return {
    version: 1,
    pull,
    run,
    writer,
    startedAt: now.toISOString(),
    day: businessDate(now, timeZone),
    definition: definitionOf(source),
    column: columnOf(source),
    ...from,
    page: 1,
    request: { kind: 'first' },
    link: null,
    before: null,
    landed: { pages: 0, records: 0 },
    done: false,
  };
}
