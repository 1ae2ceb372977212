/**
 * PARSE_DATE, PARSE_DATETIME and PARSE_TIMESTAMP. DuckDB's strptime is laxer than BigQuery, so a regular expression
 * derived from the format guards it; elements BigQuery reads otherwise are refused.
 */
import { quoteText } from '../literal';
import { bindOnce } from '../sharing';
import { inRange, zoneAt } from './calendar';
import type { Call } from './call';
import type { Entries, Entry } from './entry';
import { formatTokens } from './formats';

export const PARSERS: Entries = {
  parse_date: parser((c, parsed) => (parsed.zone ? noZone(c) : inRange(c, parsed.sql))),
  parse_datetime: parser((c, parsed) => (parsed.zone ? noZone(c) : c.macro('bq_dt', parsed.sql))),
  parse_timestamp: parser((c, parsed) => {
    if (parsed.zone) return parsed.sql;
    const zone = zoneAt(c, 2);
    return zone ? c.macro('bq_to_ts', parsed.sql, zone) : c.macro('bq_of_utc', parsed.sql);
  }),
};

function noZone(c: Call): never {
  return c.refuse('with a zone element is not supported', 'Use PARSE_TIMESTAMP');
}

interface Parsed {
  /** NULL where the text does not match. */
  readonly sql: string;
  readonly zone: boolean;
}

function parser(finish: (c: Call, parsed: Parsed) => string): Entry {
  return {
    differs: 'strict, one-digit parts allowed, missing parts from 1970-01-01; DuckDB is laxer',
    safeByItself: true,
    sql: (c) => {
      return bindOnce([c.arg(1)], ([input = '']) => {
        const value = finish(c, parse(c, input));
        return c.safe ? value : `bq_must(${input}, ${value}, 'Failed to parse input string')`;
      });
    },
  };
}

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

interface Element {
  /** What BigQuery accepts. */
  readonly pattern: string;
  readonly strptime: string;
}

const ELEMENTS: Readonly<Record<string, Element>> = {
  Y: { pattern: '[0-9]{1,4}', strptime: '%Y' },
  E4Y: { pattern: '[0-9]{4}', strptime: '%Y' },
  y: { pattern: '[0-9]{2}', strptime: '%y' },
  m: { pattern: '[0-9]{1,2}', strptime: '%m' },
  d: { pattern: '[0-9]{1,2}', strptime: '%d' },
  e: { pattern: '[0-9]{1,2}', strptime: '%d' },
  j: { pattern: '[0-9]{1,3}', strptime: '%j' },
  b: { pattern: MONTHS, strptime: '%b' },
  B: { pattern: MONTHS, strptime: '%b' },
  H: { pattern: '[0-9]{1,2}', strptime: '%H' },
  I: { pattern: '[0-9]{1,2}', strptime: '%I' },
  M: { pattern: '[0-9]{1,2}', strptime: '%M' },
  S: { pattern: '[0-9]{1,2}', strptime: '%S' },
  p: { pattern: 'am|pm', strptime: '%p' },
  z: { pattern: '[+-][0-9]{2}(?::?[0-9]{2})?|Z', strptime: '%z' },
  Ez: { pattern: '[+-][0-9]{2}(?::?[0-9]{2})?|Z', strptime: '%z' },
};
const SECONDS_WITH_FRACTION: Element = { pattern: '[0-9]{1,2}(?:\\.[0-9]{1,6})?', strptime: '%S.%f' };

/** `%F` is `%Y-%m-%d`, and so on. */
const COMPOSED: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
};

interface Format {
  pattern: string;
  strptime: string;
  /** Pattern of the text after fractional seconds. */
  tail: string;
  year: boolean;
  fraction: boolean;
  zone: boolean;
}

function parse(c: Call, input: string): Parsed {
  const text = c.text(0).replace(/%([FTRD])/g, (_, element: string) => COMPOSED[element] ?? '');
  const format: Format = { pattern: '', strptime: '', tail: '', year: false, fraction: false, zone: false };
  for (const token of formatTokens(text)) {
    if (token.element === undefined) addText(format, token.text ?? '');
    else addElement(c, format, token.element);
  }
  return { sql: strptime(input, format), zone: format.zone };
}

function addText(format: Format, text: string): void {
  for (const letter of text) {
    const pattern = /\s/.test(letter) ? '\\s+' : letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    format.pattern += pattern;
    format.strptime += letter;
    if (format.fraction) format.tail += pattern;
  }
}

/** What can be read, for messages. */
const ELEMENT_LIST = Object.keys(ELEMENTS)
  .map((name) => `%${name}`)
  .join(' ');

function addElement(c: Call, format: Format, name: string): void {
  const fraction = /^E[36*]S$/.test(name);
  const element = fraction ? SECONDS_WITH_FRACTION : ELEMENTS[name];
  if (!element) c.refuse(`with the element %${name} is not supported`, `Use ${ELEMENT_LIST}`);
  const zone = element.strptime === '%z';
  if (format.fraction && !zone)
    c.refuse(
      'with elements after fractional seconds is not supported',
      'Put the seconds last: SUBSTR and CONCAT bring the text in that order',
    );
  format.pattern += `(?:${element.pattern})`;
  format.strptime += element.strptime;
  format.year ||= /%Y|%y/.test(element.strptime);
  format.fraction ||= fraction;
  format.zone ||= zone;
}

function strptime(input: string, format: Format): string {
  const guard = `regexp_full_match(${input}, ${quoteText(`(?i)\\s*${format.pattern}\\s*`)})`;
  const template = format.year ? format.strptime : `%Y ${format.strptime}`;
  const value = `try_strptime(trim(${prepared(input, format)}), ${quoteText(template)})`;
  const leap = format.strptime.includes('%S')
    ? `CASE WHEN regexp_matches(${input}, ':60') THEN bq_refuse('leap second text is outside the subset') ELSE ${value} END`
    : value;
  return `CASE WHEN ${guard} THEN ${leap} END`;
}

/** The text as strptime wants it: short month names, numeric zone, a year, a fraction. */
function prepared(input: string, format: Format): string {
  let text = input;
  if (format.strptime.includes('%b'))
    text = `regexp_replace(${text}, '(?i)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*', '\\1')`;
  if (format.zone) text = `regexp_replace(${text}, '(?i)Z\\s*$', '+00:00')`;
  if (!format.year) text = `('1970 ' || ${text})`;
  if (!format.fraction) return text;
  const end = quoteText(`(${format.tail}(?:[+-][0-9]{2}(?::?[0-9]{2})?)?\\s*)$`);
  return `CASE WHEN contains(${input}, '.') THEN ${text} ELSE regexp_replace(${text}, ${end}, '.0\\1') END`;
}
