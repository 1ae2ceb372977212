import { businessDate } from '../dates';
import type { Pipeline } from '../manifest';

/** How a pipeline stands. */
export interface SlaFacts {
  readonly now: Date;
  readonly timeZone: string;
  /** ISO instant at which its last round began that succeeded. */
  readonly succeededAt: string | undefined;
  /** When its schedule starts it next; `null`: no schedule does. */
  readonly next: Date | null;
  /** What its rounds took, seconds, the last one last. */
  readonly seconds: readonly number[];
}

export interface SlaAlert {
  readonly kind: 'late' | 'at_risk';
  /** The local date by whose hour it is to be finished. */
  readonly date: string;
  readonly message: string;
}

const COMPARED = 20;

/**
 * Is a pipeline late today, or will it be? Finished is what has succeeded since midnight of the local date. A forecast
 * takes the mean of the last rounds, from now or, if that is later, from the next time of its schedule.
 */
export function judgeSla(pipeline: Pick<Pipeline, 'name' | 'sla'>, facts: SlaFacts): SlaAlert | null {
  const { now, timeZone, succeededAt } = facts;
  if (!pipeline.sla) return null;
  const { finishBy } = pipeline.sla;
  const date = businessDate(now, timeZone);
  if (succeededAt && businessDate(new Date(succeededAt), timeZone) === date) return null;
  const deadline = `${date} ${finishBy}`;
  if (localTime(now, timeZone) >= deadline)
    return { kind: 'late', date, message: `not finished by ${finishBy} (${timeZone})` };
  const end = expectedEnd(facts);
  if (!end || localTime(end, timeZone) < deadline) return null;
  const message = `expected to end at ${localTime(end, timeZone)}, after ${finishBy} (${timeZone})`;
  return { kind: 'at_risk', date, message };
}

function expectedEnd({ now, next, seconds }: SlaFacts): Date | null {
  const last = seconds.slice(-COMPARED);
  if (last.length === 0) return null;
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  const start = next && next > now ? next : now;
  return new Date(start.getTime() + mean * 1000);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD HH:MM` on the clocks of the zone. */
function localTime(instant: Date, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return `${businessDate(instant, timeZone)} ${format.format(instant)}`;
}
