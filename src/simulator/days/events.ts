import type { Store } from '../network/stores';

/**
 * What really happened in a store on a business date, before anything goes wrong on the way to the platform.
 * Instants are milliseconds since the epoch, money is in cents.
 */
export interface StoreDay {
  readonly store: Store;
  readonly date: string;
  /** By sensor, then hour. */
  readonly visits: readonly SensorDay[];
  /** In the order of time. */
  readonly receipts: readonly Receipt[];
  readonly stock: readonly StockRow[];
  readonly deliveries: readonly Delivery[];
}

export interface SensorDay {
  readonly sensor: string;
  readonly hours: readonly Visit[];
}

export interface Visit {
  readonly sensor: string;
  readonly store: string;
  readonly countedAt: number;
  readonly visitors: number;
  readonly updatedAt: number;
}

export interface Receipt {
  readonly id: string;
  readonly store: string;
  readonly occurredAt: number;
  readonly updatedAt: number;
  readonly customer: string | null;
  readonly payment: 'card' | 'cash' | 'voucher';
  /** Line 1 first. */
  readonly lines: readonly ReceiptLine[];
}

export interface ReceiptLine {
  readonly product: string;
  /** Negative: a return. */
  readonly quantity: number;
  readonly priceCents: number;
  /** Off the whole line. */
  readonly discountCents: number;
}

export interface StockRow {
  readonly store: string;
  readonly product: string;
  readonly date: string;
  readonly book: number;
  readonly counted: number;
  readonly onOrder: number;
}

export interface Delivery {
  readonly id: string;
  readonly store: string;
  readonly product: string;
  readonly deliveredAt: number;
  readonly quantity: number;
  readonly costCents: number;
}
