import type { DuckDBConnection } from '@duckdb/node-api';
import { duckType, parseType, printType, quoteName } from '../../googlesql/types';
import { parsePath } from '../../ports/table-path';
import { type Replacement, type Structure, WarehouseError } from '../../ports/warehouse';
import { bind, bindQuery } from './bind';
import { cellType } from './cells';
import { createExternal } from './external';
import { messageOf } from './failures';
import { tableReference } from './tables';

type Table = Structure['tables'][number];
type ColumnDefinition = Table['columns'][number];

export async function createStructure(connection: DuckDBConnection, structure: Structure): Promise<void> {
  const { external = [] } = structure;
  const datasets = [
    ...(structure.datasets ?? []),
    ...[...structure.tables, ...external].map(({ name }) => parsePath(name).dataset),
  ];
  for (const dataset of new Set(datasets)) {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(dataset)}`);
  }
  const replace = structure.replace ?? [];
  await setAside(connection, replace);
  const before = await kindsOf(connection);
  for (const { name } of replace) await drop(connection, name, before.get(name));
  const existing = replace.length > 0 ? await kindsOf(connection) : before;
  for (const table of structure.tables) await createTable(connection, table, existing.get(table.name));
  await putBack(connection, replace);
  for (const table of external) await createExternal(connection, table);
  const views = structure.views.map((statement) => ({ statement, values: {} }));
  for (const bound of [...views, ...(structure.records ?? [])])
    for (const sql of bind(bound)) await connection.run(sql);
}

/** Dotted path to `BASE TABLE` or `VIEW`. */
async function kindsOf(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const result = await connection.run(
    "SELECT table_schema || '.' || table_name, table_type FROM information_schema.tables",
  );
  return new Map((await result.getRows()).map(([name, kind]) => [String(name), String(kind)]));
}

async function drop(connection: DuckDBConnection, path: string, kind: string | undefined): Promise<void> {
  if (kind !== undefined)
    await connection.run(`DROP ${kind === 'VIEW' ? 'VIEW' : 'TABLE'} ${tableReference(path)}`);
}

const ASIDE = 'set_aside_';

/** Rows that outlive their table are kept outside of the database file, until their transaction ends. */
async function setAside(connection: DuckDBConnection, replace: readonly Replacement[]): Promise<void> {
  for (const [index, { rows }] of replace.entries()) {
    if (!rows) continue;
    const query = bindQuery({ statement: rows, values: {} });
    await connection.run(`CREATE TEMP TABLE ${ASIDE}${index} AS ${query}`);
  }
}

async function putBack(connection: DuckDBConnection, replace: readonly Replacement[]): Promise<void> {
  for (const [index, { name, rows }] of replace.entries()) {
    if (!rows) continue;
    await addColumns(connection, { name, columns: await missingIn(connection, name, `${ASIDE}${index}`) });
    await connection.run(`INSERT INTO ${tableReference(name)} BY NAME SELECT * FROM ${ASIDE}${index}`);
    await connection.run(`DROP TABLE ${ASIDE}${index}`);
  }
}

async function createTable(
  connection: DuckDBConnection,
  table: Table,
  kind: string | undefined,
): Promise<void> {
  if (kind === undefined) {
    const columns = table.columns.map((column) => define(table.name, column));
    await connection.run(`CREATE TABLE ${tableReference(table.name)} (${columns.join(', ')})`);
  } else if (kind === 'BASE TABLE') {
    await addColumns(connection, table);
  } else {
    const message = `${table.name} is a ${kind.toLowerCase()}; expected a table. Only what \`replace\` names is dropped.`;
    throw new WarehouseError('invalid', message);
  }
}

async function addColumns(connection: DuckDBConnection, table: Table): Promise<void> {
  const found = await typesOf(connection, table.name);
  for (const column of table.columns) {
    const type = found.get(column.name.toLowerCase());
    if (type === undefined) {
      await connection.run(
        `ALTER TABLE ${tableReference(table.name)} ADD COLUMN ${define(table.name, column)}`,
      );
    } else {
      expectType(table.name, column, type);
    }
  }
}

/** What only the rows have that were set aside. */
async function missingIn(
  connection: DuckDBConnection,
  table: string,
  aside: string,
): Promise<ColumnDefinition[]> {
  const known = await typesOf(connection, table);
  return (await columnsOf(connection, aside)).filter(({ name }) => !known.has(name.toLowerCase()));
}

/** Name in lower case, as names of columns ignore case, to GoogleSQL type. */
async function typesOf(connection: DuckDBConnection, table: string): Promise<ReadonlyMap<string, string>> {
  const columns = await columnsOf(connection, tableReference(table));
  return new Map(columns.map(({ name, type }) => [name.toLowerCase(), type]));
}

/** @param reference as SQL */
async function columnsOf(connection: DuckDBConnection, reference: string): Promise<ColumnDefinition[]> {
  const result = await connection.run(`SELECT * FROM ${reference} LIMIT 0`);
  const types = result.columnTypes();
  return result.columnNames().flatMap((name, i) => {
    const type = types[i];
    return type ? [{ name, type: printType(cellType(type, name).sql) }] : [];
  });
}

function expectType(table: string, { name, type }: ColumnDefinition, found: string): void {
  const expected = printType(parseType(type));
  if (found === expected) return;
  const message =
    `${table}.${name} is ${found}; expected ${expected}. Types are never changed in place; ` +
    'only what `replace` names is made anew.';
  throw new WarehouseError('invalid', message);
}

function define(table: string, { name, type }: ColumnDefinition): string {
  try {
    return `${quoteName(name)} ${duckType(parseType(type))}`;
  } catch (cause) {
    throw new WarehouseError('invalid', `${table}.${name}: ${messageOf(cause)}`, { cause });
  }
}
