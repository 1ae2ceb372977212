import type { Emission } from '../dirt/emission';
import type { Network } from '../simulate';
import { groupBy } from './group-by';
import type { Totals, Truth } from './types';

const NOTHING: Totals = {
  revenueCents: 0,
  transactions: 0,
  receipts: 0,
  lines: 0,
  unitsSold: 0,
  unitsReturned: 0,
  visitors: 0,
  sensorHours: 0,
  imputedHours: 0,
};

/** What has to come out: totals of the published records, by day and by store and day. */
export function cleanTotals(network: Network): Truth['clean'] {
  const transactions = groupBy(published(network.feeds.transactions), storeDay);
  const visits = groupBy(published(network.feeds.visits), storeDay);
  const days: Record<string, Totals> = {};
  const storeDays: Record<string, Record<string, Totals>> = {};
  for (const key of [...new Set([...transactions.keys(), ...visits.keys()])].sort()) {
    const [date = '', store = ''] = key.split('/');
    const totals = { ...salesTotals(transactions.get(key) ?? []), ...visitTotals(visits.get(key) ?? []) };
    days[date] = sum([days[date] ?? NOTHING, totals]);
    storeDays[date] = { ...storeDays[date], [store]: totals };
  }
  return { total: sum(Object.values(days)), days, storeDays };
}

function published(emissions: readonly Emission[]): Emission[] {
  return emissions.filter((emission) => emission.fate === 'published');
}

function storeDay({ date, fields }: Emission): string {
  return `${date}/${fields.store_id}`;
}

type Sales = Omit<Totals, 'visitors' | 'sensorHours' | 'imputedHours'>;
type Visits = Pick<Totals, 'visitors' | 'sensorHours' | 'imputedHours'>;

function salesTotals(lines: readonly Emission[]): Sales {
  const sold = lines.filter(({ fields }) => Number(fields.quantity) > 0);
  const units = (of: readonly Emission[]) =>
    of.reduce((total, { fields }) => total + Number(fields.quantity), 0);
  return {
    revenueCents: lines.reduce((total, line) => total + revenueCents(line), 0),
    transactions: receipts(sold),
    receipts: receipts(lines),
    lines: lines.length,
    unitsSold: units(sold),
    unitsReturned: units(sold) - units(lines),
  };
}

function receipts(lines: readonly Emission[]): number {
  return new Set(lines.map(({ fields }) => fields.transaction_id)).size;
}

function revenueCents({ fields }: Emission): number {
  const cents = (euros: unknown) => Math.round(Number(euros) * 100);
  return Number(fields.quantity) * cents(fields.unit_price) - cents(fields.discount);
}

function visitTotals(hours: readonly Emission[]): Visits {
  const sensors = groupBy(hours, ({ fields }) => fields.sensor_id);
  const imputed = hours.filter(isImputed).length;
  const visitors = [...sensors.values()].reduce((total, ofSensor) => total + sensorVisitors(ofSensor), 0);
  return { visitors, sensorHours: hours.length, imputedHours: imputed };
}

/** A sensor fails for a few hours of a day, never for all of them, so that there is a mean. */
function sensorVisitors(hours: readonly Emission[]): number {
  const good = hours.filter((hour) => !isImputed(hour));
  const counted = good.reduce((total, { fields }) => total + Number(fields.visitors), 0);
  const imputed = hours.length - good.length;
  return imputed === 0 ? counted : counted + imputed * Math.round(counted / good.length);
}

function isImputed({ kind }: Emission): boolean {
  return kind === 'null' || kind === 'outlier';
}

function sum(all: readonly Totals[]): Totals {
  return all.reduce(
    (a, b) => ({
      revenueCents: a.revenueCents + b.revenueCents,
      transactions: a.transactions + b.transactions,
      receipts: a.receipts + b.receipts,
      lines: a.lines + b.lines,
      unitsSold: a.unitsSold + b.unitsSold,
      unitsReturned: a.unitsReturned + b.unitsReturned,
      visitors: a.visitors + b.visitors,
      sensorHours: a.sensorHours + b.sensorHours,
      imputedHours: a.imputedHours + b.imputedHours,
    }),
    NOTHING,
  );
}
