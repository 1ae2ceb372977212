import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../googlesql/duckdb/literal';
import { duckType, parseType } from '../../googlesql/types';
import type { ExternalTable } from '../../ports/warehouse';
import { withoutWildcards } from './paths';
import { tableReference } from './tables';

/** No object is called like this; without any file a pattern is an error for DuckDB. */
const NOTHING = '_nothing.json';

/** A view over the files as they are when it is read. */
export async function createExternal(
  connection: DuckDBConnection,
  { name, columns, address }: ExternalTable,
): Promise<void> {
  await mkdir(address, { recursive: true });
  await writeFile(path.join(address, NOTHING), '', { flag: 'a' });
  const types = columns.map((column) => {
    const type = duckType(parseType(column.type));
    return `${quoteText(column.name)}: ${quoteText(type)}`;
  });
  const options = [
    `columns = {${types.join(', ')}}`,
    "format = 'newline_delimited'",
    'auto_detect = false',
    'hive_partitioning = false',
  ];
  const pattern = path.join(withoutWildcards(address), '**', '*.json');
  await connection.run(
    `CREATE OR REPLACE VIEW ${tableReference(name)} AS SELECT * FROM read_json(${quoteText(pattern)}, ${options.join(', ')})`,
  );
}
