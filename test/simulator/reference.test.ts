import { readFileSync } from 'node:fs';
import { frenchHolidays } from '../../src/simulator/network/holidays';
import { PLACES } from '../../src/simulator/network/places';
import { datesFrom, month, weekday } from '../../src/simulator/time/dates';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const SEASONS = ['winter', 'spring', 'summer', 'autumn'];

const lines = (name: string) =>
  readFileSync(`${__dirname}/../../reference/${name}.csv`, 'utf8').trimEnd().split('\n');

function calendarLine(date: string): string {
  const holiday = frenchHolidays(Number(date.slice(0, 4))).get(date);
  const day = weekday(date);
  const season = SEASONS[Math.floor((month(date) % 12) / 3)];
  return [date, DAYS[day], day === 0 || day === 6, holiday !== undefined, holiday ?? '', season].join(',');
}

describe('reference tables of the retail project', () => {
  test('the calendar holds every day of 2026 and 2027 with its weekday, holiday and season', () => {
    const [header, ...days] = lines('calendar');
    expect(header).toBe('date,day_name,is_weekend,is_public_holiday,holiday_name,season');
    expect(days).toEqual(datesFrom('2026-01-01', 730).map(calendarLine));
  });

  test('every store of the simulator stands in a known region', () => {
    const known = lines('regions').map((line) => line.split(',')[0]);
    expect(PLACES.filter((place) => !known.includes(place.region))).toEqual([]);
  });
});
