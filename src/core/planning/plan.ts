import { addDays, daysBetween, isWithin } from '../dates';
import type { Manifest, Model } from '../manifest';
import type { DateRange, IsoDate } from '../types';
import {
  ABSENT,
  daysRead,
  desiredVersion,
  type InputVersions,
  inputVersions,
  TableVersions,
  type Version,
  type Versions,
} from './versions';

/** The date under which tables without partitions keep their version. */
export const WHOLE: IsoDate = '0001-01-01';

export type Reason = 'new' | 'definition changed' | 'inputs changed' | 'forced' | 'rolled back' | 'unpinned';

export interface PlannedDate {
  readonly date: IsoDate;
  /** Publications of this partition so far; publishing asserts that there are no more. */
  readonly seq: number;
  readonly version: string;
  readonly inputs: InputVersions;
  readonly reason: Reason;
}

export interface Task {
  /** Unique in the plan: `silver_visits_2026_10_01`. */
  readonly id: string;
  readonly model: string;
  /** Dates produced; for tables without partitions the one date that stands for the whole. */
  readonly window: DateRange;
  readonly dates: readonly PlannedDate[];
  /** Ids of the tasks whose results it reads. */
  readonly after: readonly string[];
  /**
   * Rows that its inputs have on the days that it reads of them. `null`: not known beforehand, because the same plan
   * makes them, or because it reads nothing by date.
   */
  readonly rows: number | null;
  /** Histories: publications of all dates of the table so far; publishing asserts that there are no more. */
  readonly publications?: number;
}

/** What a run will do, as a document: pure, complete, kept with the run. */
export interface Plan {
  readonly manifest: string;
  readonly tasks: readonly Task[];
}

export interface PlanRequest {
  /** Names of models; absent: all. */
  readonly models?: readonly string[];
  /** Only these dates; absent: all that have something to read. */
  readonly range?: DateRange;
  /** Of these, only the ones named; tables and histories are made as a whole all the same. */
  readonly only?: ReadonlySet<IsoDate>;
  /** Also what is up to date. */
  readonly force?: boolean;
  /** Dates by model that `force` need not repeat, because an earlier part of the same work has published them. */
  readonly done?: ReadonlyMap<string, ReadonlySet<IsoDate>>;
  /** Days of one task at most; longer windows become several tasks. Default 366. */
  readonly maxDays?: number;
}

/** What is published and what has arrived. Fingerprints tell a changed definition from changed inputs. */
export interface WarehouseState {
  readonly versions: Versions;
  /** `table` to date to the fingerprint of its last publication. */
  readonly fingerprints: ReadonlyMap<string, ReadonlyMap<IsoDate, string>>;
}

const DEFAULT_MAX_DAYS = 366;

/**
 * Walks the models in order. A date is due when the version it would have is not the one that is published, unless
 * a rollback has pinned it; what is due counts as published for everything that comes after it in the same plan.
 */
export function planRun(manifest: Manifest, state: WarehouseState, request: PlanRequest = {}): Plan {
  const versions = new Map([...state.versions].map(([table, dates]) => [table, dates.copy()]));
  const tasks: Task[] = [];
  for (const model of manifest.models) {
    if (!model.steps || (request.models && !request.models.includes(model.name))) continue;
    const due = dueDates(model, versions, state, request);
    const published = versions.get(model.name) ?? new TableVersions();
    versions.set(model.name, published);
    for (const date of due)
      published.set(date.date, { version: date.version, seq: date.seq + 1, rows: null });
    tasks.push(...tasksOf(model, due, tasks, versions, request.maxDays ?? DEFAULT_MAX_DAYS));
  }
  return { manifest: manifest.fingerprint, tasks };
}

