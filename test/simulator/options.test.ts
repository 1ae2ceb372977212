import { simulate } from '../../src/simulator';
import { frenchHolidays } from '../../src/simulator/network/holidays';

describe('options of the simulator', () => {
  test.each([
    [{ stores: 0 }, 'stores: found 0, expected a whole number from 1 to 90.'],
    [{ days: 1.5 }, 'days: found 1.5, expected a whole number from 1 to 1000.'],
    [{ startDate: '2026-02-30' }, "startDate: found '2026-02-30', expected a date such as 2026-10-01."],
    [{ startDate: '1/10/2026' }, "startDate: found '1/10/2026', expected a date such as 2026-10-01."],
    [{ scale: 0 }, 'scale: found 0, expected a number above 0 and up to 100.'],
    [{ rates: { visits: { null: 2 } } }, 'rates.visits.null: found 2, expected a share from 0 to 1.'],
    [{ rates: { products: { malformed: Number.NaN } } }, 'rates.products.malformed: found NaN'],
  ])('refuse %j and say what is expected', (options, message) => {
    expect(() => simulate(options)).toThrow(message);
  });

  test('allow the smallest network there is', () => {
    const network = simulate({ stores: 1, products: 12, days: 1 });
    expect(network.files.map(({ name }) => name)).toEqual([
      'stores/stores_2026-10-01.csv',
      'products/products_2026-10-01.csv',
      'inventory/2026-10-01/S01.ndjson.gz',
      ...(network.files.length > 3 ? ['deliveries/deliveries_2026-10-01.parquet'] : []),
    ]);
  });
});

describe('French public holidays', () => {
  test.each([
    [2026, '2026-04-06', '2026-05-14', '2026-05-25'],
    [2027, '2027-03-29', '2027-05-06', '2027-05-17'],
    [2028, '2028-04-17', '2028-05-25', '2028-06-05'],
  ])('of %d follow Easter', (year, monday, ascension, whitMonday) => {
    const holidays = frenchHolidays(year);
    expect(holidays.get(monday)).toBe('Easter Monday');
    expect(holidays.get(ascension)).toBe('Ascension Day');
    expect(holidays.get(whitMonday)).toBe('Whit Monday');
    expect(holidays.size).toBe(11);
  });
});
