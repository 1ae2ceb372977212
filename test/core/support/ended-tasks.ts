import type { EndedTask, Measure } from '../../../src/core/alerts';
import { addDays } from '../../../src/core/dates';

export const THRESHOLDS = { durationRatio: 2, recordsRatio: 0.8, rejectedShare: 0.01 };
export const DATE = '2026-10-26';

export const planned = (date: string) => ({ date, seq: 0, version: 'v', inputs: {}, reason: 'new' as const });

/** A task of one day that is like those before it. */
export const ended = (change: Partial<EndedTask> = {}): EndedTask => ({
  run: 'R',
  pipeline: 'nightly',
  task: { id: 'silver_orders', dates: [planned(DATE)], window: { start: DATE, end: addDays(DATE, 1) } },
  model: { name: 'silver.orders', owner: 'sales', as: 'incremental' },
  state: 'SUCCESS',
  reason: '',
  seconds: 30,
  counts: { staged: 1000, passed: 1000, quarantined: 0, duplicates: 0 },
  checks: [],
  keys: [],
  open: false,
  ...change,
});

/** The days before, each with so many records in so many seconds. */
export const days = (count: number, records = 1000, seconds = 30): Measure[] =>
  Array.from({ length: count }, (_, i) => ({
    run: `R${i}`,
    task: 'silver_orders',
    dates: 1,
    date: addDays(DATE, i - count),
    seconds,
    records,
  }));
