import { addDays } from '../time/dates';

/** Public holidays of metropolitan France in a year, date to name. */
export function frenchHolidays(year: number): ReadonlyMap<string, string> {
  const easter = easterSunday(year);
  return new Map([
    [`${year}-01-01`, "New Year's Day"],
    [addDays(easter, 1), 'Easter Monday'],
    [`${year}-05-01`, 'Labour Day'],
    [`${year}-05-08`, 'Victory Day'],
    [addDays(easter, 39), 'Ascension Day'],
    [addDays(easter, 50), 'Whit Monday'],
    [`${year}-07-14`, 'Bastille Day'],
    [`${year}-08-15`, 'Assumption Day'],
    [`${year}-11-01`, "All Saints' Day"],
    [`${year}-11-11`, 'Armistice Day'],
    [`${year}-12-25`, 'Christmas Day'],
  ]);
}

export function isHoliday(date: string): boolean {
  return frenchHolidays(Number(date.slice(0, 4))).has(date);
}

/** Gregorian Easter by the Meeus/Jones/Butcher rule; the letters are those of the published rule. */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const monthOfEaster = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * monthOfEaster + 19) % 32;
  return `${year}-${String(monthOfEaster).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
