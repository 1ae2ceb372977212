import { Cron } from 'croner';
import { z } from 'zod';

/** Values that several YAML files have. */

/** Names of tables, sources, pipelines and vars. Two underscores part what the engine adds to them. */
export const NAME = /^[a-z](?:_?[a-z0-9])*$/;
export const NAME_RULE = 'lower-case letters, digits and single _, beginning with a letter';
/** BigQuery's limit of 1,024 bytes, less what the engine adds. */
const LONGEST_NAME = 200;

export const isName = (text: string): boolean => NAME.test(text) && text.length <= LONGEST_NAME;

export const identifier = z.string().regex(NAME, `expected ${NAME_RULE}`);

export const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date, YYYY-MM-DD')
  .refine(isDate, 'expected a date of the calendar');

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Paris');

export function isTimeZone(zone: string): boolean {
  // Offsets such as +01:00 are zones for Intl, not for BigQuery's dates with summer time.
  // Names are written as IANA writes them: BigQuery does not forgive `europe/paris`.
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const cron = z
  .string()
  .refine(
    isCron,
    'expected a cron expression of five fields (minute, hour, day of the month, month, weekday) of numbers, *, -, / and lists; L, W, # and ? are not portable',
  );

const STEP = '(?:/\\d+)?';
const FIELD = (value: string): string => `(?:\\*|${value}(?:-${value})?)${STEP}`;
const LIST = (value: string): RegExp => new RegExp(`^${FIELD(value)}(?:,${FIELD(value)})*$`, 'i');
const NUMBER = LIST('\\d+');
const MONTH = LIST('(?:\\d+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)');
const WEEKDAY = LIST('(?:\\d+|sun|mon|tue|wed|thu|fri|sat)');
const CRON_FIELDS = [NUMBER, NUMBER, NUMBER, MONTH, WEEKDAY];

/** What Cloud Scheduler and a laptop understand alike: no L, W, # and ?, which each would read otherwise or not. */
function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || !CRON_FIELDS.every((field, index) => field.test(fields[index] ?? '')))
    return false;
  try {
    new Cron(text, { paused: true }).stop();
    return true;
  } catch {
    return false;
  }
}

export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time, HH:MM');
