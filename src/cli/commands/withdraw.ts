import { countedText } from '../../core/counted';
import { withdraw as withdrawFile } from '../../engine/withdraw';
import { openToWork } from '../open-to-work';
import { type Format, print, render } from '../print';
import { who } from '../who';

interface Options {
  readonly project?: string;
  readonly undo: boolean;
  readonly reason: string;
  readonly format: Format;
}

const COLUMNS = ['object', 'generation', 'state', 'records', 'ingested_at', 'id'];

export async function withdraw(file: string, { project, undo, reason, format }: Options): Promise<void> {
  const context = await openToWork(project, () => undefined);
  try {
    const { changed, deliveries } = await withdrawFile(context, { file, undo, reason, who: who() });
    const rows = deliveries.map(({ ingestedAt, generation, ...delivery }) => ({
      ...delivery,
      generation: String(generation),
      ingested_at: ingestedAt,
    }));
    print(render({ columns: COLUMNS, rows }, format));
    if (format === 'table') print(`\n${outcome(changed, undo)}`);
  } finally {
    await context.close();
  }
}

function outcome(changed: number, undo: boolean): string {
  if (changed === 0) return `Nothing to do: it is ${undo ? 'not withdrawn' : 'withdrawn already'}.`;
  const what = `${countedText(changed, 'delivery', 'deliveries')} ${undo ? 'brought back' : 'withdrawn'}`;
  return `${what}. The dates that ${changed === 1 ? 'it' : 'they'} touched are due: ecluse plan shows them, ecluse run makes them.`;
}
