import * as z from 'zod';
import { alertLine } from '../../src/core/alerts/line';
import { alertText } from '../../src/engine/alerts';
import { finishRun as finish } from '../../src/engine/finish-run';
import { noteSuccess } from '../../src/engine/hours';
import { parsed } from '../parse';
import { runAt } from '../run-at';
import type { Endpoint } from '../serve';

const failure = z.looseObject({ code: z.number().optional(), message: z.string().optional() });
const request = z.object({ run: z.string(), failure: failure.nullish() });

/** Ends a run whatever has become of it, and starts the pipelines that come after it. */
export const finishRun: Endpoint = {
  name: 'finish-run',
  async handle(site, { body }, log) {
    const { run, failure } = parsed(request, body);
    const told = log.with({ run });
    const { record, context } = await runAt(site, run, told);
    const ended = await finish(context, run, failure ? failureText(failure) : undefined);
    const { state, warnings, alerts, now } = ended;
    const seconds = (site.clock.now().getTime() - Date.parse(record.createdAt)) / 1000;
    const { pipeline } = record;
    if (now)
      told.write(state === 'SUCCESS' ? 'INFO' : 'ERROR', `${pipeline}: ${state}`, {
        event: 'run_finished',
        pipeline,
        state,
        seconds,
      });
    for (const alert of now ? alerts : []) {
      const line = alertLine(alert, site);
      told.write('WARNING', alertText(alert, line.replay), { ...line });
    }
    for (const warning of warnings) told.write('WARNING', warning, { pipeline });
    if (now && state === 'SUCCESS' && !record.backfill && !record.partial)
      await noteSuccess(context, pipeline, record.createdAt, seconds);
    if (state === 'SUCCESS')
      for (const { name, triggers } of context.manifest.pipelines)
        if (triggers.some((trigger) => trigger.kind === 'after' && trigger.pipeline === pipeline))
          await site.executions.start({ pipeline: name, trigger: `after ${pipeline}` });
    return { run, state, warnings };
  },
};

/** Of what the workflow caught: never the body of an answer. */
const failureText = ({ code, message }: z.infer<typeof failure>): string =>
  `the execution broke: ${[code, message?.split('\n')[0]?.slice(0, 200)].filter(Boolean).join(' ') || 'no reason given'}`;
