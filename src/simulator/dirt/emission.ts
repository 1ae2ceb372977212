/** What leaves the simulator, and what has to become of it. */
export type SourceName = 'stores' | 'products' | 'visits' | 'transactions' | 'inventory' | 'deliveries';

/**
 * Where a record has to end: in the published table, in quarantine, counted as a duplicate of its key, or among the
 * malformed lines. Every record has exactly one fate.
 */
export type Fate = 'published' | 'quarantined' | 'duplicate' | 'malformed';

export type DirtKind =
  /** The same record again. Fate: duplicate. */
  | 'duplicate'
  /** A record that a later one with its key replaces. Fate: duplicate. */
  | 'superseded'
  /** The record that replaces it, on the same day. Fate: published. */
  | 'correction'
  /** The record that replaces it, on another day. Fate: published. */
  | 'moved'
  /** Known one to three days after it happened. Fate: published. */
  | 'late'
  /** A sensor that failed. Fate: published, the count replaced. */
  | 'null'
  /** A sensor that counted far too much. Fate: published, the count replaced. */
  | 'outlier'
  /** Breaks a rule of the contract. Fate: quarantined. */
  | 'violation'
  /** Of a store that does not exist. Fate: quarantined. */
  | 'unknown_store'
  /** Of a product that does not exist. Fate: quarantined. */
  | 'unknown_product'
  /** Not a record at all. Fate: malformed. */
  | 'malformed';

export type Scalar = string | number | boolean | null;
export type Fields = Readonly<Record<string, Scalar>>;

export interface Emission {
  readonly source: SourceName;
  /** As sent; unknown fields included. */
  readonly fields: Fields;
  /** Business date of the event, or of the extract: the day to which the platform counts the record. */
  readonly date: string;
  readonly fate: Exclude<Fate, 'malformed'>;
  /** Absent: clean. */
  readonly kind?: Exclude<DirtKind, 'malformed'>;
  /** The rule of the contract that it breaks, as in `_violations`. */
  readonly rule?: string;
  /** Superseded: where its key is published instead; moved: where it was before. */
  readonly otherDate?: string;
}

/** A line of a file that is not a record. */
export interface MalformedLine {
  readonly fate: 'malformed';
  readonly kind: 'malformed';
  readonly text: string;
}

/** The store and the product that nobody knows. */
export const UNKNOWN_STORE = 'S99';
export const UNKNOWN_PRODUCT = 'P9999';

/** The field of each source of which its contract knows nothing. */
export const EXTRA_FIELD: Readonly<Record<SourceName, string>> = {
  stores: 'manager',
  products: 'eco_score',
  visits: 'battery_percent',
  transactions: 'till_version',
  inventory: 'aisle',
  deliveries: 'carrier',
};

export const PRIMARY_KEY: Readonly<Record<SourceName, readonly string[]>> = {
  stores: ['store_id'],
  products: ['product_id'],
  visits: ['sensor_id', 'counted_at'],
  transactions: ['transaction_id', 'line_no'],
  inventory: ['store_id', 'product_id', 'snapshot_date'],
  deliveries: ['delivery_id'],
};

export function clean(source: SourceName, date: string, fields: Fields): Emission {
  return { source, date, fields, fate: 'published' };
}

/** Dirt that is the same whatever the record is about; a violation is one of the rules of its contract. */
type CommonDirt = 'duplicate' | 'violation' | 'unknownStore' | 'unknownProduct';

/** @param violation the record as it breaks a rule; asked for only then */
export function spoiled(
  kind: CommonDirt | undefined,
  record: Emission,
  violation: () => Emission,
): Emission[] {
  switch (kind) {
    case 'duplicate':
      return repeated(record);
    case 'violation':
      return [violation()];
    case 'unknownStore':
      return [ofUnknownStore(record)];
    case 'unknownProduct':
      return [ofUnknownProduct(record)];
    default:
      return [record];
  }
}

/** The record, and on the same day the one that replaces it. */
export function corrected(record: Emission, changes: Fields): Emission[] {
  return [
    { ...record, kind: 'superseded', fate: 'duplicate', otherDate: record.date },
    { ...record, fields: { ...record.fields, ...changes }, kind: 'correction' },
  ];
}

/** The record and the same record again. */
export function repeated(record: Emission): Emission[] {
  return [record, { ...record, kind: 'duplicate', fate: 'duplicate' }];
}

/** The record breaks a rule: `rule` is spelled `<rule>: <column>`. */
export function violating(record: Emission, rule: string, value: Scalar): Emission {
  const column = rule.slice(rule.indexOf(': ') + 2);
  return {
    ...record,
    fields: { ...record.fields, [column]: value },
    kind: 'violation',
    fate: 'quarantined',
    rule,
  };
}

function ofUnknownStore(record: Emission): Emission {
  const fields = { ...record.fields, store_id: UNKNOWN_STORE };
  return { ...record, fields, kind: 'unknown_store', fate: 'quarantined' };
}

function ofUnknownProduct(record: Emission): Emission {
  const fields = { ...record.fields, product_id: UNKNOWN_PRODUCT };
  return { ...record, fields, kind: 'unknown_product', fate: 'quarantined' };
}

/** Cents as the number of euros that prints with at most two decimals. */
export function euros(cents: number): number {
  return cents / 100;
}
