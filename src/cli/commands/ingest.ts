import { runId } from '../../engine/run';
import { sweep } from '../../ingest/sweep';
import { EXIT } from '../exit';
import { openToWork } from '../open-to-work';
import { type Format, print, render } from '../print';
import { terminalProgress } from '../progress';
import { ingestSummary } from '../summary';

interface Options {
  readonly project?: string;
  readonly format: Format;
}

export async function ingest({ project, format }: Options): Promise<void> {
  const progress = terminalProgress();
  const context = await openToWork(project, progress);
  try {
    const result = await sweep(context, runId(context));
    progress.done();
    if (format === 'table') print(ingestSummary(result));
    else
      print(
        render(
          {
            columns: [
              'object',
              'source',
              'status',
              'records',
              'malformed',
              'unknown_columns',
              'drift',
              'redelivered',
              'withdrawn_before',
              'reason',
            ],
            rows: result.files.map(({ unknownColumns, redelivery, withdrawn, ...file }) => ({
              ...file,
              redelivered: redelivery?.effect ?? null,
              withdrawn_before: withdrawn?.reason ?? null,
              unknown_columns: unknownColumns,
            })),
          },
          format,
        ),
      );
    if (result.files.some((file) => file.status === 'refused')) process.exitCode = EXIT.stopped;
  } finally {
    await context.close();
  }
}
