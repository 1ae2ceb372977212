import { addDays, daysBetween, HOUR_MS } from '../../src/simulator/time/dates';
import {
  hoursOfDay,
  parisDate,
  parisHour,
  parisOffset,
  parisText,
  sameClock,
  startOfDay,
} from '../../src/simulator/time/paris';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** `YYYY-MM-DD HH` on the clocks of Paris, by the machine's zone data. */
function onTheClock(instant: number): string {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}`;
}

describe('civil time in Paris', () => {
  test('agrees with the zone database in every hour of four years', () => {
    const end = Date.parse('2029-01-01T00:00:00Z');
    for (let instant = Date.parse('2025-01-01T00:00:00Z'); instant < end; instant += HOUR_MS) {
      const ours = `${parisDate(instant)} ${String(parisHour(instant)).padStart(2, '0')}`;
      if (ours !== onTheClock(instant)) throw new Error(`${new Date(instant).toISOString()}: ${ours}`);
    }
  });

  test('repeats the hour 02:00 with both offsets in the night in which summer time ends', () => {
    const texts = hoursOfDay('2026-10-25', 0, 24).map(({ instant }) => parisText(instant));
    expect(texts).toHaveLength(25);
    expect(texts.slice(1, 5)).toEqual([
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  test('has no hour 02:00 in the night in which summer time begins', () => {
    const hours = hoursOfDay('2027-03-28', 0, 24).map(({ hour }) => hour);
    expect(hours).toHaveLength(23);
    expect(hours).not.toContain(2);
  });

  test('bounds opening hours by the clock, the closing hour excluded', () => {
    expect(hoursOfDay('2026-10-25', 9, 12).map(({ hour }) => hour)).toEqual([9, 10, 11]);
  });

  test.each(['2026-10-25', '2027-03-28', '2026-07-01', '2027-01-01'])('begins %s at midnight', (date) => {
    expect(onTheClock(startOfDay(date))).toBe(`${date} 00`);
  });

  test('finds the same time on the clock across a change of offset', () => {
    const noon = startOfDay('2026-10-24') + 12 * HOUR_MS;
    expect(parisText(sameClock(noon, 2))).toBe('2026-10-26T12:00:00+01:00');
    expect(parisText(sameClock(sameClock(noon, 2), -2))).toBe('2026-10-24T12:00:00+02:00');
    expect(parisOffset(noon)).toBe(2);
  });
});

describe('dates', () => {
  test('count over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-10-01', '2027-10-01')).toBe(365);
  });
});
