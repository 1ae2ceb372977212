import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../../src/adapters/duckdb';
import { addDays } from '../../../src/core/dates';
import { duck, rowsIn } from '../../adapters/duck';
import { REPOSITORY } from '../workshop';

const DOOMED = join(__dirname, 'doomed.ts');
const TABLES = [
  'bronze.orders__raw',
  'bronze.products__raw',
  'bronze.visits__raw',
  'silver.orders',
  'silver.products',
  'silver.visits',
  'gold.revenue',
  'gold.totals',
  'quarantine.silver_orders',
  'quarantine.silver_products',
  'quarantine.silver_visits',
  'ops.ledger',
  'ops.withdrawals',
];
/** What may differ between two undisturbed runs: who and when, not what. */
const VOLATILE = new Set([
  '_run',
  'run',
  'ingested_at',
  '_ingested_at',
  '_generation',
  'generation',
  '_ledger_id',
  'id',
  'recorded_at',
]);

export type Contents = Readonly<Record<string, readonly string[]>>;

/** When a command is to be killed: at a step, after so many milliseconds, or never. */
export interface Doom {
  /** `name#time`. */
  readonly step?: string;
  readonly after?: number;
}

/** A project in a folder of its own, in which commands work as processes. */
export class CrashProject {
  readonly path = mkdtempSync(join(tmpdir(), 'ecluse-crash-'));

  /** @param from another one as it is now; its landing folder is left behind: a copied file is another file */
  constructor(
    private readonly api: string,
    from?: CrashProject,
  ) {
    const origin = from?.path ?? join(REPOSITORY, 'test/fixtures/recovery');
    // The locks of the object store are links whose targets are texts, not paths.
    cpSync(origin, this.path, { recursive: true, verbatimSymlinks: true });
    rmSync(join(this.path, 'landing'), { recursive: true, force: true });
    mkdirSync(join(this.path, 'landing'));
  }

  /** @returns the exit code, `null` when it was killed */
  async run(command: readonly string[], { step, after }: Doom = {}): Promise<number | null> {
    const child = spawn(process.execPath, ['-r', 'tsx/cjs', DOOMED, ...command, '--project', this.path], {
      cwd: REPOSITORY,
      stdio: 'ignore',
      env: { ...process.env, VISITS_API: this.api, STEPS: this.log, DOOM: step ?? '' },
    });
    const timer = after === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), after);
    await once(child, 'exit');
    clearTimeout(timer);
    return child.exitCode;
  }

  /** The steps that commands have passed since they were asked for the last time, each `name#time`. */
  steps(): string[] {
    const steps = existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n') : [];
    rmSync(this.log, { force: true });
    return steps;
  }

  land(name: string, lines: readonly string[]): void {
    const file = join(this.path, 'landing', name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  }

  /** Every row as text, in an order of its own: equal tables give equal exports. */
  async contents(): Promise<Contents> {
    const warehouse = await openDuckdb({ path: this.warehouse });
    const result: Record<string, readonly string[]> = {};
    for (const table of TABLES) {
      const { rows } = await warehouse.query(duck(`SELECT * FROM ${table}`));
      result[table] = rows.map((row) => JSON.stringify(row, stable)).sort();
    }
    await warehouse.close();
    return result;
  }

  /** The runs that have published, the first one first. */
  async publishers(): Promise<string[]> {
    const rows = await rowsIn(this.warehouse, 'SELECT DISTINCT run FROM ops.partitions ORDER BY run');
    return rows.map(({ run }) => String(run));
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private get warehouse(): string {
    return join(this.path, '.ecluse/warehouse.duckdb');
  }

  private get log(): string {
    return join(this.path, 'steps.log');
  }
}

const stable = (key: string, value: unknown): unknown => (VOLATILE.has(key) ? undefined : value);

const START = '2026-10-01';
const ORDERS_HEADER = 'order_id,ordered_at,product_id,amount,updated_at';

/** Good, malformed, violating, duplicate and corrected orders over five days, and an extract of products a day. */
export function landRound(project: CrashProject, round: number): void {
  for (const file of [0, 1]) {
    const rows = Array.from({ length: 120 }, (_, index) => order(index, 2 * round + file));
    project.land(`orders/${round}-${file}.csv`, [ORDERS_HEADER, ...rows, 'broken,line']);
  }
  // The second round goes back to before the first extract, and continues it.
  for (const day of round === 0 ? [1, 2] : [0, 4]) {
    const rows = [0, 1, 2, 3].filter((product) => product !== day).map((product) => productRow(product, day));
    project.land(`products/${addDays(START, day)}.csv`, ['product_id,category', ...rows]);
  }
}

function order(index: number, file: number): string {
  const day = addDays(START, (index + file) % 5);
  const amount = index % 17 === 0 ? 'abc' : index % 13 === 0 ? '5000' : String((index * 7 + file) % 90);
  return `o${(file * 60 + index) % 200},${day} 10:00:00,p${index % 4},${amount},${day} 1${file}:00:00`;
}

const productRow = (product: number, day: number): string =>
  `p${product},${(product + day) % 4 === 3 ? '' : `c${(product + day) % 3}`}`;

/** What the API has to tell. */
export const VISITS = Array.from({ length: 20 }, (_, index) => ({
  visit_id: `v${index % 17}`,
  visitors: index === 7 ? -1 : index,
  updated_at: `${addDays(START, index % 4)}T10:00:${10 + index}Z`,
})).sort((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
