import { timestampText } from '../core/dates';
import { ABSENT } from '../core/planning/versions';
import { bindTo } from '../core/statement';
import type { BoundStatement, IsoDate } from '../core/types';
import type { Context } from '../ports/context';
import { readState } from './warehouse-state';

/** Of rows that nobody has made for the partition in which they stand. */
const STANDING = 'as it stood';

/**
 * What makes every published partition of a table due, because its rows go away, or belong elsewhere from now on.
 * @param standing how many rows stand on which dates until these are made again
 */
export async function forgotten(
  context: Context,
  run: string,
  table: string,
  standing: ReadonlyMap<IsoDate, number>,
): Promise<BoundStatement> {
  const known = (await readState(context)).versions.get(table);
  const dates = new Set([...(known?.dates() ?? []), ...standing.keys()]);
  const versions = [...dates].sort().map((date) => {
    const seq = (known?.get(date)?.seq ?? 0) + 1;
    return {
      partition_date: date,
      seq,
      // Other rows may stand there each time; what differs goes first, as readers keep the beginning alone.
      version: standing.has(date) ? `${seq} ${STANDING}` : ABSENT,
      input_versions: '{}',
      row_count: standing.get(date) ?? 0,
    };
  });
  const values = {
    run,
    task_id: 'made anew',
    table_name: table,
    now: timestampText(context.clock.now()),
    fingerprint: '',
    versions,
  };
  return bindTo(context.manifest.ops.forget, values);
}
