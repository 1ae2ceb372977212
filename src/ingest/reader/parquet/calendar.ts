const DAY_MICROS = 86_400_000_000n;
const MICROS = 1_000_000;

/** `YYYY-MM-DD` of days since 1970-01-01, in the proleptic Gregorian calendar. */
export function dateText(days: number): string {
  // Counted from 0000-03-01, so that the leap day is the last day of a year; 146,097 days are 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` of microseconds since 1970-01-01 00:00. */
export function timestampText(micros: bigint): string {
  const ofDay = ((micros % DAY_MICROS) + DAY_MICROS) % DAY_MICROS;
  const days = Number((micros - ofDay) / DAY_MICROS);
  return `${dateText(days)} ${timeText(Number(ofDay))}`;
}

/** `HH:MM:SS.ffffff` of microseconds since midnight. */
export function timeText(micros: number): string {
  const seconds = Math.floor(micros / MICROS);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = padded(micros - seconds * MICROS, 6);
  return `${clock.map((part) => padded(part, 2)).join(':')}.${fraction}`;
}

function yearText(year: number): string {
  return year < 0 ? `-${padded(-year, 4)}` : padded(year, 4);
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
