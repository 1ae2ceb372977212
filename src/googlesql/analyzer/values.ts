/**
 * Values as the analyzer's messages carry them, decoded to plain ones: INT64 and NUMERIC digits in text (exact),
 * FLOAT64 a number (`NaN`, `Infinity` and `-Infinity` as text), DATE `YYYY-MM-DD`, DATETIME `YYYY-MM-DD HH:MM:SS.ffffff`, TIMESTAMP the same with `+00`,
 * TIME `HH:MM:SS.ffffff`, BYTES base64, ARRAY an array, STRUCT an array of its fields in order.
 */
import type { SqlType } from '../types';

export type PlainValue = null | string | number | boolean | readonly PlainValue[];

/** `zetasql.ValueProto`: one field is set, and `value` names it. */
export interface ValueMessage {
  readonly value?: string;
  readonly [field: string]: unknown;
}

export function decodeValue(message: ValueMessage | undefined, type: SqlType): PlainValue {
  if (!message?.value) return null;
  const raw = message[message.value];
  if (type.kind === 'ARRAY')
    return (raw as { element: ValueMessage[] }).element.map((e) => decodeValue(e, type.element));
  if (type.kind === 'STRUCT') {
    const { field } = raw as { field: ValueMessage[] };
    return type.fields.map((f, i) => decodeValue(field[i], f.type));
  }
  return decodeScalar(raw, type.kind);
}

function decodeScalar(raw: unknown, kind: SqlType['kind']): PlainValue {
  switch (kind) {
    case 'INT64':
      return String(raw);
    case 'FLOAT64':
      return plainNumber(Number(raw));
    case 'NUMERIC':
      return scaledInteger(raw as Buffer, 9);
    case 'BIGNUMERIC':
      return scaledInteger(raw as Buffer, 38);
    case 'BYTES':
      return Buffer.from(raw as Buffer).toString('base64');
    case 'DATE':
      return isoDate(Number(raw));
    case 'TIMESTAMP':
      return timestamp(raw as { seconds?: string; nanos?: number });
    case 'DATETIME':
      return datetime(raw as { bitFieldDatetimeSeconds?: string; nanos?: number });
    case 'TIME':
      return timeOfDay(BigInt(raw as string));
    default:
      return raw as string | boolean | number;
  }
}

/** JSON has no NaN and no infinity: these are text. */
export function plainNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

const MS_PER_DAY = 86_400_000;

function isoDate(daysSince1970: number): string {
  return new Date(daysSince1970 * MS_PER_DAY).toISOString().slice(0, 10);
}

function timestamp({ seconds, nanos }: { seconds?: string; nanos?: number }): string {
  const instant = new Date(Number(seconds ?? 0) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `${instant}${fraction(nanos ?? 0)}+00`;
}

/** DATETIME is a bit field: year 14, month 4, day 5, hour 5, minute 6, second 6, and nanoseconds apart. */
function datetime(raw: { bitFieldDatetimeSeconds?: string; nanos?: number }): string {
  const bits = BigInt(raw.bitFieldDatetimeSeconds ?? 0);
  const date = [bitsOf(bits, 26, 14, 4), bitsOf(bits, 22, 4, 2), bitsOf(bits, 17, 5, 2)].join('-');
  return `${date} ${clock(bits)}${fraction(raw.nanos ?? 0)}`;
}

/** TIME is one integer: nanoseconds in the low 30 bits, then the clock of {@link datetime}. */
function timeOfDay(packed: bigint): string {
  return `${clock(packed >> 30n)}${fraction(Number(packed & ((1n << 30n) - 1n)))}`;
}

function clock(bits: bigint): string {
  return [bitsOf(bits, 12, 5, 2), bitsOf(bits, 6, 6, 2), bitsOf(bits, 0, 6, 2)].join(':');
}

function bitsOf(bits: bigint, shift: number, width: number, digits: number): string {
  return String((bits >> BigInt(shift)) & ((1n << BigInt(width)) - 1n)).padStart(digits, '0');
}

function fraction(nanos: number): string {
  return nanos === 0 ? '' : `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}`;
}

/** Little-endian two's complement, scaled: how NUMERIC travels. */
function scaledInteger(bytes: Buffer, scale: number): string {
  let magnitude = 0n;
  for (const byte of [...bytes].reverse()) magnitude = (magnitude << 8n) | BigInt(byte);
  return decimalText(BigInt.asIntN(8 * bytes.length, magnitude), scale);
}

/** `-1234500000` at scale 9 is `-1.2345`: no trailing zeros, no lone point. */
export function decimalText(scaled: bigint, scale: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const rest = digits.slice(digits.length - scale).replace(/0+$/, '');
  const text = rest ? `${whole}.${rest}` : whole;
  return scaled < 0n ? `-${text}` : text;
}
