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

/** A pull behind a finished one: from where that ended. */
export function nextPull(beginning: Beginning, before: PullState | null): PullState {
  const last = before?.column === columnOf(beginning.source) ? before : null;
  const mark = last?.mark ?? { greatest: null, boundary: [] };
  return begun(beginning, before, {
    origin: mark.greatest,
    mark: { greatest: mark.greatest, boundary: [] },
    known: mark.boundary.map(([, hash]) => hash),
  });
}

/** A pull in place of one that cannot be finished: from where that began. What it has landed comes again. */
export function samePullAnew(beginning: Beginning, unfinished: PullState): PullState {
  const same = unfinished.column === columnOf(beginning.source);
  return begun(beginning, unfinished, {
    origin: same ? unfinished.origin : null,
    mark: { greatest: same ? unfinished.origin : null, boundary: [] },
    known: same ? unfinished.known : [],
  });
}

/** A resumed pull goes on as it began, unless the contract has meanwhile changed. */
export const definitionOf = ({ server }: ApiSource): string =>
  fingerprint([JSON.stringify([server.url, server.records, server.pagination, server.incremental ?? null])]);

export const columnOf = ({ server }: ApiSource): string | null => server.incremental?.column ?? null;

function begun(
  { source, now, timeZone, run, writer }: Beginning,
  before: PullState | null,
  from: Pick<PullState, 'origin' | 'mark' | 'known'>,
): PullState {
  return {
    version: 1,
    pull: (before?.pull ?? 0) + 1,
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
