import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../googlesql/duckdb/literal';
import { type LoadRequest, WarehouseError } from '../../ports/warehouse';
import { type CleanFile, inspectCleanFile } from './cleanfile';
import { messageOf } from './failures';
import { withoutWildcards } from './paths';
import { tableReference } from './tables';

/** What DuckDB takes by default; more only for files with longer records. */
const LINE_BYTES = 1 << 21;
const BUFFER_BYTES = 1 << 25;

/** The clean form and nothing else: nothing is detected, forgiven or padded. */
const CLEAN_FORM = [
  'auto_detect = false',
  'header = false',
  "delim = ','",
  `quote = '"'`,
  `escape = '"'`,
  "new_line = '\\n'",
  "nullstr = ''",
  'allow_quoted_nulls = false',
  'strict_mode = true',
  'null_padding = false',
  'ignore_errors = false',
  "compression = 'none'",
];

/** @returns the number of rows loaded, which is the number of records in the file */
export async function loadCleanFile(connection: DuckDBConnection, request: LoadRequest): Promise<number> {
  const file = await inspect(request.address);
  try {
    const result = await connection.run(loadStatement(request, file));
    const [row] = await result.getRows();
    return checkCount(request, file.records, Number(row?.[0]));
  } catch (error) {
    throw unreadable(request, error);
  }
}

async function inspect(address: string): Promise<CleanFile> {
  try {
    return await inspectCleanFile(address);
  } catch (cause) {
    throw new WarehouseError('not_found', `There is no file ${address} to load.`, { cause });
  }
}

function loadStatement({ address, table, columns }: LoadRequest, file: CleanFile): string {
  const types = columns.map((name) => `${quoteText(name)}: ${name === '_line' ? "'BIGINT'" : "'VARCHAR'"}`);
  const lineBytes = Math.max(LINE_BYTES, file.longest + 1);
  // Threads begin at guessed places, some megabytes apart: the guess fails within quoted line feeds and long records.
  const parallel = !file.multiline && lineBytes === LINE_BYTES;
  const options = [
    `columns = {${types.join(', ')}}`,
    ...CLEAN_FORM,
    `parallel = ${parallel}`,
    `max_line_size = ${lineBytes}`,
    `buffer_size = ${Math.max(BUFFER_BYTES, lineBytes)}`,
  ];
  const source = `read_csv(${quoteText(withoutWildcards(address))}, ${options.join(', ')})`;
  return `CREATE OR REPLACE TABLE ${tableReference(table)} AS SELECT * FROM ${source}`;
}

function checkCount({ address, table }: LoadRequest, records: number, loaded: number): number {
  if (loaded === records) return loaded;
  const message = `${address} has ${records} records, but ${loaded} rows came into ${table}; nothing was loaded.`;
  throw new WarehouseError('invalid', message);
}

/** DuckDB prints the whole line and a page of advice; the line number and the reason are enough. */
function unreadable({ address }: LoadRequest, error: unknown): unknown {
  const message = messageOf(error);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (line === undefined) return error;
  const text = `${address}, line ${line}: ${reasonOf(message)} Nothing was loaded.`;
  return new WarehouseError('invalid', text, { cause: error });
}

const REASONS = [
  /Expected Number of Columns: \d+ Found: \d+/,
  /Error when converting column "[^"]*"\. Could not convert string "[^"\n]*" to '\w+'/,
  /Value with unterminated quote found/,
  /Invalid unicode/,
  /Maximum line size of \d+ bytes exceeded/,
];

function reasonOf(message: string): string {
  const found = REASONS.map((reason) => reason.exec(message)?.[0]).find((text) => text !== undefined);
  return `${found ?? 'not in clean form (CSV, comma, quotes doubled)'}.`;
}
