/** The allow-list: what is not here is refused by name. */
import { unsupported } from '../../refusal';
import { AGGREGATES } from './aggregates';
import { ARRAYS } from './arrays';
import { type Aggregate, type AggregateCall, type Call, displayName, functionName } from './call';
import { DATES } from './dates';
import { type AggregateEntries, type Entries, type Entry, entrySql } from './entry';
import { FORMATS } from './formats';
import { HASHES } from './hashes';
import { JSON_FUNCTIONS } from './json';
import { NUMBERS } from './numbers';
import { OPERATORS } from './operators';
import { PARSERS } from './parsing';
import { refusedFunction } from './refused';
import { REGEXPS } from './regexps';
import { STRINGS } from './strings';
import { WINDOWS } from './windows';

/** Families of scalar functions, as the documentation lists them. */
export const SCALAR_FAMILIES: Readonly<Record<string, Entries>> = {
  'Comparison, logic and choice': OPERATORS,
  Numbers: NUMBERS,
  Strings: STRINGS,
  'Regular expressions': REGEXPS,
  'Dates and times': DATES,
  'Formatting dates and times': FORMATS,
  'Parsing dates and times': PARSERS,
  'Arrays and structs': ARRAYS,
  JSON: JSON_FUNCTIONS,
  Hashes: HASHES,
};

export const SET_FAMILIES: Readonly<Record<string, AggregateEntries>> = {
  Aggregates: AGGREGATES,
  'Window functions': WINDOWS,
};

const SCALARS: Entries = Object.assign({}, ...Object.values(SCALAR_FAMILIES));

export function scalarFunction(resolved: string): (call: Call) => string {
  const entry: Entry = find(SCALARS, resolved, 'function');
  return (call) => entrySql(entry, call);
}

export function aggregateFunction(resolved: string): (call: AggregateCall) => Aggregate {
  return find(AGGREGATES, resolved, 'aggregate function').sql;
}

/** Over a window an aggregate is what it is without one, unless the window has its own. */
export function windowFunction(resolved: string): (call: AggregateCall) => Aggregate {
  return find({ ...AGGREGATES, ...WINDOWS }, resolved, 'window function').sql;
}

function find<E>(entries: Readonly<Record<string, E>>, resolved: string, what: string): E {
  const name = functionName(resolved);
  if (Object.hasOwn(entries, name)) return entries[name] as E;
  const refused = refusedFunction(name);
  if (refused) return unsupported(`${displayName(name)} ${refused.reason}.`, refused.remedy);
  return unsupported(
    `The ${what} ${displayName(name)} is not supported.`,
    'Use functions of docs/googlesql.md, or compute it upstream.',
  );
}
