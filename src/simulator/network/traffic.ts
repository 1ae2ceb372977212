import { month, weekday } from '../time/dates';
import { isHoliday } from './holidays';
import type { Profile } from './profiles';

/** Sunday to Saturday. */
const WEEKDAYS = [0.65, 0.85, 0.9, 1.05, 0.95, 1.15, 1.45];
/** January to December: sales in January and July, holidays in August, Christmas. */
const MONTHS = [1.05, 0.9, 0.95, 0.97, 0.98, 1, 1.08, 0.82, 1, 1, 1.08, 1.35];
const CLOSED_FOR_ALL_BUT_STATIONS = ['01-01', '05-01', '12-25'];

/** Factor of the day on the traffic of an average day; 0 when the store stays closed. */
export function dayFactor(profile: Profile, date: string): number {
  if (profile.kind !== 'station' && CLOSED_FOR_ALL_BUT_STATIONS.includes(date.slice(5))) return 0;
  const season = MONTHS[month(date) - 1] ?? 1;
  const day = WEEKDAYS[weekday(date)] ?? 1;
  return season * day * (isHoliday(date) ? 0.7 : 1);
}

/** Factor of an hour on the traffic of an average opening hour. */
export function hourFactor(profile: Profile, hour: number): number {
  const open = profile.hours.slice(profile.openingHour, profile.closingHour);
  const mean = open.reduce((sum, weight) => sum + weight, 0) / open.length;
  return (profile.hours[hour] ?? 0) / mean;
}
