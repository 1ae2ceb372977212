const MICROS_PER_SECOND = 1_000_000n;

/** `YYYY-MM-DD HH:MM:SS[.ffffff]+00` from microseconds since 1970, as text. */
export function timestampText(micros: string): string {
  const total = BigInt(micros);
  const fraction = ((total % MICROS_PER_SECOND) + MICROS_PER_SECOND) % MICROS_PER_SECOND;
  const seconds = new Date(Number((total - fraction) / 1000n)).toISOString().slice(0, 19).replace('T', ' ');
  return `${withFraction(seconds, String(fraction).padStart(6, '0'))}+00`;
}

/** `YYYY-MM-DD HH:MM:SS[.ffffff]` from the API's `YYYY-MM-DDTHH:MM:SS[.ffffff]`. */
export function datetimeText(text: string): string {
  const [date = '', time = ''] = text.split('T');
  return `${date} ${timeText(time)}`;
}

/** `HH:MM:SS[.ffffff]`: a fraction has six digits or is left out. */
export function timeText(text: string): string {
  const [seconds = '', fraction = ''] = text.split('.');
  return withFraction(seconds, fraction.padEnd(6, '0'));
}

const withFraction = (seconds: string, micros: string): string =>
  micros === '000000' ? seconds : `${seconds}.${micros}`;
