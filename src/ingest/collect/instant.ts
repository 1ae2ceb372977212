const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:([Tt ])(\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?)?( ?)([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Parts {
  readonly separator: string | undefined;
  readonly hasSeconds: boolean;
  readonly fraction: string;
  readonly gap: string;
  readonly zone: string;
  /** Milliseconds of what the clock shows, whole seconds, as if in UTC. */
  readonly shown: number;
}

/** Milliseconds since 1970 of an ISO date or timestamp; text without an offset is UTC. `null`: it is none. */
export function instantOf(text: string): number | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const fraction = parts.fraction === '' ? 0 : Math.floor(Number(`0${parts.fraction}`) * SECOND_MS);
  return parts.shown + fraction - offsetOf(parts.zone);
}

/** One second earlier (a minute, a day, where the text has no seconds, no time), in the same spelling. */
export function earlier(text: string): string {
  const parts = partsOf(text);
  if (!parts) return text;
  const { separator, hasSeconds, fraction, gap, zone, shown } = parts;
  if (separator === undefined) return `${iso(shown - DAY_MS).slice(0, 10)}${gap}${zone}`;
  const moved = iso(shown - (hasSeconds ? SECOND_MS : MINUTE_MS));
  const time = moved.slice(11, hasSeconds ? 19 : 16);
  return `${moved.slice(0, 10)}${separator}${time}${fraction}${gap}${zone}`;
}

function partsOf(text: string): Parts | null {
  const found = INSTANT.exec(text);
  if (!found) return null;
  const [, date, separator, minutes = '00:00', seconds, fraction = '', gap = '', zone = ''] = found;
  const shown = Date.parse(`${date}T${minutes}:${seconds ?? '00'}Z`);
  if (Number.isNaN(shown)) return null;
  return { separator, hasSeconds: seconds !== undefined, fraction, gap, zone, shown };
}

function offsetOf(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  const [, sign, hours, minutes = '0'] = found;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
