import { executeUnpin, planUnpin } from '../../engine/unpin';
import { typedCommand } from '../ending';
import { openToWork } from '../open-to-work';
import { type Format, print, render } from '../print';
import { republishTable } from '../republish-rows';
import { checkedRange, tableNamed } from '../request';
import { reportRun } from '../run-report';

interface Options {
  readonly project?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly format: Format;
}

export async function unpin(name: string, options: Options): Promise<void> {
  const { project, startDate, endDate, format } = options;
  const context = await openToWork(project, () => undefined);
  try {
    const model = tableNamed(context.manifest, name);
    const result = await executeUnpin(
      context,
      await planUnpin(context, model, checkedRange(startDate, endDate)),
    );
    if (result) reportRun(result, options, typedCommand());
    else if (format !== 'table') print(render(republishTable([]), format));
    if (format !== 'table') return;
    if (!result) print(`Nothing of ${model} is pinned there.`);
    else if (result.state === 'SUCCESS')
      print('Unpinned: it is due like others, where anything has changed.');
  } finally {
    await context.close();
  }
}
