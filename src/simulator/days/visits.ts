import type { Plan } from '../network/plan';
import { type Store, storeOn } from '../network/stores';
import { dayFactor, hourFactor } from '../network/traffic';
import { stream } from '../random';
import { HOUR_MS } from '../time/dates';
import { hoursOfDay, type LocalHour } from '../time/paris';
import type { SensorDay, Visit } from './events';

/** How the visitors of a store spread over its one, two or three doors. */
const DOORS: readonly (readonly number[])[] = [[1], [0.6, 0.4], [0.5, 0.3, 0.2]];

/** A true count is at most this many times the median of its sensor's day. What sensors invent is far above. */
const PEAK = 3;

/** What the sensors of a store count in the hours of a business date; nothing when it stays closed. */
export function visitsOf(store: Store, date: string, { options }: Plan): SensorDay[] {
  const factor = dayFactor(store.profile, date) * growth(store, date) * options.scale;
  if (factor === 0) return [];
  const doors = DOORS[store.profile.sensors - 1] ?? [1];
  return doors.map((share, door) => {
    const sensor = `${store.id}-${door + 1}`;
    const random = stream(options.seed, 'visits', sensor, date);
    const hours = hoursOfDay(date, store.profile.openingHour, store.profile.closingHour).map((hour) => {
      const mean =
        store.profile.visitors * store.attraction * share * factor * hourFactor(store.profile, hour.hour);
      return visit(store, sensor, hour, Math.round(random.around(mean, 0.35)), random.int(60, 600));
    });
    return { sensor, hours: withoutPeaks(hours) };
  });
}

/** Visitors of the store in the hour that begins at `instant`, over all doors. */
export function visitorsAt(visits: readonly SensorDay[], instant: number): number {
  const counts = visits.map(({ hours }) => hours.find((hour) => hour.countedAt === instant)?.visitors ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A larger store draws more people. */
function growth(store: Store, date: string): number {
  return storeOn(store, date).areaM2 / (store.versions[0]?.areaM2 ?? store.profile.areaM2);
}

function visit(store: Store, sensor: string, hour: LocalHour, visitors: number, delaySeconds: number): Visit {
  const updatedAt = hour.instant + HOUR_MS + delaySeconds * 1000;
  return { sensor, store: store.id, countedAt: hour.instant, visitors, updatedAt };
}

function withoutPeaks(hours: readonly Visit[]): Visit[] {
  const sorted = hours.map((hour) => hour.visitors).sort((a, b) => a - b);
  const limit = PEAK * Math.max(3, sorted[Math.ceil(sorted.length / 2) - 1] ?? 0);
  return hours.map((hour) => ({ ...hour, visitors: Math.min(hour.visitors, limit) }));
}
