import { runId } from '../../engine/run';
import { collectFrom } from '../collecting';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { loadProject, openContext } from '../wire';

interface Options {
  readonly project?: string;
  readonly format: Format;
}

export async function collectSources(names: readonly string[], { project, format }: Options): Promise<void> {
  const progress = terminalProgress();
  const context = await openContext(await loadProject(project), progress);
  try {
    const results = await collectFrom(context, runId(context), names, process.env);
    progress.done();
    const rows = results.map(({ source, pages, records, greatest }) => ({
      source,
      pages,
      records,
      until: greatest ?? '',
    }));
    print(render({ columns: ['source', 'pages', 'records', 'until'], rows }, format));
  } finally {
    await context.close();
  }
}
