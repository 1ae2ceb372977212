/** FLOAT64 values are equal that differ by no more than this, as a share of the greater one. */
const NEAR = 1e-9;

/** Do two values of a GoogleSQL type say the same? Texts and numbers of one value are equal, as are texts of one instant. */
export function isSameCell(expected: unknown, found: unknown, type: string): boolean {
  if (expected === null || expected === undefined || found === null || found === undefined)
    return (expected ?? null) === (found ?? null);
  if (type === 'FLOAT64') return isNear(Number(expected), Number(found));
  if (type === 'NUMERIC' || type === 'INT64' || type === 'BIGNUMERIC')
    return decimal(String(expected)) === decimal(String(found));
  if (type === 'TIMESTAMP') return instant(String(expected)) === instant(String(found));
  if (Array.isArray(expected) || Array.isArray(found)) return isSameList(expected, found, type);
  if (typeof expected === 'object' || typeof found === 'object')
    return JSON.stringify(expected) === JSON.stringify(found);
  return expected === found;
}

function isSameList(expected: unknown, found: unknown, type: string): boolean {
  if (!Array.isArray(expected) || !Array.isArray(found) || expected.length !== found.length) return false;
  const element = /^ARRAY<(.*)>$/.exec(type)?.[1] ?? 'STRING';
  return expected.every((item, index) => isSameCell(item, found[index], element));
}

function isNear(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= NEAR * Math.max(Math.abs(a), Math.abs(b), 1);
}

const DECIMAL = /^(?<sign>[+-]?)0*(?<whole>\d*)(?:\.(?<fraction>\d*?)0*)?$/;

/** Digits without what does not count: `-0`, `10.0`, `+3`. Other notations stay as they are. */
function decimal(text: string): string {
  const { sign = '', whole = '', fraction = '' } = DECIMAL.exec(text)?.groups ?? {};
  if (!DECIMAL.test(text)) return Number.isFinite(Number(text)) ? decimal(Number(text).toFixed(9)) : text;
  const digits = `${whole || '0'}${fraction && `.${fraction}`}`;
  return digits === '0' ? '0' : `${sign === '-' ? '-' : ''}${digits}`;
}

const TIMESTAMP =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?<fraction>\d{1,6}))?)?\s*(?<zone>Z|UTC|[+-]\d{1,2}(?::?\d{2})?)?$/;

/** Microseconds since 1970; a text without a zone is UTC. What is no such text is itself. */
function instant(text: string): string {
  const parts = TIMESTAMP.exec(text)?.groups;
  if (!parts) return text;
  const { date = '', time = '00:00', fraction = '', zone = 'Z' } = parts;
  const milliseconds = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${isoZone(zone)}`);
  return `${BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'))}`;
}

function isoZone(zone: string): string {
  const {
    sign,
    hours = '',
    minutes = '00',
  } = /^(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})?$/.exec(zone)?.groups ?? {};
  return sign ? `${sign}${hours.padStart(2, '0')}:${minutes}` : 'Z';
}
