import { countedText } from '../../core/counted';
import { type Format, print, render } from '../print';
import { loadProject } from '../wire';

interface Options {
  readonly project?: string;
  readonly format: Format;
}

export async function compile({ project, format }: Options): Promise<void> {
  const { manifest, compiled } = await loadProject(project);
  const rows = manifest.models.map((model) => ({
    model: model.name,
    as: model.as,
    columns: model.columns.length,
    checks: model.checks.length,
    reads: model.inputs.map((input) => input.table).join(' '),
  }));
  print(render({ columns: ['model', 'as', 'columns', 'checks', 'reads'], rows }, format));
  if (format !== 'table') return;
  const { sources, models } = manifest;
  print(
    `\n${countedText(sources.length, 'contract')}, ${countedText(models.length, 'model')}${compiled === 'before' ? ', unchanged' : ''}.`,
  );
}
