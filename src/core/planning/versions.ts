import { addDays, datesOf } from '../dates';
import { fingerprint } from '../fingerprint';
import type { Model, ModelInput } from '../manifest';
import type { DateRange, IsoDate } from '../types';

/** The version of a partition that a rollback has taken away, or of a history whose extract is withdrawn. */
export const ABSENT = '';

/** A published or arrived state of one date of a table. */
export interface Version {
  /** `ABSENT`: published once, but not there now. */
  readonly version: string;
  /** Publications so far; 0 for sources. */
  readonly seq: number;
  /** `null`: not known before what a plan does has been done. */
  readonly rows: number | null;
  /** Held by a rollback: nothing makes it due. */
  readonly pinned?: boolean;
}

/** Versions of one table by date, with the dates in order. */
export class TableVersions {
  private sorted: IsoDate[] | undefined;
  private told: readonly string[] | undefined;
  constructor(private readonly byDate: Map<IsoDate, Version> = new Map()) {}

  /** The last publication, also that of a partition that is not there now. */
  get(date: IsoDate): Version | undefined {
    return this.byDate.get(date);
  }

  set(date: IsoDate, version: Version): void {
    this.sorted = undefined;
    this.told = undefined;
    this.byDate.set(date, version);
  }

  /** Those that are there. */
  dates(): readonly IsoDate[] {
    this.sorted ??= [...this.byDate.keys()].filter((date) => this.get(date)?.version !== ABSENT).sort();
    return this.sorted;
  }

  /** Is the date there, with rows as far as is known? */
  hasRows(date: IsoDate): boolean {
    const known = this.get(date);
    return known !== undefined && known.version !== ABSENT && known.rows !== 0;
  }

  /** In order, also those that are not there. */
  pinned(): readonly IsoDate[] {
    return [...this.byDate.keys()].filter((date) => this.get(date)?.pinned).sort();
  }

  /** Of all dates, as often as each was published. */
  publications(): number {
    return [...this.byDate.values()].reduce((sum, { seq }) => sum + seq, 0);
  }

  copy(): TableVersions {
    return new TableVersions(new Map(this.byDate));
  }

  /**
   * Of a history, what all extracts before a day come to, since each is told on top of those before it: the last one
   * and a digest of all. On days before the first one it is that one, which is valid from the beginning of time.
   */
  toldBefore(end: IsoDate): string {
    this.told ??= this.tell();
    return this.told[Math.max(0, this.countBefore(end) - 1)] ?? '';
  }

  private tell(): readonly string[] {
    let digest = '';
    return this.dates().map((date) => {
      digest = fingerprint([digest, date, this.get(date)?.version ?? '']);
      return `${date} ${digest.slice(0, 12)}`;
    });
  }

  private countBefore(date: IsoDate): number {
    const dates = this.dates();
    let low = 0;
    let high = dates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((dates[middle] ?? '') < date) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export type Versions = ReadonlyMap<string, TableVersions>;

/** What a task read: input to a text that changes whenever what is read changes. */
export type InputVersions = Readonly<Record<string, string>>;

function dated(table: TableVersions, dates: readonly IsoDate[]): string {
  return dates.flatMap((date) => table.get(date)?.version.slice(0, 12) || []).join(' ');
}

/** The version of one input as the business date sees it; empty when there is nothing to read. */
export function inputVersion(input: ModelInput, date: IsoDate, versions: Versions): string {
  const table = versions.get(input.table);
  if (!table) return '';
  if (input.versioning === 'whole')
    return fingerprint(table.dates().flatMap((day) => [day, table.get(day)?.version ?? '']));
  // Most inputs are read for the day alone, and there are as many days as history is long.
  if (input.versioning === 'partition' && readsTheDayAlone(input)) return dated(table, [date]);
  const { start, end } = daysRead(input, { start: date, end: addDays(date, 1) });
  return input.versioning === 'history' ? table.toldBefore(end) : dated(table, datesOf({ start, end }));
}

const readsTheDayAlone = ({ lookbackDays, withinDays }: ModelInput): boolean =>
  lookbackDays === 0 && withinDays === 0;

/** The days of an input that count for the days of a window. */
export const daysRead = ({ lookbackDays, withinDays }: ModelInput, { start, end }: DateRange): DateRange => ({
  start: addDays(start, -lookbackDays - withinDays),
  end: addDays(end, withinDays),
});

export function inputVersions(model: Model, date: IsoDate, versions: Versions): InputVersions {
  return Object.fromEntries(model.inputs.map((input) => [input.table, inputVersion(input, date, versions)]));
}

/** The version that a partition has when it is up to date: the definition and everything it reads, nothing else. */
export function desiredVersion(model: Model, inputs: InputVersions): string {
  return fingerprint([model.fingerprint, ...Object.entries(inputs).flat()]);
}
