import { addDays, isWithin } from '../dates';
import type { Model } from '../manifest';
import type { DateRange, IsoDate } from '../types';
import { type Plan, type PlannedDate, type Task, WHOLE } from './plan';
import { ABSENT, type InputVersions } from './versions';

/** One publication of a partition, as `ops.partitions` remembers it. */
export interface Publication {
  readonly date: IsoDate;
  readonly seq: number;
  readonly version: string;
  readonly fingerprint: string;
  readonly inputs: InputVersions;
  readonly rows: number;
  /** The run that published it. */
  readonly run: string;
  /** The run whose rows a rollback brought back with it. */
  readonly restores: string | null;
  readonly pinned: boolean;
  /** Sorts as text. */
  readonly publishedAt: string;
}

/** What was replaced and is still kept: a partition, or a whole table. */
export interface Retained {
  readonly date: IsoDate;
  /** The run that had published it. */
  readonly run: string;
  /** Rows. */
  readonly published: number;
  readonly quarantined: number;
}

/** A partition as it will be published again. */
export interface RepublishedDate extends PlannedDate {
  readonly fingerprint: string;
  readonly rows: number;
  /** The run that published its rows; absent: the one that works on the plan does. */
  readonly run?: string;
  /** The run that made its rows, where a rollback brings them back. */
  readonly restores: string | null;
}

/** A task that publishes partitions again, as they were (`restore`) or as they are (`unpin`). */
export interface RepublishTask extends Task {
  readonly republish: 'restore' | 'unpin';
  readonly dates: readonly RepublishedDate[];
  /** What is brought back. */
  readonly restored: readonly Retained[];
}

export const isRepublishing = (task: Task): task is RepublishTask => 'republish' in task;

export interface RepublishPlan extends Plan {
  /** One, or none when the partitions are as they were. */
  readonly tasks: readonly RepublishTask[];
}

export interface RollbackRequest {
  /** The run after which everything was as it is wanted. */
  readonly to: string;
  /** Only these partitions. */
  readonly range?: DateRange;
}

/** The partitions cannot be as they were after that run. */
export class RollbackRefused extends Error {
  override readonly name = 'RollbackRefused';
}

/**
 * What makes the partitions of a model be as they were right after a run ended: those that were published since come
 * back from what is retained, those that were not there yet go away.
 * @param publications all of the model's
 * @returns nothing when they are as they were
 * @throws {RollbackRefused} when the run has published none of it, or not everything is retained any more
 */
export function rollbackTask(
  model: Model,
  publications: readonly Publication[],
  retained: readonly Retained[],
  { to, range }: RollbackRequest,
): RepublishTask | undefined {
  const until = lastInstant(model, publications, to);
  const changes = changesSince(publications, until, to);
  if (model.as !== 'incremental') return wholeTask(model, publications, changes, retained, until);
  const wanted = changes.filter(({ now, before }) => {
    const other = before ? makerOf(now) !== makerOf(before) : now.version !== ABSENT;
    return other && (!range || isWithin(now.date, range));
  });
  const restored = find(
    model,
    wanted.flatMap(({ before }) => before ?? []),
    retained,
  );
  const dates = wanted.map((change) => republished(change, change.before ? makerOf(change.before) : null));
  return taskOf(model, dates, restored);
}

/** A table without partitions was published as a whole by whoever published any of it last. */
function wholeTask(
  model: Model,
  publications: readonly Publication[],
  changes: readonly Change[],
  retained: readonly Retained[],
  until: string,
): RepublishTask | undefined {
  const now = lastOf(publications);
  const before = lastOf(publications.filter(({ publishedAt }) => publishedAt <= until));
  if (!now || !before || makerOf(now) === makerOf(before)) return undefined;
  const dates = changes.map((change) => republished(change, makerOf(before)));
  const task = taskOf(model, dates, find(model, [before], retained));
  return task && { ...task, publications: publications.length };
}

