import { timestampText } from '../core/dates';
import { bindTo, taskSuffix } from '../core/statement';
import type { Context } from '../ports/context';
import { readState } from './warehouse-state';

/** Makes every published partition of the tables due, because their rows are about to go. */
export async function forgetPartitions(
  context: Context,
  run: string,
  tables: readonly string[],
): Promise<void> {
  const { versions } = await readState(context);
  for (const table of tables) {
    const known = versions.get(table);
    const published = (known?.dates() ?? []).map((date) => ({
      partition_date: date,
      seq: (known?.get(date)?.seq ?? 0) + 1,
      version: '',
      input_versions: '{}',
      row_count: 0,
    }));
    const values = {
      run,
      task_id: 'made anew',
      table_name: table,
      now: timestampText(context.clock.now()),
      fingerprint: '',
      versions: published,
    };
    await context.warehouse.execute(`forget_${taskSuffix(run, table)}`, [
      bindTo(context.manifest.ops.forget, values),
    ]);
  }
}
