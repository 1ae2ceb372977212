/**
 * Values of the type JSON, as BigQuery keeps them: one spelling for each value. Keys are sorted by their bytes and the
 * first of equal keys wins, there is no space, integers of 64 bits stay integers, other numbers are FLOAT64.
 */
import { find, type Json, readJson } from './json';

/** What to do with a number that FLOAT64 does not hold exactly: nothing, or take the nearest. */
export type WideNumbers = 'exact' | 'round';

/** The value's one spelling; NULL where the text is no JSON, or holds a number that does not fit. */
export function parseJson(text: string, wide: WideNumbers): string | null {
  try {
    return spell(readStrictly(text.replace(/^\ufeff/, '')), wide);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The value at the end of a path into a value; NULL where there is none. JSON's null is a value. */
export function jsonAt(json: string, path: string): string | null {
  const found = find(json, path);
  return found && spell(found, 'round');
}

export function jsonMember(json: string, name: string): string | null {
  const value = readJson(json);
  const member = value.kind === 'object' && value.members.find(([key]) => key === name);
  return member ? spell(member[1], 'round') : null;
}

/** The elements; NULL unless the path leads to an array. */
export function jsonItems(json: string, path: string): string[] | null {
  const found = find(json, path);
  return found?.kind === 'array' ? found.items.map((item) => spell(item, 'round')) : null;
}

/** The grammar is that of JSON.parse, which does not keep how numbers are written, nor all of equal keys. */
function readStrictly(text: string): Json {
  JSON.parse(text);
  return readJson(text, pairedSurrogates);
}

function pairedSurrogates(written: string): string {
  const text = JSON.parse(written) as string;
  if (/\p{Surrogate}/u.test(text)) throw new SyntaxError('Half of a pair of surrogates');
  return text;
}

function spell(value: Json, wide: WideNumbers): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'string':
      return JSON.stringify(value.text);
    case 'raw':
      return /^[tf]/.test(value.text) ? value.text : spellNumber(value.text, wide);
    case 'array':
      return `[${value.items.map((item) => spell(item, wide)).join(',')}]`;
    case 'object':
      return spellObject(value.members, wide);
  }
}

function spellObject(members: readonly (readonly [string, Json])[], wide: WideNumbers): string {
  const first = new Map<string, string>();
  // What is not kept must fit all the same.
  for (const [key, member] of members) {
    const spelled = spell(member, wide);
    if (!first.has(key)) first.set(key, spelled);
  }
  const sorted = [...first].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${member}`).join(',')}}`;
}

const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 64n - 1n;

function spellNumber(text: string, wide: WideNumbers): string {
  if (/^-?\d+$/.test(text)) {
    const integer = BigInt(text);
    if (integer >= LEAST_INTEGER && integer <= GREATEST_INTEGER) return String(integer);
  }
  const number = Number(text);
  const fits = wide === 'round' || normalized(text) === normalized(String(number));
  if (!Number.isFinite(number) || !fits) throw new SyntaxError(`${text} does not fit`);
  return spellDouble(number);
}

/** The same text for the same decimal number, whatever the place of its point: digits and exponent of the last one. */
function normalized(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  return kept ? `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}` : '0';
}

/** Digits before the point up to which a FLOAT64 is written without exponent. */
const MOST_WHOLE_DIGITS = 15;
const MOST_LEADING_ZEROS = 3;

/** `1.0`, `0.001`, `1.5e+20`, `1e-05`. */
function spellDouble(number: number): string {
  if (number === 0) return Object.is(number, -0) ? '-0.0' : '0.0';
  const [mantissa = '', power = '0'] = Math.abs(number).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const sign = number < 0 ? '-' : '';
  return sign + place(digits, Number(power) + 1);
}

/** @param point how many of the digits stand before it; negative: zeros after it */
function place(digits: string, point: number): string {
  if (point > MOST_WHOLE_DIGITS || point < -MOST_LEADING_ZEROS) return scientific(digits, point - 1);
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${digits.padEnd(point, '0')}.0`;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function scientific(digits: string, power: number): string {
  const rest = digits.slice(1);
  const exponent = String(Math.abs(power)).padStart(2, '0');
  return `${digits[0]}${rest && `.${rest}`}e${power < 0 ? '-' : '+'}${exponent}`;
}
