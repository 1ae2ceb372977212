import { addDays } from '../dates';
import { fingerprint } from '../fingerprint';
import type { Model, ModelInput } from '../manifest';
import type { IsoDate } from '../types';

/** A published or arrived state of one date of a table. */
export interface Version {
  readonly version: string;
  /** Publications so far; 0 for sources. */
  readonly seq: number;
  readonly rows: number;
}

/** Versions of one table by date, with the dates in order. */
export class TableVersions {
  private sorted: IsoDate[] | undefined;
  constructor(private readonly byDate: Map<IsoDate, Version> = new Map()) {}

  get(date: IsoDate): Version | undefined {
    return this.byDate.get(date);
  }

  set(date: IsoDate, version: Version): void {
    if (!this.byDate.has(date)) this.sorted = undefined;
    this.byDate.set(date, version);
  }

  dates(): readonly IsoDate[] {
    this.sorted ??= [...this.byDate.keys()].sort();
    return this.sorted;
  }

  copy(): TableVersions {
    return new TableVersions(new Map(this.byDate));
  }

  /** The last date up to `date`; the first one when all are later. */
  lastUpTo(date: IsoDate): IsoDate | undefined {
    const dates = this.dates();
    let low = 0;
    let high = dates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((dates[middle] ?? '') <= date) low = middle + 1;
      else high = middle;
    }
    return dates[Math.max(0, low - 1)];
  }
}

export type Versions = ReadonlyMap<string, TableVersions>;

/** What a task read: input to a text that changes whenever what is read changes. */
export type InputVersions = Readonly<Record<string, string>>;

function dated(table: TableVersions, dates: readonly IsoDate[]): string {
  return dates.flatMap((date) => table.get(date)?.version.slice(0, 12) ?? []).join(' ');
}

/** The version of one input as the business date sees it; empty when there is nothing to read. */
export function inputVersion(input: ModelInput, date: IsoDate, versions: Versions): string {
  const table = versions.get(input.table);
  if (!table) return '';
  if (input.versioning === 'whole')
    return fingerprint(table.dates().flatMap((day) => [day, table.get(day)?.version ?? '']));
  if (input.versioning === 'history') {
    const extract = table.lastUpTo(date);
    return extract ? `${extract} ${table.get(extract)?.version.slice(0, 12)}` : '';
  }
  const first = addDays(date, -input.lookbackDays - input.withinDays);
  const days = Array.from({ length: input.lookbackDays + 2 * input.withinDays + 1 }, (_, index) =>
    addDays(first, index),
  );
  return dated(table, days);
}

export function inputVersions(model: Model, date: IsoDate, versions: Versions): InputVersions {
  return Object.fromEntries(model.inputs.map((input) => [input.table, inputVersion(input, date, versions)]));
}

/** The version that a partition has when it is up to date: the definition and everything it reads, nothing else. */
export function desiredVersion(model: Model, inputs: InputVersions): string {
  return fingerprint([model.fingerprint, ...Object.entries(inputs).flat()]);
}
