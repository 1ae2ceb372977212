import { at, type Found } from '../resources';

type Value = Record<string, unknown>;

/** What every resource of a kind has to keep, and how it would not. */
export interface Rule {
  readonly name: string;
  /** The resources that it judges. */
  readonly of: (found: Found) => boolean;
  readonly holds: (value: Found['value'], found: Found) => unknown;
  /** Makes a resource that keeps the rule one that breaks it, and breaks no other. */
  readonly spoil: (value: Value, found: { type: string }) => void;
}

export const isType =
  (...types: string[]) =>
  ({ type }: Found): boolean =>
    types.includes(type);

/** Puts a value at a path of keys and indexes, `a.0.b`. */
export function put(value: Value, path: string, to: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const inner = keys.length === 0 ? value : (at(value, keys.join('.')) as Value | undefined);
  if (!inner) throw new Error(`There is no ${path} to be changed.`);
  inner[last] = to;
}

/** A rule that a value is what it has to be, and `spoil` puts another in its place. */
export const valueIs = (
  name: string,
  of: Rule['of'],
  path: string,
  is: (value: unknown) => unknown,
  spoiled: unknown,
): Rule => ({
  name,
  of,
  holds: (value) => is(at(value, path)),
  spoil: (value) => put(value, path, spoiled),
});

export const isTrue = (value: unknown): boolean => value === true;
export const isFalse = (value: unknown): boolean => value === false;
export const nameOf = (value: object): string => `${at(value, 'dataset_id')}.${at(value, 'table_id')}`;

export const isDev = ({ environment }: Found): boolean => environment === 'dev';

/** Of those that both select. */
export const both =
  (...of: Rule['of'][]): Rule['of'] =>
  (found) =>
    of.every((selects) => selects(found));
export const not =
  (of: Rule['of']): Rule['of'] =>
  (found) =>
    !of(found);

/** Tables that keep rows: no views, no files read where they lie. */
export const isStored: Rule['of'] = ({ type, value }) =>
  type === 'google_bigquery_table' &&
  !value.view &&
  !value.materialized_view &&
  !value.external_data_configuration;
