import { createHash } from 'node:crypto';
import { type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import type { Structure } from '../../ports/warehouse';

/** Which structure was prepared last, so that preparing it again need not wait for a turn. */
const PREPARED = 'CREATE TABLE IF NOT EXISTS ecluse_local.prepared (structure VARCHAR)';

export async function createPreparedTable(connection: DuckDBConnection): Promise<void> {
  await connection.run(PREPARED);
}

/** Is it what was prepared last, and are all its tables there? */
export async function isPrepared(connection: DuckDBConnection, structure: Structure): Promise<boolean> {
  if (structure.replace || structure.records) return false;
  const sql = 'SELECT 1 FROM ecluse_local.prepared WHERE structure = $1';
  const known = await connection.run(sql, [hashOf(structure)], [VARCHAR]);
  if (known.rowCount === 0) return false;
  const result = await connection.run("SELECT schema_name || '.' || table_name FROM duckdb_tables()");
  const found = new Set((await result.getRows()).map(([name]) => String(name)));
  return structure.tables.every(({ name }) => found.has(name));
}

/** To be called in the transaction that prepares it. */
export async function recordPrepared(connection: DuckDBConnection, structure: Structure): Promise<void> {
  await connection.run('DELETE FROM ecluse_local.prepared');
  await connection.run('INSERT INTO ecluse_local.prepared VALUES ($1)', [hashOf(structure)], [VARCHAR]);
}

/** What is replaced and recorded is so once; afterwards it is a structure like others. */
const hashOf = ({ replace: _once, records: _too, ...structure }: Structure): string =>
  createHash('sha256').update(JSON.stringify(structure)).digest('hex');
