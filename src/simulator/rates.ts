/**
 * How much of each source is dirty. Shares of its records (0 to 1), unless said otherwise. A record gets at most one
 * kind of dirt; docs/simulator.md says what each kind is and what has to become of it.
 */
export interface DirtRates {
  readonly stores: ExtractRates;
  readonly products: ExtractRates;
  readonly visits: VisitRates;
  readonly transactions: TransactionRates;
  readonly inventory: StockRates & { readonly malformed: number };
  readonly deliveries: StockRates;
}

export interface ExtractRates {
  /** Broken lines that are added to a file. */
  readonly malformed: number;
  /** Rows of stores or products that do not exist, which break the contract, added to a file. Stores: 0 by default. */
  readonly violation: number;
  /** Rows that a file holds twice. 0 by default. */
  readonly duplicate: number;
  /** Share of files that have a column of which the contract knows nothing. */
  readonly extraColumn: number;
}

interface RecordRates {
  readonly duplicate: number;
  readonly late: number;
  readonly violation: number;
  readonly unknownStore: number;
  /** Visits and transactions: share of records with an unknown field; inventory and deliveries: share of files. */
  readonly extraColumn: number;
}

/** A sensor has at most one kind of dirt a day, so that rates above 1/24 saturate. */
export interface VisitRates extends RecordRates {
  readonly null: number;
  readonly outlier: number;
  readonly correction: number;
}

export interface TransactionRates extends RecordRates {
  readonly correction: number;
  /** Share of receipts that a correction moves to another day. */
  readonly moved: number;
  readonly unknownProduct: number;
}

export interface StockRates extends RecordRates {
  readonly unknownProduct: number;
}

export type PartialRates = { readonly [Source in keyof DirtRates]?: Partial<DirtRates[Source]> };

export const DEFAULT_RATES: DirtRates = {
  // One bad row among eight would be more than a model tolerates on a single day.
  stores: { malformed: 0.02, violation: 0, duplicate: 0, extraColumn: 0.1 },
  products: { malformed: 0.002, violation: 0.002, duplicate: 0, extraColumn: 0.1 },
  visits: {
    null: 0.01,
    outlier: 0.005,
    duplicate: 0.005,
    correction: 0.004,
    late: 0.01,
    violation: 0.003,
    unknownStore: 0.001,
    extraColumn: 0.02,
  },
  transactions: {
    duplicate: 0.005,
    correction: 0.004,
    moved: 0.002,
    late: 0.01,
    violation: 0.003,
    unknownStore: 0.001,
    unknownProduct: 0.001,
    extraColumn: 0.02,
  },
  inventory: {
    duplicate: 0.003,
    late: 0.005,
    malformed: 0.002,
    violation: 0.002,
    unknownStore: 0.0005,
    unknownProduct: 0.001,
    extraColumn: 0.1,
  },
  deliveries: {
    duplicate: 0.005,
    late: 0.01,
    violation: 0.003,
    unknownStore: 0.001,
    unknownProduct: 0.002,
    extraColumn: 0.1,
  },
};

/** `DEFAULT_RATES` with some replaced. */
export function withRates(changes: PartialRates): DirtRates {
  return {
    stores: { ...DEFAULT_RATES.stores, ...changes.stores },
    products: { ...DEFAULT_RATES.products, ...changes.products },
    visits: { ...DEFAULT_RATES.visits, ...changes.visits },
    transactions: { ...DEFAULT_RATES.transactions, ...changes.transactions },
    inventory: { ...DEFAULT_RATES.inventory, ...changes.inventory },
    deliveries: { ...DEFAULT_RATES.deliveries, ...changes.deliveries },
  };
}

/** All rates multiplied by `factor`, at most 1; factor 0 gives a network without any dirt. */
export function scaledRates(factor: number, rates: DirtRates = DEFAULT_RATES): DirtRates {
  const scaled = <Rates extends object>(of: Rates): Rates =>
    Object.fromEntries(Object.entries(of).map(([kind, rate]) => [kind, Math.min(1, rate * factor)])) as Rates;
  return {
    stores: scaled(rates.stores),
    products: scaled(rates.products),
    visits: scaled(rates.visits),
    transactions: scaled(rates.transactions),
    inventory: scaled(rates.inventory),
    deliveries: scaled(rates.deliveries),
  };
}
