import { BIGINT, type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import { type JobResult, WarehouseError } from '../../ports/warehouse';
import { inWarehouseTerms } from './failures';
import type { Turn } from './turns';

const JOB_ID = /^[A-Za-z0-9_-]{1,1000}$/;

/** Jobs that succeeded, written by the transaction of the job itself: a job is either done and listed, or neither. */
const JOBS = [
  'CREATE SCHEMA IF NOT EXISTS ecluse_local',
  'CREATE TABLE IF NOT EXISTS ecluse_local.jobs (job VARCHAR PRIMARY KEY, affected BIGINT[], finished_at TIMESTAMPTZ)',
];

export async function createJobTable(connection: DuckDBConnection): Promise<void> {
  for (const sql of JOBS) await connection.run(sql);
}

export function checkJobId(job: string): void {
  if (JOB_ID.test(job)) return;
  const message = `"${job.slice(0, 100)}" is no job id; expected 1 to 1,000 letters, digits, "_" and "-".`;
  throw new WarehouseError('invalid', message);
}

/**
 * @param work answers the affected rows of each statement; what it throws undoes everything it did
 * @param isThere whether what the job made is still there: otherwise it is run again
 */
export async function startOrFind(
  connection: DuckDBConnection,
  turn: Turn,
  work: () => Promise<readonly number[]>,
  isThere: () => Promise<boolean> = async () => true,
): Promise<JobResult> {
  const { job } = turn;
  return inWarehouseTerms(async () => {
    const before = await findJob(connection, job);
    if (before && (await isThere())) return { job, found: true, affected: before };
    const affected = await inTransaction(connection, turn, async () => {
      const counts = await work();
      await recordJob(connection, job, counts);
      return counts;
    });
    return { job, found: false, affected };
  });
}

export async function inTransaction<T>(
  connection: DuckDBConnection,
  turn: Turn,
  work: () => Promise<T>,
): Promise<T> {
  await connection.run('BEGIN TRANSACTION');
  try {
    const result = await work();
    turn.commits();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    turn.rollsBack();
    // A COMMIT that failed has rolled back already, and says so here; the first error is the one that matters.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function findJob(connection: DuckDBConnection, job: string): Promise<readonly number[] | null> {
  const sql = 'SELECT unnest(affected) FROM ecluse_local.jobs WHERE job = $1';
  const exists = await connection.run('SELECT 1 FROM ecluse_local.jobs WHERE job = $1', [job], [VARCHAR]);
  if (exists.rowCount === 0) return null;
  const rows = await (await connection.run(sql, [job], [VARCHAR])).getRows();
  return rows.map(([count]) => Number(count));
}

async function recordJob(
  connection: DuckDBConnection,
  job: string,
  affected: readonly number[],
): Promise<void> {
  const counts = listValue(affected.map((count) => BigInt(count)));
  await connection.run(
    'INSERT OR REPLACE INTO ecluse_local.jobs VALUES ($1, $2, now())',
    [job, counts],
    [VARCHAR, LIST(BIGINT)],
  );
}
