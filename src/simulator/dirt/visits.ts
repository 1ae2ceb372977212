import type { SensorDay, StoreDay, Visit } from '../days/events';
import type { Plan } from '../network/plan';
import { type Random, stream } from '../random';
import { DAY_MS, HOUR_MS, utcText } from '../time/dates';
import { parisText } from '../time/paris';
import { choose } from './choose';
import { clean, corrected, type Emission, EXTRA_FIELD, spoiled, violating } from './emission';

/** A broken sensor counts twenty times its mean hour of the day, and at least this much. */
const OUTLIER_MIN = 120;
const OUTLIER_FACTOR = 20;
/** A sensor fails for one to four hours in a row, 2.5 in the mean. */
const FAILED_HOURS_MAX = 4;
const FAILED_HOURS_MEAN = 2.5;

/**
 * What the sensors of a store send about a day. A sensor has at most one kind of dirt a day: the mean that replaces
 * a failed hour is then the mean of clean hours, by every reading of "clean".
 */
export function emitVisits(day: StoreDay, plan: Plan): Emission[] {
  return day.visits.flatMap((sensorDay) => emitSensorDay(sensorDay, day.date, plan));
}

function emitSensorDay({ sensor, hours }: SensorDay, date: string, plan: Plan): Emission[] {
  const { seed, rates } = plan.options;
  const random = stream(seed, 'dirt', 'visits', sensor, date);
  const extra = stream(seed, 'extra', 'visits', sensor, date);
  const kind = choose(random, probabilities(plan, hours.length));
  const failed = kind === 'null' ? random.int(1, FAILED_HOURS_MAX) : 1;
  const first = random.int(0, hours.length - failed);
  const mean = hours.reduce((sum, hour) => sum + hour.visitors, 0) / hours.length;
  return hours.flatMap((hour, index) => {
    const unknown = extra.chance(rates.visits.extraColumn) ? { [EXTRA_FIELD.visits]: extra.int(5, 99) } : {};
    const record = clean('visits', date, { ...fieldsOf(hour), ...unknown });
    const hit = index >= first && index < first + failed;
    return hit && kind !== undefined ? spoil(kind, record, hour, mean, random) : [record];
  });
}

type VisitDirt = 'null' | 'outlier' | 'duplicate' | 'correction' | 'late' | 'violation' | 'unknownStore';

/** Of a whole day of `hours` records, so that the share of records is the rate. */
function probabilities(plan: Plan, hours: number): Record<VisitDirt, number> {
  const rates = plan.options.rates.visits;
  return {
    null: (rates.null * hours) / FAILED_HOURS_MEAN,
    outlier: rates.outlier * hours,
    duplicate: rates.duplicate * hours,
    correction: rates.correction * hours,
    late: rates.late * hours,
    violation: rates.violation * hours,
    unknownStore: rates.unknownStore * hours,
  };
}

function fieldsOf(visit: Visit): Emission['fields'] {
  return {
    sensor_id: visit.sensor,
    store_id: visit.store,
    counted_at: parisText(visit.countedAt),
    visitors: visit.visitors,
    updated_at: utcText(visit.updatedAt),
  };
}

function spoil(kind: VisitDirt, record: Emission, visit: Visit, mean: number, random: Random): Emission[] {
  const changed = (changes: Emission['fields']) => ({ ...record, fields: { ...record.fields, ...changes } });
  switch (kind) {
    case 'null':
      return [{ ...changed({ visitors: null }), kind: 'null' }];
    case 'outlier': {
      const visitors = Math.max(OUTLIER_MIN, Math.ceil(mean * OUTLIER_FACTOR));
      return [{ ...changed({ visitors }), kind: 'outlier' }];
    }
    case 'correction': {
      const updatedAt = utcText(visit.updatedAt + random.int(1, 47) * HOUR_MS);
      return corrected(record, { visitors: visit.visitors + random.int(1, 5), updated_at: updatedAt });
    }
    case 'late':
      return [
        { ...changed({ updated_at: utcText(visit.updatedAt + random.int(1, 3) * DAY_MS) }), kind: 'late' },
      ];
    default:
      return spoiled(kind, record, () =>
        random.chance(0.5)
          ? violating(record, 'type: visitors', 'err')
          : violating(record, 'minimum: visitors', -visit.visitors - 1),
      );
  }
}