function dueDates(
  model: Model,
  versions: Versions,
  state: WarehouseState,
  request: PlanRequest,
): PlannedDate[] {
  const done = request.done?.get(model.name);
  const pinned = new Set(versions.get(model.name)?.pinned());
  // What has no partitions is made as a whole, or not at all.
  if (model.as !== 'incremental' && pinned.size > 0) return [];
  return candidates(model, versions, request).flatMap((date) => {
    if (pinned.has(date)) return [];
    const planned = pinDate(model, date, versions, state);
    const repeat = request.force === true && !done?.has(date);
    return planned.reason !== 'forced' || repeat ? [planned] : [];
  });
}

/** What publishing a date would give it now; `forced` where it has that already. */
export function pinDate(
  model: Model,
  date: IsoDate,
  versions: Versions,
  { fingerprints }: Pick<WarehouseState, 'fingerprints'>,
): PlannedDate {
  const inputs = inputVersions(model, date, versions);
  const isGone = model.as === 'scd2' && !hasExtract(model, date, versions);
  const version = isGone ? ABSENT : desiredVersion(model, inputs);
  const published = versions.get(model.name)?.get(date);
  const fingerprint = fingerprints.get(model.name)?.get(date);
  const reason = reasonFor(model, published, version, fingerprint);
  return { date, seq: published?.seq ?? 0, version, inputs, reason };
}

function reasonFor(
  model: Model,
  published: Version | undefined,
  version: string,
  fingerprint: string | undefined,
): Reason {
  if (!published || published.version === ABSENT) return 'new';
  if (published.version === version) return 'forced';
  return fingerprint === model.fingerprint ? 'inputs changed' : 'definition changed';
}

/** The dates that a model could produce: those on which something it reads by date exists, and those it has. */
export function candidates(model: Model, versions: Versions, request: PlanRequest = {}): IsoDate[] {
  if (model.as === 'table') return [WHOLE];
  const read = [...readDates(model, versions)];
  const published = publishedDates(model, versions);
  if (model.as === 'scd2')
    return inOrder([...read.filter((date) => hasExtract(model, date, versions)), ...published]);
  return inOrder([...read, ...published]).filter(
    (date) =>
      (!model.start || date >= model.start) &&
      (!request.range || isWithin(date, request.range)) &&
      (!request.only || request.only.has(date)),
  );
}

const inOrder = (dates: readonly IsoDate[]): IsoDate[] => [...new Set(dates)].sort();

function readDates(model: Model, versions: Versions): Set<IsoDate> {
  return new Set(tablesByDate(model, versions).flatMap((table) => [...table.dates()]));
}

const tablesByDate = ({ inputs }: Model, versions: Versions): TableVersions[] =>
  inputs.flatMap((input) => (input.versioning === 'partition' ? (versions.get(input.table) ?? []) : []));

/**
 * Does a history have an extract of that date? One whose files are all withdrawn is none: the history is what it would
 * be had it never come, so its date goes away, and without any extract the history is empty.
 */
const hasExtract = (model: Model, date: IsoDate, versions: Versions): boolean =>
  tablesByDate(model, versions).some((table) => table.hasRows(date));

/** What it published as a whole, before it had dates, is none of them. */
const publishedDates = ({ name }: Model, versions: Versions): IsoDate[] =>
  (versions.get(name)?.dates() ?? []).filter((date) => date !== WHOLE);

/** Dates with rows that would stay away if the table were made anew: nothing it reads has them, or not any more. */
export function irretrievable(model: Model, versions: Versions): IsoDate[] {
  if (model.as === 'table') return [];
  const read = readDates(model, versions);
  return publishedDates(model, versions).filter(
    (date) =>
      (versions.get(model.name)?.get(date)?.rows ?? 0) > 0 &&
      (!read.has(date) || (model.as === 'incremental' && model.start !== undefined && date < model.start)),
  );
}

