import { type DirtRates, type PartialRates, withRates } from './rates';
import { datesFrom } from './time/dates';

/** What to simulate. Equal options give equal bytes, on every machine. */
export interface SimulatorOptions {
  /** Any integer. Default 42. */
  readonly seed?: number;
  /** 1 to 90. Default 8. */
  readonly stores?: number;
  /** 12 to 2000. Default 120. */
  readonly products?: number;
  /** Business dates, 1 to 1000. Default 31. */
  readonly days?: number;
  /** First business date, `YYYY-MM-DD`. Default 2026-10-01. */
  readonly startDate?: string;
  /** Factor on the number of visitors, above 0 up to 100. Default 1: about 30,000 receipt lines in the default month. */
  readonly scale?: number;
  /** Replaces some of the default rates of dirt. */
  readonly rates?: PartialRates;
}

export interface ResolvedOptions extends Required<Omit<SimulatorOptions, 'rates'>> {
  readonly rates: DirtRates;
  /** The business dates, in order. */
  readonly dates: readonly string[];
}

/** @throws {RangeError} an option is outside its range; the message names it */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const startDate = checkedDate(options.startDate ?? '2026-10-01');
  const days = whole('days', options.days ?? 31, 1, 1000);
  return {
    seed: whole('seed', options.seed ?? 42, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    stores: whole('stores', options.stores ?? 8, 1, 90),
    products: whole('products', options.products ?? 120, 12, 2000),
    days,
    startDate,
    scale: checkedScale(options.scale ?? 1),
    rates: checkedRates(withRates(options.rates ?? {})),
    dates: datesFrom(startDate, days),
  };
}

function whole(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name}: found ${value}, expected a whole number from ${min} to ${max}.`);
}

function checkedScale(value: number): number {
  if (value > 0 && value <= 100) return value;
  throw new RangeError(`scale: found ${value}, expected a number above 0 and up to 100.`);
}

function checkedDate(text: string): string {
  const instant = Date.parse(`${text}T00:00:00Z`);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant);
  if (isDate && new Date(instant).toISOString().startsWith(text)) return text;
  throw new RangeError(`startDate: found '${text}', expected a date such as 2026-10-01.`);
}

function checkedRates(rates: DirtRates): DirtRates {
  for (const [source, kinds] of Object.entries(rates)) {
    for (const [kind, rate] of Object.entries<number>({ ...kinds })) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new RangeError(`rates.${source}.${kind}: found ${rate}, expected a share from 0 to 1.`);
      }
    }
  }
  return rates;
}
