import type { Statement } from '../../core/types';
import { parseType, printType } from '../../googlesql/types';
import { parsePath } from '../../ports/table-path';
import { type Structure, WarehouseError } from '../../ports/warehouse';
import { typeOf } from './cells';
import { asWarehouseError, statusOf } from './failures';
import type { TableResource } from './resources';
import type { Rest } from './rest';

type Table = Structure['tables'][number];

/**
 * Compares what exists with what is expected: in the cloud Terraform makes the structure, so this makes nothing and
 * says what is missing.
 * @returns a sentence for each difference
 */
async function differences(rest: Rest, structure: Structure): Promise<string[]> {
  const datasets = structure.datasets ?? [];
  const found = [
    ...(await Promise.all(datasets.map((dataset) => missingDataset(rest, dataset)))),
    ...(await Promise.all(structure.tables.map((table) => tableDifferences(rest, table, 'TABLE')))),
    ...(await Promise.all(
      (structure.external ?? []).map((table) => tableDifferences(rest, table, 'EXTERNAL')),
    )),
    ...(await Promise.all(structure.views.map((view) => missingView(rest, view)))),
  ];
  return found.flat();
}

/** @throws {WarehouseError} `invalid`, naming everything that is missing or of another type */
export async function requireStructure(rest: Rest, structure: Structure): Promise<void> {
  const found = await differences(rest, structure);
  if (found.length === 0) return;
  const message = `${found.join(' ')} Terraform makes what is missing: deploy the warehouse stack.`;
  throw new WarehouseError('invalid', message);
}

async function missingDataset(rest: Rest, dataset: string): Promise<string[]> {
  return (await found(rest, `/datasets/${dataset}`)) ? [] : [`The dataset ${dataset} is missing.`];
}

async function tableDifferences(
  rest: Rest,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  kind: 'TABLE' | 'EXTERNAL',
): Promise<string[]> {
  const resource = await found<TableResource>(rest, tablePath(name));
  if (!resource) return [`The table ${name} is missing.`];
  if (resource.type !== undefined && resource.type !== kind)
    return [`${name} is a ${resource.type.toLowerCase()}; expected ${KINDS[kind]}.`];
  const types = typesOf(resource);
  return columns.flatMap((column) => columnDifferences(name, column, types.get(column.name.toLowerCase())));
}

const KINDS = { TABLE: 'a table', EXTERNAL: 'an external table' } as const;

/** Name in lower case, as names of columns ignore case, to GoogleSQL type. */
function typesOf({ schema }: TableResource): ReadonlyMap<string, string> {
  const fields = schema?.fields ?? [];
  return new Map(fields.map((field) => [field.name.toLowerCase(), printType(typeOf(field))]));
}

function columnDifferences(
  table: string,
  { name, type }: Table['columns'][number],
  found: string | undefined,
): string[] {
  const expected = printType(parseType(type));
  if (found === expected) return [];
  if (found === undefined) return [`The column ${table}.${name} ${expected} is missing.`];
  return [
    `${table}.${name} is ${found}; expected ${expected}. Types are never changed in place: give the column another name.`,
  ];
}

const CREATED = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|VIEW|MATERIALIZED VIEW)\s+`([^`]+)`/i;

async function missingView(rest: Rest, { googlesql }: Statement): Promise<string[]> {
  const [, kind = '', name = ''] = CREATED.exec(googlesql) ?? [];
  const isFunction = kind.toUpperCase() === 'FUNCTION';
  const path = isFunction ? tablePath(name).replace('/tables/', '/routines/') : tablePath(name);
  return (await found(rest, path)) ? [] : [`The ${isFunction ? 'function' : 'view'} ${name} is missing.`];
}

function tablePath(name: string): string {
  const { dataset, table } = parsePath(name);
  return `/datasets/${dataset}/tables/${encodeURIComponent(table)}`;
}

async function found<T>(rest: Rest, path: string): Promise<T | null> {
  try {
    return await rest.send<T>({ path });
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw asWarehouseError(error);
  }
}