/** A partition now and, where it was there, as it was. */
interface Change {
  readonly now: Publication;
  readonly before: Publication | undefined;
}

const MANY = 5;

/** When the run published the model for the last time. */
function lastInstant({ name }: Model, publications: readonly Publication[], run: string): string {
  const last = lastOf(publications.filter((one) => one.run === run));
  if (last) return last.publishedAt;
  const others = [...new Set(publications.map((one) => one.run))].sort().slice(-MANY).join(', ');
  throw new RollbackRefused(
    `Run ${run} has published nothing of ${name}. ${others ? `The last runs that have are ${others}.` : 'No run has.'}`,
  );
}

const lastOf = (publications: readonly Publication[]): Publication | undefined =>
  publications.reduce<Publication | undefined>(
    (last, one) => (last && last.publishedAt >= one.publishedAt ? last : one),
    undefined,
  );

/** Partitions whose last publication is not the one that they had then. */
function changesSince(publications: readonly Publication[], until: string, to: string): Change[] {
  const byDate = new Map<IsoDate, Publication[]>();
  for (const one of [...publications].sort((a, b) => a.seq - b.seq))
    byDate.set(one.date, [...(byDate.get(one.date) ?? []), one]);
  return [...byDate.keys()].sort().flatMap((date) => {
    const history = byDate.get(date) ?? [];
    const now = history.at(-1);
    const then = history.filter(({ run, publishedAt }) => run === to || publishedAt <= until).at(-1);
    if (!now || now.seq === then?.seq) return [];
    return [{ now, before: then?.version === ABSENT ? undefined : then }];
  });
}

/** The run that made the rows of a publication. */
const makerOf = ({ run, restores }: Publication): string => restores ?? run;

/** @throws {RollbackRefused} naming what is not retained any more */
function find(
  model: Model,
  wanted: readonly Publication[],
  retained: readonly Retained[],
): readonly Retained[] {
  const dated = model.as === 'incremental';
  const found = wanted.map(({ date, run }) => ({
    date,
    run,
    kept: retained.find((kept) => kept.run === run && (!dated || kept.date === date)),
  }));
  const gone = found.filter(({ kept }) => !kept);
  if (gone.length === 0) return found.flatMap(({ kept }) => kept ?? []);
  const named = gone.slice(0, MANY).map(({ date, run }) => `${dated ? date : 'the table'} of run ${run}`);
  const more = gone.length > MANY ? ` and ${gone.length - MANY} more` : '';
  throw new RollbackRefused(`Of ${model.name} is not retained any more: ${named.join(', ')}${more}.`);
}

function republished({ now, before }: Change, restores: string | null): RepublishedDate {
  const pin = { date: now.date, seq: now.seq, reason: 'rolled back', restores } as const;
  if (!before) return { ...pin, version: ABSENT, inputs: {}, fingerprint: '', rows: 0 };
  const { version, inputs, fingerprint, rows } = before;
  return { ...pin, version, inputs, fingerprint, rows };
}

function taskOf(
  model: Model,
  dates: readonly RepublishedDate[],
  restored: readonly Retained[],
): RepublishTask | undefined {
  if (dates.length === 0) return undefined;
  const rows = restored.reduce((sum, { published, quarantined }) => sum + published + quarantined, 0);
  return { ...republishTask(model, 'restore', dates), rows, restored };
}

export function republishTask(
  { name, as }: Model,
  republish: RepublishTask['republish'],
  dates: readonly RepublishedDate[],
): RepublishTask {
  const whole = as !== 'incremental';
  const [first = WHOLE, last = WHOLE] = [dates[0]?.date, dates.at(-1)?.date];
  return {
    id: name.replace('.', '_'),
    model: name,
    republish,
    window: whole ? { start: WHOLE, end: '9999-12-31' } : { start: first, end: addDays(last, 1) },
    dates,
    after: [],
    rows: null,
    restored: [],
  };
}
