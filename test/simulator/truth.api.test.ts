import { simulate, truth } from '../../src/simulator';
import { countsOf, Delivered, perDay, type Served, tally } from './support/delivered';

const network = simulate({ days: 20, startDate: '2026-10-15' });
const known = truth(network);
let delivered: Delivered;

beforeAll(async () => {
  delivered = await Delivered.of(network);
});

describe('the truth about the API', () => {
  test('counts transactions that are published, quarantined and duplicates', () => {
    expect(delivered.transactions).toHaveLength(known.sources.transactions.rows);
    expect(known.sources.transactions).toMatchObject(countsOf(delivered.judgedTransactions()));
  });

  test('counts published transactions of each day, moved ones on the day to which they went', () => {
    const found = delivered
      .judgedTransactions()
      .published.map(({ fields }) => String(fields.occurred_at).slice(0, 10));
    expect(tally(found)).toEqual(perDay(known.sources.transactions, 'published'));
    expect(known.sources.transactions.kinds.moved).toBeGreaterThan(0);
  });

  test('knows the revenue of each day to the cent', () => {
    const revenue: Record<string, number> = {};
    for (const { fields } of delivered.judgedTransactions().published) {
      const date = String(fields.occurred_at).slice(0, 10);
      const cents = Math.round(
        Number(fields.quantity) * Number(fields.unit_price) * 100 - Number(fields.discount) * 100,
      );
      revenue[date] = (revenue[date] ?? 0) + cents;
    }
    expect(revenue).toEqual(
      Object.fromEntries(Object.entries(known.clean.days).map(([date, day]) => [date, day.revenueCents])),
    );
  });

  test('counts visits that are published, quarantined and duplicates', () => {
    expect(delivered.visits).toHaveLength(known.sources.visits.rows);
    expect(known.sources.visits).toMatchObject(countsOf(delivered.judgedVisits()));
  });

  test('counts records that became known more than twenty hours after they happened, corrections aside', () => {
    const corrected = new Set(
      known.sources.visits.injected
        .filter(({ kind }) => kind === 'correction')
        .map(({ key }) => JSON.stringify(key)),
    );
    const late = delivered.visits.filter(({ fields: { sensor_id, counted_at, updated_at } }) => {
      const delay = Date.parse(String(updated_at)) - Date.parse(String(counted_at));
      return delay > 20 * 3_600_000 && !corrected.has(JSON.stringify({ sensor_id, counted_at }));
    });
    expect(late).toHaveLength(known.sources.visits.kinds.late);
  });

  test('knows the visitors of each day after failed hours and outliers are replaced', () => {
    const { visitors, imputed } = replaceBadHours(delivered.judgedVisits().published);
    expect(visitors).toEqual(
      Object.fromEntries(Object.entries(known.clean.days).map(([date, day]) => [date, day.visitors])),
    );
    expect(imputed).toBe(known.sources.visits.kinds.null + known.sources.visits.kinds.outlier);
  });
});

describe('one record', () => {
  test('gets at most one kind of dirt, and what is repeated or corrected is clean', () => {
    const { injected: all } = known.sources.transactions;
    const keys = all.filter(({ kind }) => kind !== 'superseded').map(({ key }) => JSON.stringify(key));
    expect(new Set(keys).size).toBe(keys.length);
    const { superseded, correction, moved } = known.sources.transactions.kinds;
    expect(superseded).toBe(correction + moved);
  });
});

/** An outlier is more than five times the sensor's median hour of the day, which counts as ten at least. */
function replaceBadHours(published: readonly Served[]): {
  visitors: Record<string, number>;
  imputed: number;
} {
  const sensorDays = new Map<string, (number | null)[]>();
  for (const { fields } of published) {
    const key = `${String(fields.counted_at).slice(0, 10)} ${fields.sensor_id}`;
    sensorDays.set(key, [...(sensorDays.get(key) ?? []), fields.visitors as number | null]);
  }
  const visitors: Record<string, number> = {};
  let imputed = 0;
  for (const [key, counts] of sensorDays) {
    const sorted = counts.filter((count) => count !== null).sort((a, b) => a - b);
    const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
    const good = sorted.filter((count) => count <= 5 * Math.max(median, 10));
    const sum = good.reduce((total, count) => total + count, 0);
    const bad = counts.length - good.length;
    const date = key.slice(0, 10);
    visitors[date] = (visitors[date] ?? 0) + sum + bad * Math.round(sum / good.length);
    imputed += bad;
  }
  return { visitors, imputed };
}