function tasksOf(
  model: Model,
  due: readonly PlannedDate[],
  earlier: readonly Task[],
  versions: Versions,
  maxDays: number,
): Task[] {
  if (due.length === 0) return [];
  const produced = candidates(model, versions);
  if (model.as !== 'incremental')
    return [task(model, wholeWindow(model, due, produced), due, earlier, versions)];
  const parting = [...produced, ...(versions.get(model.name)?.pinned() ?? [])];
  const days = Math.min(maxDays, model.chunkDays ?? maxDays);
  return windows(due, parting, days).map((dates) => task(model, spanOf(dates), dates, earlier, versions));
}

const END: IsoDate = '9999-12-31';

/**
 * Tables are made as a whole; a history from the first extract on that is due, on top of what is published of earlier
 * ones, which are all up to date.
 */
export function wholeWindow(
  { as }: Model,
  due: readonly PlannedDate[],
  produced: readonly IsoDate[],
): DateRange {
  const first = due[0]?.date;
  const continued = as === 'scd2' && first !== undefined && produced.some((date) => date < first);
  return { start: continued ? first : WHOLE, end: END };
}

/** Is the window that of a table that has no partitions? */
export const isWhole = ({ end }: DateRange): boolean => end === END;

const spanOf = (dates: readonly PlannedDate[]): DateRange => ({
  start: dates[0]?.date ?? WHOLE,
  end: addDays(dates.at(-1)?.date ?? WHOLE, 1),
});

/** Neighbouring due dates share a task; a gap parts them only where it holds dates that are up to date, or pinned. */
function windows(
  due: readonly PlannedDate[],
  produced: readonly IsoDate[],
  maxDays: number,
): PlannedDate[][] {
  const dueDates = new Set(due.map((planned) => planned.date));
  const upToDate = produced.filter((date) => !dueDates.has(date));
  const result: PlannedDate[][] = [];
  for (const planned of due) {
    const current = result.at(-1);
    const first = current?.[0]?.date;
    const last = current?.at(-1)?.date;
    const parted = last !== undefined && upToDate.some((date) => date > last && date < planned.date);
    if (!current || first === undefined || parted || daysBetween(first, planned.date) >= maxDays)
      result.push([planned]);
    else current.push(planned);
  }
  return result;
}

function task(
  model: Model,
  window: DateRange,
  dates: readonly PlannedDate[],
  earlier: readonly Task[],
  versions: Versions,
): Task {
  const whole = model.as !== 'incremental';
  const name = model.name.replace('.', '_');
  return {
    id: whole ? name : `${name}_${window.start.replaceAll('-', '_')}`,
    model: model.name,
    window,
    dates,
    after: earlier.filter((other) => reads(model, window, other)).map((other) => other.id),
    rows: rowsRead(model, window, versions),
    ...(model.as === 'scd2' && { publications: publicationsBefore(dates, versions.get(model.name)) }),
  };
}

/** @param table in which the dates of the plan count as published */
export const publicationsBefore = (dates: readonly PlannedDate[], table: TableVersions | undefined): number =>
  (table?.publications() ?? 0) - dates.length;

/** Does a task over this window read what the other one makes? */
function reads(model: Model, window: DateRange, other: Task): boolean {
  const input = model.inputs.find((candidate) => candidate.table === other.model);
  if (!input) return false;
  if (input.versioning !== 'partition') return true;
  if (isWhole(window)) return true;
  const { start, end } = daysRead(input, window);
  return other.window.start < end && other.window.end > start;
}

function rowsRead({ inputs }: Model, window: DateRange, versions: Versions): number | null {
  const counts = inputs
    .filter(({ versioning }) => versioning === 'partition')
    .flatMap((input) => {
      const table = versions.get(input.table);
      const days = isWhole(window) ? window : daysRead(input, window);
      return (table?.dates() ?? [])
        .filter((date) => isWithin(date, days))
        .map((date) => table?.get(date)?.rows ?? null);
    });
  return counts.length === 0
    ? null
    : counts.reduce((sum, rows) => (sum === null || rows === null ? null : sum + rows));
}
