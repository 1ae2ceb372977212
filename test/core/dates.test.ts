import fc from 'fast-check';
import { addDays, businessDate, datesOf, daysBetween, isOpen, weekday } from '../../src/core/dates';

const date = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));

const ZONES = [
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Asia/Tehran',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
  'Atlantic/Azores',
  'UTC',
];

describe('business dates', () => {
  test('go forth and back by the same number of days', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -4000, max: 4000 }), (start, days) => {
        expect(addDays(addDays(start, days), -days)).toBe(start);
        expect(daysBetween(start, addDays(start, days))).toBe(days);
      }),
    );
  });

  test('of a half-open range are each named once, in order, without the end', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 500 }), (start, length) => {
        const dates = datesOf({ start, end: addDays(start, length) });
        expect(dates).toHaveLength(length);
        expect(new Set(dates).size).toBe(length);
        expect([...dates].sort()).toEqual(dates);
      }),
    );
  });

  test.each(ZONES)('lose and repeat no day in ten years of %s', (zone) => {
    const seen: string[] = [];
    for (
      let hour = Date.parse('2018-01-01T12:00:00Z');
      hour < Date.parse('2028-01-01T12:00:00Z');
      hour += 3_600_000
    ) {
      const day = businessDate(new Date(hour), zone);
      if (seen.at(-1) !== day) seen.push(day);
    }
    expect(seen).toEqual(datesOf({ start: seen[0] ?? '', end: addDays(seen.at(-1) ?? '', 1) }));
  });

  test('have days of 23 and 25 hours where clocks change', () => {
    const hoursOf = (day: string): number => {
      const noon = Date.parse(`${day}T12:00:00Z`);
      const hours = Array.from({ length: 72 }, (_, index) => new Date(noon + (index - 36) * 3_600_000));
      return hours.filter((hour) => businessDate(hour, 'Europe/Paris') === day).length;
    };
    expect([hoursOf('2026-03-29'), hoursOf('2026-10-25'), hoursOf('2026-10-26')]).toEqual([23, 25, 24]);
  });

  test('are open until their local end plus the grace', () => {
    const at = (instant: string, grace: number): boolean =>
      isOpen('2026-10-25', new Date(instant), 'Europe/Paris', grace);
    expect(at('2026-10-25T22:59:59Z', 0)).toBe(true);
    expect(at('2026-10-25T23:00:00Z', 0)).toBe(false);
    expect(at('2026-10-26T04:59:59Z', 6)).toBe(true);
    expect(at('2026-10-26T05:00:00Z', 6)).toBe(false);
  });

  test('know their weekday', () => {
    expect([weekday('2026-10-25'), weekday('2026-10-26')]).toEqual([0, 1]);
  });
});
