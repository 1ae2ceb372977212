import { WarehouseError } from '../../ports/warehouse';

const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;
const MS_PER_DAY = 86_400_000;

/** 0001-01-01 and 9999-12-31 in days since 1970: what GoogleSQL's calendar has. DuckDB's goes further. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

/** `YYYY-MM-DD`. @throws {WarehouseError} outside the years 1 to 9999 */
export function dateText(days: number): string {
  if (days < FIRST_DAY || days > LAST_DAY) {
    throw new WarehouseError(
      'invalid',
      'A date lies outside 0001-01-01 to 9999-12-31; expected a GoogleSQL DATE.',
    );
  }
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** `HH:MM:SS[.ffffff]` from microseconds since midnight. */
export function timeText(micros: bigint): string {
  const seconds = micros / MICROS_PER_SECOND;
  const fraction = micros % MICROS_PER_SECOND;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return fraction === 0n ? clock : `${clock}.${String(fraction).padStart(6, '0')}`;
}

/** `YYYY-MM-DD HH:MM:SS[.ffffff]` from microseconds since 1970. */
export function datetimeText(micros: bigint): string {
  const sinceMidnight = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  const days = Number((micros - sinceMidnight) / MICROS_PER_DAY);
  return `${dateText(days)} ${timeText(sinceMidnight)}`;
}
