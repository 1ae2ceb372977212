import type { StoreDay } from '../../src/simulator/days/events';
import { liveThrough } from '../../src/simulator/days/store-days';
import { visitorsAt } from '../../src/simulator/days/visits';
import { planNetwork } from '../../src/simulator/network/plan';
import { isListed, productOn } from '../../src/simulator/network/products';
import { discountsOn } from '../../src/simulator/network/promotions';
import { resolveOptions } from '../../src/simulator/options';
import { HOUR_MS } from '../../src/simulator/time/dates';
import { parisDate, parisHour, parisText } from '../../src/simulator/time/paris';

const plan = planNetwork(resolveOptions({}));
const days = liveThrough(plan);
const receipts = days.flatMap((day) => day.receipts);
const lines = receipts.flatMap((receipt) => receipt.lines);

describe('what happens in the network', () => {
  test('gives between 25,000 and 40,000 receipt lines in the default month', () => {
    expect(lines.length).toBeGreaterThan(25_000);
    expect(lines.length).toBeLessThan(40_000);
  });

  test('never has more receipts than visitors in an hour', () => {
    const wrong = days.flatMap(({ store, visits, receipts: ofDay }) => {
      const hours = new Map<number, number>();
      for (const { occurredAt } of ofDay) {
        const hour = occurredAt - (occurredAt % HOUR_MS);
        hours.set(hour, (hours.get(hour) ?? 0) + 1);
      }
      return [...hours]
        .filter(([hour, count]) => count > visitorsAt(visits, hour))
        .map(([hour]) => `${store.id} ${hour}`);
    });
    expect(wrong).toEqual([]);
  });

  test('happens on the business date and within the opening hours of the store', () => {
    const wrong = days.flatMap(({ store, date, receipts: ofDay }) =>
      ofDay.filter(({ occurredAt }) => {
        const hour = parisHour(occurredAt);
        const open = hour >= store.profile.openingHour && hour < store.profile.closingHour;
        return !open || parisDate(occurredAt) !== date;
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('counts the hour from 02:00 twice when summer time ends, and sells in both', () => {
    const station = days.find(({ store, date }) => store.profile.kind === 'station' && date === '2026-10-25');
    const hours = station?.visits[0]?.hours.map(({ countedAt }) => parisText(countedAt)) ?? [];
    expect(hours).toHaveLength(25);
    expect(hours.filter((hour) => hour.startsWith('2026-10-25T02'))).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
    ]);
    const stations = liveThrough(
      planNetwork(resolveOptions({ startDate: '2026-10-25', days: 1, stores: 28, scale: 3 })),
    );
    const night = stations
      .flatMap((day) => day.receipts)
      .map(({ occurredAt }) => parisText(occurredAt).slice(11, 13) + parisText(occurredAt).slice(19));
    expect(night).toContain('02+02:00');
    expect(night).toContain('02+01:00');
  });

  test('draws more people on Saturdays than on Mondays', () => {
    const traffic = (dates: readonly string[]) =>
      days
        .filter(({ date }) => dates.includes(date))
        .flatMap(({ visits }) => visits)
        .flatMap(({ hours }) => hours)
        .reduce((sum, { visitors }) => sum + visitors, 0);
    expect(traffic(['2026-10-03', '2026-10-10'])).toBeGreaterThan(
      1.4 * traffic(['2026-10-05', '2026-10-12']),
    );
  });

  test('keeps books: yesterday counted, plus deliveries, minus sales, is what the books say', () => {
    const counted = new Map<string, number>();
    const wrong = days.flatMap((day) =>
      day.stock.filter((row) => {
        const key = `${row.store}/${row.product}`;
        const expected = (counted.get(key) ?? row.book - change(day, row.product)) + change(day, row.product);
        counted.set(key, row.counted);
        return row.book !== expected && !isBackOnTheShelves(row.product, day.date);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('never finds more than the books say, nor less than nothing', () => {
    const stock = days.flatMap((day) => day.stock);
    expect(stock.filter(({ book, counted }) => counted < 0 || counted > book)).toEqual([]);
  });

  test('gives every delivery and receipt a number of its own', () => {
    const deliveries = days.flatMap((day) => day.deliveries).map(({ id }) => id);
    expect(new Set(deliveries).size).toBe(deliveries.length);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(receipts.length);
  });

  test('sells at the price of the day, promotions off, and nothing that is not listed', () => {
    const wrong = days.flatMap(({ date, receipts: ofDay }) => {
      const discounts = discountsOn(plan.promotions, date);
      return ofDay
        .flatMap((receipt) => receipt.lines)
        .filter((line) => {
          const product = productNamed(line.product);
          const { priceCents } = productOn(product, date);
          const percent = line.quantity < 0 ? 0 : (discounts.get(line.product) ?? 0);
          const discount = Math.round((line.quantity * priceCents * percent) / 100);
          return (
            !isListed(product, date) || line.priceCents !== priceCents || line.discountCents !== discount + 0
          );
        });
    });
    expect(wrong).toEqual([]);
  });

  test('sells companions together at least three times as often as chance would have it', () => {
    const baskets = receipts.map((receipt) => new Set(receipt.lines.map((line) => line.product)));
    const holding = (...products: string[]) =>
      baskets.filter((basket) => products.every((product) => basket.has(product))).length;
    const lifts = plan.affinities.map(
      ({ product, companion }) =>
        (holding(product, companion) * baskets.length) / (holding(product) * holding(companion)),
    );
    expect(lifts).toHaveLength(10);
    expect(Math.min(...lifts)).toBeGreaterThan(3);
  });
});

function productNamed(id: string) {
  const product = plan.products.find((one) => one.id === id);
  if (product === undefined) throw new Error(`${id} was sold, but is no product.`);
  return product;
}

/** Units delivered minus units sold on a day. */
function change(day: StoreDay, product: string): number {
  const sum = (all: readonly { product: string; quantity: number }[]) =>
    all.filter((one) => one.product === product).reduce((total, one) => total + one.quantity, 0);
  return sum(day.deliveries) - sum(day.receipts.flatMap((receipt) => receipt.lines));
}

/** A product that is delisted goes back to its supplier: when it is listed again, the shelf is empty. */
function isBackOnTheShelves(product: string, date: string): boolean {
  return productNamed(product).absences.some(({ to }) => to === date);
}
