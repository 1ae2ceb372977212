import { planRun } from '../../core/planning/plan';
import { readState } from '../../engine/warehouse-state';
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
    const { tasks } = planRun(manifest, await readState(context), planRequest(manifest, options));
    const rows = tasks.map((task) => ({
      model: task.model,
      start_date: task.window.start,
      end_date: task.window.end,
      dates: task.dates.length,
      rows: task.rows,
      why: [...new Set(task.dates.map((date) => date.reason))].join(', '),
    }));
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
