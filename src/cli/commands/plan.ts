import { planRun } from '../../core/planning/plan';
import { readState } from '../../engine/warehouse-state';
import { planRows } from '../plan-rows';
import { countText, type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { type PlanOptions, planRequest } from '../request';
import { loadProject, openContext } from '../wire';

interface Options extends PlanOptions {
  readonly project?: string;
  readonly format: Format;
}

export async function plan(options: Options): Promise<void> {
  const context = await openContext(await loadProject(options.project), terminalProgress());
  try {
    const { manifest } = context;
    const rows = planRows(planRun(manifest, await readState(context), planRequest(manifest, options)));
    if (options.format === 'table' && rows.length === 0) print('Nothing is due.');
    else
      print(
        render(
          { columns: ['model', 'start_date', 'end_date', 'dates', 'rows', 'why'], rows },
          options.format,
        ),
      );
    if (options.format === 'table' && rows.length > 0)
      print(`\n${countText(rows.length)} tasks. Windows are half-open; ecluse run executes them.`);
  } finally {
    await context.close();
  }
}
