import { judgeSla, type SlaAlert } from '../core/alerts/sla';
import type { Pipeline } from '../core/manifest';
import { nextSchedule } from '../core/triggers';
import type { Context, World } from '../ports/context';
import { findJson, unless } from './json-object';

/** How a pipeline keeps its hour where each run is an execution of its own. Instants are ISO. */
interface Hours {
  /** When its last run began that succeeded. */
  readonly succeededAt?: string;
  /** What its last runs took that had something to do, seconds. */
  readonly seconds: readonly number[];
  /** The last alert that was told. */
  readonly told?: Pick<SlaAlert, 'date' | 'kind'>;
}

const RUNS_KEPT = 20;

const nameOf = (pipeline: string): string => `hours/${pipeline}.json`;

/**
 * A pipeline has succeeded.
 * @param pipeline its name, or `all`
 * @param began ISO instant
 * @param seconds what it took; absent when nothing was due
 */
export async function noteSuccess(
  context: Pick<Context, 'objects' | 'manifest'>,
  pipeline: string,
  began: string,
  seconds?: number,
): Promise<void> {
  for (const { name } of context.manifest.pipelines)
    if (name === pipeline || pipeline === 'all')
      await change(context, name, (hours) => ({
        ...hours,
        succeededAt: [hours.succeededAt ?? began, began].sort().at(-1) ?? began,
        seconds: [...hours.seconds, ...(seconds === undefined ? [] : [seconds])].slice(-RUNS_KEPT),
      }));
}

export interface MissedHour {
  readonly pipeline: string;
  readonly alert: SlaAlert;
}

/** Pipelines that are late or will be; each is told once a day, and once before that. */
export async function missedHours(context: Context): Promise<MissedHour[]> {
  const missed: MissedHour[] = [];
  for (const pipeline of context.manifest.pipelines) {
    const { name } = pipeline;
    const hours = await hoursOf(context, name);
    const alert = judge(context, pipeline, hours);
    if (!alert || (alert.date === hours.told?.date && alert.kind === hours.told.kind)) continue;
    await change(context, name, (now) => ({ ...now, told: { date: alert.date, kind: alert.kind } }));
    missed.push({ pipeline: name, alert });
  }
  return missed;
}

function judge({ clock, manifest }: Context, pipeline: Pipeline, hours: Hours): SlaAlert | null {
  const now = clock.now();
  const { succeededAt, seconds } = hours;
  const next = nextSchedule([pipeline], now);
  return judgeSla(pipeline, { now, timeZone: manifest.project.timeZone, succeededAt, next, seconds });
}

const hoursOf = async ({ objects }: Pick<World, 'objects'>, pipeline: string): Promise<Hours> =>
  ((await findJson(objects, nameOf(pipeline)))?.content as Hours | undefined) ?? { seconds: [] };

/** Of two that write at once, the second writes upon what the first has written. */
async function change(
  { objects }: Pick<World, 'objects'>,
  pipeline: string,
  to: (hours: Hours) => Hours,
): Promise<void> {
  for (;;) {
    const found = await findJson(objects, nameOf(pipeline));
    const body = JSON.stringify(to((found?.content as Hours | undefined) ?? { seconds: [] }));
    const ifGeneration = found?.generation ?? '0';
    if (await unless('precondition', objects.write('journal', nameOf(pipeline), body, { ifGeneration })))
      return;
  }
}
