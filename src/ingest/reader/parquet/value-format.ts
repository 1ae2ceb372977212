import type { LogicalType, SchemaElement, TimeUnit } from 'hyparquet';
import { parseFloat16 } from 'hyparquet/src/convert.js';
import { dateText, timestampText, timeText } from './calendar';
import { damaged } from './damaged';

/** How the values of a leaf are written. */
export interface ValueFormat {
  /**
   * Text that GoogleSQL casts read; bytes where the value is text already.
   * @param value as decoded, not null
   */
  readonly text: (value: unknown) => string | Uint8Array;
  /** Inside nested values the text is a JSON number or boolean, not a string. */
  readonly bare: boolean;
}

const bare = (text: ValueFormat['text']): ValueFormat => ({ text, bare: true });
const quoted = (text: ValueFormat['text']): ValueFormat => ({ text, bare: false });

/**
 * Decimals and integers are exact; timestamps and times have microseconds, as warehouses do (nanoseconds are cut
 * off). A timestamp that the file does not say to be in UTC is written without zone. Binary values are base64.
 */
export function formatOf(element: SchemaElement): ValueFormat {
  return logicalFormat(element) ?? physicalFormat(element);
}

function logicalFormat(element: SchemaElement): ValueFormat | undefined {
  const { logical_type: logical, converted_type: converted } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalFormat(element, logical);
  if (logical?.type === 'TIMESTAMP') return timestampFormat(logical.unit, logical.isAdjustedToUTC);
  if (logical?.type === 'TIME') return timeFormat(logical.unit);
  if (logical?.type === 'INTEGER') return integerFormat(logical.bitWidth, logical.isSigned);
  if (logical?.type === 'UUID') return quoted((value) => uuidText(bytesOf(value)));
  if (logical?.type === 'FLOAT16') return bare((value) => floatText(parseFloat16(bytesOf(value))));
  if (logical && TEXTS.has(logical.type)) return quoted(bytesOf);
  if (logical?.type === 'DATE') return quoted((value) => dateText(Number(value)));
  return converted && convertedFormat(converted);
}

const TEXTS: ReadonlySet<string> = new Set(['STRING', 'ENUM', 'JSON']);

function convertedFormat(converted: NonNullable<SchemaElement['converted_type']>): ValueFormat | undefined {
  switch (converted) {
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return quoted(bytesOf);
    case 'DATE':
      return quoted((value) => dateText(Number(value)));
    case 'TIMESTAMP_MILLIS':
      return timestampFormat('MILLIS', true);
    case 'TIMESTAMP_MICROS':
      return timestampFormat('MICROS', true);
    case 'TIME_MILLIS':
      return timeFormat('MILLIS');
    case 'TIME_MICROS':
      return timeFormat('MICROS');
  }
  const unsigned = /^UINT_(\d+)$/.exec(converted);
  return unsigned ? integerFormat(Number(unsigned[1]), false) : undefined;
}

function physicalFormat({ type }: SchemaElement): ValueFormat {
  switch (type) {
    case 'INT96':
      return quoted((value) => `${timestampText(int96Micros(value as bigint))}+00`);
    case 'FLOAT':
    case 'DOUBLE':
      return bare(floatText);
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return quoted((value) => asBuffer(bytesOf(value)).toString('base64'));
    default:
      return bare(String);
  }
}

function integerFormat(bits: number, signed: boolean): ValueFormat {
  if (signed) return bare(String);
  return bare((value) => BigInt.asUintN(bits, BigInt(value as number | bigint)).toString());
}

function decimalFormat(element: SchemaElement, logical: LogicalType | undefined): ValueFormat {
  const scale = logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0);
  return bare((value) => decimalText(unscaled(value), scale));
}

function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  if (value.length === 0) return 0n;
  const magnitude = BigInt(`0x${asBuffer(value).toString('hex')}`);
  return BigInt.asIntN(8 * value.length, magnitude);
}

function decimalText(value: bigint, scale: number): string {
  if (scale === 0) return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function timestampFormat(unit: TimeUnit, utc: boolean): ValueFormat {
  const zone = utc ? '+00' : '';
  return quoted((value) => `${timestampText(microsOf(BigInt(value as bigint), unit))}${zone}`);
}

function timeFormat(unit: TimeUnit): ValueFormat {
  return quoted((value) => timeText(Number(microsOf(BigInt(value as number | bigint), unit))));
}

function microsOf(value: bigint, unit: TimeUnit): bigint {
  if (unit === 'MILLIS') return value * 1000n;
  return unit === 'MICROS' ? value : floorDivided(value, 1000n);
}

/** Rounds to the past, also before 1970. */
function floorDivided(value: bigint, divisor: bigint): bigint {
  const remainder = ((value % divisor) + divisor) % divisor;
  return (value - remainder) / divisor;
}

/** The old 96 bits of Impala: nanoseconds of the day below, the Julian day above. */
function int96Micros(value: bigint): bigint {
  const days = (value >> 64n) - 2_440_588n;
  const nanos = BigInt.asUintN(64, value);
  return days * 86_400_000_000n + nanos / 1000n;
}

function floatText(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** What a damaged schema calls a text may be a number. */
function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw damaged(`a ${typeof value} stands where bytes are expected`);
}

function uuidText(value: Uint8Array): string {
  const hex = asBuffer(value).toString('hex');
  const ends = [0, 8, 12, 16, 20, 32];
  return ends
    .slice(1)
    .map((end, i) => hex.slice(ends[i], end))
    .join('-');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
