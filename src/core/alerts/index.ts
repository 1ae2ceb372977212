import { countedText } from '../counted';
import { addDays, weekday } from '../dates';
import type { Manifest, Model } from '../manifest';
import type { Task } from '../planning/plan';
import { onDay, percent, rowsOf } from '../quality/words';
import type { State } from '../run-state';
import type { IsoDate } from '../types';
import { ofTask, type Replay, replayRepublished } from './replay';

export type AlertKind = 'failed' | 'duration' | 'records' | 'rejected';

/** Something about a task that its owner should look at. It names rows by hashes, and holds no value of any row. */
export interface Alert {
  readonly kind: AlertKind;
  readonly run: string;
  readonly pipeline: string;
  readonly task: string;
  readonly model: string;
  readonly owner: string;
  /** The checks that stopped most, if checks did. */
  readonly checks: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Hashes of file and line of some rows that were stopped. */
  readonly keys: readonly string[];
  /** What was found and what was expected. */
  readonly message: string;
  /** What does it again; `replayCommand` and `replayExecution` are its texts. */
  readonly replay: Replay;
}

/** What a task was like: input to later judgements. */
export interface Measure {
  readonly run: string;
  readonly task: string;
  /** Number of dates that it made. */
  readonly dates: number;
  /** The date, if it made one; tables without partitions have none. */
  readonly date: IsoDate | null;
  readonly seconds: number;
  /** Rows published. */
  readonly records: number;
}

/** The day of a task of whose rows the greatest share was quarantined. */
export interface WorstDay {
  /** 0001-01-01 of what has no partitions. */
  readonly day: IsoDate;
  readonly quarantined: number;
  readonly staged: number;
}

/** A task that has ended, as the journal knows it. */
export interface EndedTask {
  readonly run: string;
  readonly pipeline: string;
  readonly task: Pick<Task, 'id' | 'dates' | 'window'>;
  /** Of a task that publishes again what had been published: the run to which it goes back, if it does. */
  readonly republishes?: { readonly to?: string };
  readonly model: Pick<Model, 'name' | 'owner' | 'as'>;
  readonly state: State;
  readonly reason: string;
  readonly seconds: number;
  /** `staged`, `passed`, `quarantined`, `duplicates`, as far as it came. */
  readonly counts: Readonly<Record<string, number>>;
  readonly checks: readonly string[];
  readonly keys: readonly string[];
  readonly rejected?: WorstDay;
  /** Some of its dates are not over: their volume says nothing yet. */
  readonly open: boolean;
}

/** Judges a task by the thresholds of the project and by what the model's tasks were like before. Pure. */
export function judgeTask(
  ended: EndedTask,
  history: readonly Measure[],
  thresholds: Manifest['alerts'],
): Alert[] {
  if (ended.state === 'FAILED') return [alertOf(ended, 'failed', ended.reason || 'it failed')];
  // What is published again has been judged when it was published first.
  if (ended.state !== 'SUCCESS' || ended.republishes) return [];
  const found: [AlertKind, string | null][] = [
    ['duration', tooLong(ended, history, thresholds.durationRatio)],
    ['records', tooFew(ended, history, thresholds.recordsRatio)],
    ['rejected', tooManyRejected(ended, thresholds.rejectedShare)],
  ];
  return found.flatMap(([kind, message]) => (message === null ? [] : [alertOf(ended, kind, message)]));
}

export function measureOf({ run, task, model, seconds, counts }: EndedTask): Measure {
  const [date] = task.dates;
  const one = task.dates.length === 1 && model.as === 'incremental';
  return {
    run,
    task: task.id,
    dates: task.dates.length,
    date: one && date ? date.date : null,
    seconds,
    records: counts.passed ?? 0,
  };
}

/** Shorter tasks differ by chance, and nobody waits for them. */
const WORTH_SECONDS = 10;
const COMPARED = 20;
const LEAST_COMPARED = 3;

/** Comparable are tasks of the same model over about as many dates. */
function tooLong({ task, seconds }: EndedTask, history: readonly Measure[], ratio: number): string | null {
  const dates = task.dates.length;
  const comparable = history.filter((other) => other.dates <= 2 * dates && dates <= 2 * other.dates);
  const mean = meanOf(
    comparable.slice(-COMPARED).map((other) => other.seconds),
    LEAST_COMPARED,
  );
  if (mean === null || seconds < WORTH_SECONDS || seconds <= ratio * mean) return null;
  return `it took ${round(seconds)} s; ${comparable.slice(-COMPARED).length} comparable tasks took ${round(mean)} s on average, and ${ratio} times that is the limit`;
}

const WEEKS = 8;
const LEAST_WEEKS = 2;

/** Against the same weekday of up to eight weeks; without enough of them nothing is said. */
function tooFew(
  { task, counts, open, model }: EndedTask,
  history: readonly Measure[],
  ratio: number,
): string | null {
  if (open || model.as !== 'incremental') return null;
  const expected = task.dates.map(({ date }) => usualRecords(date, history));
  if (expected.some((records) => records === null)) return null;
  const usual = expected.reduce<number>((sum, records) => sum + (records ?? 0), 0);
  const records = counts.passed ?? 0;
  if (records >= ratio * usual) return null;
  return `${countedText(records, 'record')}; the mean of the same weekday is ${round(usual)}, and ${round(ratio * 100)} % of it is the limit`;
}

function usualRecords(date: IsoDate, history: readonly Measure[]): number | null {
  const since = addDays(date, -7 * WEEKS);
  const byDate = new Map<IsoDate, number>();
  for (const measure of history)
    if (
      measure.date &&
      measure.date >= since &&
      measure.date < date &&
      weekday(measure.date) === weekday(date)
    )
      byDate.set(measure.date, measure.records);
  return meanOf([...byDate.values()], LEAST_WEEKS);
}

/** Good days of the same task do not make up for a bad one. */
function tooManyRejected({ rejected }: EndedTask, share: number): string | null {
  if (!rejected) return null;
  const { day, quarantined, staged } = rejected;
  if (quarantined / staged <= share) return null;
  return `${onDay(rowsOf(quarantined, staged), day)} went into quarantine; ${percent(share)} is the limit`;
}

/** With what is there now: of a run that failed all that is left, otherwise the task alone. */
function replayOf({ run, model, task, republishes }: EndedTask, kind: AlertKind): Replay {
  const made = { model: model.name, window: task.window };
  if (republishes) return replayRepublished(made, republishes.to);
  if (kind === 'failed') return { how: 'rerun', run };
  return { how: kind === 'rejected' ? 'quarantine' : 'run', ...ofTask(made) };
}

function alertOf(ended: EndedTask, kind: AlertKind, message: string): Alert {
  const replay = replayOf(ended, kind);
  const { run, pipeline, task, model, counts, checks, keys } = ended;
  const { name, owner } = model;
  return { kind, run, pipeline, task: task.id, model: name, owner, checks, counts, keys, message, replay };
}

function meanOf(numbers: readonly number[], least: number): number | null {
  if (numbers.length < least) return null;
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

const round = (value: number): number => Math.round(value * 100) / 100;
