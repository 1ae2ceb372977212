import { countedText } from '../../core/counted';
import { planRun } from '../../core/planning/plan';
import { notePinned } from '../../engine/pinned';
import { readState } from '../../engine/warehouse-state';
import { landed } from '../../ingest/sweep';
import { openToRead } from '../open-to-read';
import { tellPinned } from '../pinned-text';
import { planTable } from '../plan-rows';
import { type Format, print, printError, render } from '../print';
import { terminalProgress } from '../progress';
import { type PlanOptions, planRequest } from '../request';
import { earlierLines } from '../start-text';
import { tellWaiting } from '../waiting-text';
import { loadProject } from '../wire';

interface Options extends PlanOptions {
  readonly project?: string;
  readonly format: Format;
}

export async function plan(options: Options): Promise<void> {
  const project = await loadProject(options.project);
  const context = await openToRead(project, terminalProgress());
  try {
    const { manifest } = project;
    const state = await readState(context);
    const table = planTable(planRun(manifest, state, planRequest(manifest, options)), options.format);
    const { length } = table.rows;
    tellPinned(await notePinned(context, state));
    for (const line of earlierLines(manifest, state.versions)) printError(line);
    tellWaiting((await landed(context)).waiting);
    if (options.format === 'table' && length === 0) print('Nothing is due.');
    else print(render(table, options.format));
    if (options.format === 'table' && length > 0)
      print(
        `\n${countedText(length, 'task')}; ecluse run executes ${length === 1 ? 'it' : 'them'}. Dates are inclusive.`,
      );
  } finally {
    await context.close();
  }
}
