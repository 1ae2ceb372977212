import type { DirtKind, Fate, Scalar, SourceName } from '../dirt/emission';

/** What was injected and what has to come out. Plain JSON. docs/simulator.md says how each number is defined. */
export interface Truth {
  readonly seed: number;
  readonly startDate: string;
  /** After the last business date. */
  readonly endDate: string;
  readonly sources: Readonly<Record<SourceName, SourceTruth>>;
  readonly clean: {
    readonly total: Totals;
    readonly days: Readonly<Record<string, Totals>>;
    /** By date, then store. A store that a day gave nothing is absent. */
    readonly storeDays: Readonly<Record<string, Readonly<Record<string, Totals>>>>;
  };
  /** Changes of stores and products that their extracts show, in the order of dates. */
  readonly changes: readonly Change[];
  readonly affinities: readonly { readonly product: string; readonly companion: string }[];
}

export interface Counts {
  /** Records that are not malformed: rows of bronze. The sum of the next three. */
  readonly rows: number;
  readonly published: number;
  readonly quarantined: number;
  readonly duplicates: number;
}

export interface SourceTruth extends Counts {
  /** Files, or 0 for what the API serves. */
  readonly files: number;
  readonly malformed: number;
  /** Records that carry the unknown field. */
  readonly extraColumns: number;
  readonly kinds: Readonly<Record<DirtKind, number>>;
  /** By business date of the event, or of the extract. Malformed lines have no event and are not in here. */
  readonly days: Readonly<Record<string, Counts>>;
  readonly injected: readonly Injected[];
}

/** One record that is not clean. */
export interface Injected {
  readonly kind: DirtKind;
  readonly fate: Fate;
  /** Absent: malformed. */
  readonly date?: string;
  /** Primary key as sent. */
  readonly key?: Readonly<Record<string, Scalar>>;
  readonly rule?: string;
  readonly otherDate?: string;
  /** Absent: served by the API. */
  readonly file?: string;
  readonly line?: number;
}

/** Of published records only. */
export interface Totals {
  /** Σ (quantity × unit_price − discount), in cents. */
  readonly revenueCents: number;
  /** Receipts with at least one sold line. */
  readonly transactions: number;
  /** Receipts with at least one line of any kind. */
  readonly receipts: number;
  readonly lines: number;
  readonly unitsSold: number;
  /** Positive. */
  readonly unitsReturned: number;
  /** Failed and outlying hours replaced by the rounded mean (half up) of the good hours of the sensor's day. */
  readonly visitors: number;
  /** Published hours of all sensors. */
  readonly sensorHours: number;
  readonly imputedHours: number;
}

export type Change = AttributeChange | ListingChange;

export interface AttributeChange {
  readonly what: 'changed';
  readonly source: 'stores' | 'products';
  readonly id: string;
  /** Date of the first extract that shows it. */
  readonly date: string;
  /** Column names as in the contract. */
  readonly values: Readonly<Record<string, { readonly from: Scalar; readonly to: Scalar }>>;
}

/** The product is absent from that extract on, or present again, or for the first time. */
export interface ListingChange {
  readonly what: 'delisted' | 'listed';
  readonly source: 'products';
  readonly id: string;
  readonly date: string;
}
