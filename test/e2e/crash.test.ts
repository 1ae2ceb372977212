import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import { REPOSITORY } from './workshop';

/** `ECLUSE_KILLS=200 npx jest test/e2e/crash` for the long form. */
const KILLS = Number(process.env.ECLUSE_KILLS ?? 6);

jest.setTimeout(60_000 + KILLS * 20_000);

const TABLES = [
  'silver.orders',
  'gold.revenue',
  'quarantine.silver_orders',
  'bronze.orders__raw',
  'ops.ledger',
];
/** What may differ between two undisturbed runs: who and when, not what. */
const VOLATILE = new Set([
  '_run',
  'run',
  'ingested_at',
  '_ingested_at',
  '_generation',
  'generation',
  '_file_id',
  'id',
]);

function newProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'ecluse-crash-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
  mkdirSync(join(project, 'landing/orders'), { recursive: true });
  for (let file = 0; file < 6; file++)
    writeFileSync(join(project, `landing/orders/${file}.csv`), orders(file));
  return project;
}

/** Good, malformed, violating, duplicate and corrected rows over five days. */
function orders(file: number): string {
  const rows = Array.from({ length: 400 }, (_, index) => {
    const day = 1 + ((index + file) % 5);
    const amount = index % 97 === 0 ? 'abc' : index % 53 === 0 ? '5000' : String((index * 7 + file) % 90);
    return `o${(file * 300 + index) % 1500},2026-10-0${day} 10:00:00,${amount},2026-10-0${day} 1${file}:00:00`;
  });
  return ['order_id,ordered_at,amount,updated_at', ...rows, 'broken,line', ''].join('\n');
}

/** Runs the command; kills the process after that many milliseconds. Tells whether it ended by itself. */
function run(project: string, killAfter?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(REPOSITORY, 'bin/ecluse.js'), 'run'], {
      cwd: project,
      stdio: 'ignore',
    });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code !== null);
    });
  });
}

async function exported(project: string): Promise<Record<string, readonly string[]>> {
  const warehouse = await openDuckdb({ path: join(project, '.ecluse/warehouse.duckdb') });
  const result: Record<string, readonly string[]> = {};
  for (const table of TABLES) {
    const { rows } = await warehouse.query({
      statement: { googlesql: '', duckdb: [`SELECT * FROM ${table}`], params: {} },
      values: {},
    });
    result[table] = rows
      .map((row) => JSON.stringify(row, (key, value) => (VOLATILE.has(key) ? undefined : value)))
      .sort();
  }
  await warehouse.close();
  return result;
}

describe('a process killed at any moment', () => {
  let undisturbed: Record<string, readonly string[]>;
  let duration = 0;

  beforeAll(async () => {
    const project = newProject();
    await run(project);
    rmSync(join(project, '.ecluse/warehouse.duckdb'), { force: true });
    rmSync(join(project, '.ecluse/archive'), { recursive: true, force: true });
    const started = Date.now();
    expect(await run(project)).toBe(true);
    duration = Date.now() - started;
    undisturbed = await exported(project);
    expect(undisturbed['silver.orders']?.length).toBeGreaterThan(1000);
    expect(undisturbed['quarantine.silver_orders']?.length).toBeGreaterThan(20);
    rmSync(project, { recursive: true, force: true });
  });

  test(`leaves a state from which the same command ends in the same tables (${KILLS} kills)`, async () => {
    let killed = 0;
    for (let round = 0; killed < KILLS && round < 3 * KILLS; ) {
      const project = newProject();
      for (let again = 0; again < 3; again++, round++) {
        const moment = duration * ((round * 0.618 + 0.13) % 1);
        if (!(await run(project, moment))) killed++;
      }
      expect(await run(project)).toBe(true);
      expect(await exported(project)).toEqual(undisturbed);
      rmSync(project, { recursive: true, force: true });
    }
    expect(killed).toBeGreaterThanOrEqual(Math.min(KILLS, 3));
  });
});
