import { countedText, countText } from '../../core/counted';
import { refreshReferences } from '../../engine/refresh-references';
import { executeReplay, type PlannedReplay, planReplay, type Replayed } from '../../engine/replay';
import { runId } from '../../engine/run';
import { openToWork } from '../open-to-work';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { checkedRange, tableNamed } from '../request';
import { reportRun } from '../run-report';

interface Options {
  readonly project?: string;
  readonly quarantine: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly format: Format;
}

export async function replay(options: Options): Promise<void> {
  const progress = terminalProgress();
  const context = await openToWork(options.project, progress);
  try {
    const model = tableNamed(context.manifest, options.quarantine);
    const range = checkedRange(options.startDate, options.endDate);
    await refreshReferences(context, runId(context));
    const planned = await planReplay(context, model, range);
    const replayed = await executeReplay(context, planned);
    progress.done();
    if (replayed) {
      const { result } = replayed;
      reportRun(result, options);
      if (options.format === 'table') print(movedText(planned, replayed));
    } else if (options.format === 'table') print(`Nothing is to be replayed: ${stoodText(planned)}.`);
    else print(render({ columns: ['task'], rows: [] }, options.format));
  } finally {
    await context.close();
  }
}

const stoodText = ({ model, before }: PlannedReplay): string =>
  `${countedText(before.rows, 'row')} of ${model} ${before.rows === 1 ? 'is' : 'are'} quarantined there`;

/** `Of 12 quarantined rows on 3 days 10 have moved, 2 stay: amount_is_small 2.` */
function movedText({ before }: PlannedReplay, { after }: Replayed): string {
  const moved = Math.max(0, before.rows - after.rows);
  const reasons = [...after.reasons].map(([reason, rows]) => `${reason} ${countText(rows)}`).join(', ');
  const days = countedText(before.days.size, 'day');
  const stay = `${countText(after.rows)} ${after.rows === 1 ? 'is' : 'are'} quarantined now${reasons && `: ${reasons}`}`;
  return `Of ${countedText(before.rows, 'quarantined row')} on ${days} ${countText(moved)} ${moved === 1 ? 'has' : 'have'} moved; ${stay}.`;
}
