import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import { LocalFileStore } from '../../src/adapters/local-files';
import { localMachine } from '../../src/adapters/local-files/machine';
import { systemClock } from '../../src/adapters/system';
import { compileProject } from '../../src/compile';
import { type PlanRequest, planRun } from '../../src/core/planning/plan';
import { structureOf } from '../../src/core/structure';
import { executeRun, runId } from '../../src/engine/run';
import { readState } from '../../src/engine/warehouse-state';
import { sweep } from '../../src/ingest/sweep';
import type { Context } from '../../src/ports/context';
import { writeProject } from './project';

/** A folder of its own for one measurement, removed at the end. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-bench-engine-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const warehouseFile = (folder: string): string => join(folder, '.ecluse/warehouse.duckdb');

/** The project of a folder, opened as commands open it. */
export class Place {
  private constructor(
    readonly folder: string,
    readonly context: Context,
  ) {}

  /** @param rowChecks of the silver model */
  static async open(folder: string, rowChecks: number): Promise<Place> {
    writeProject(folder, rowChecks);
    const state = join(folder, '.ecluse');
    mkdirSync(join(state, 'landing'), { recursive: true });
    const { manifest } = await compileProject(folder, join(state, 'manifest.json'));
    const warehouse = await openDuckdb({ path: warehouseFile(folder) });
    await warehouse.prepare(structureOf(manifest));
    const objects = new LocalFileStore(state);
    const progress = (): void => undefined;
    return new Place(folder, {
      manifest,
      warehouse,
      objects,
      clock: systemClock,
      machine: localMachine,
      progress,
    });
  }

  /** DuckDB SQL, in a transaction of its own. */
  async change(...duckdb: readonly string[]): Promise<void> {
    const statements = duckdb.map((sql) => ({
      statement: { googlesql: '', duckdb: [sql], params: {} },
      values: {},
    }));
    await this.context.warehouse.execute(`bench_${runId(this.context)}`, statements);
  }

  /** Plans and runs. @returns seconds */
  async run(request: PlanRequest = {}): Promise<number> {
    const begun = performance.now();
    const plan = planRun(this.context.manifest, await readState(this.context), request);
    const { state, tasks } = await executeRun(this.context, plan, { pipeline: 'all', trigger: 'manual' });
    if (state !== 'SUCCESS' || tasks.length === 0)
      throw new Error(`The run ended as ${state}: ${tasks.map((task) => task.reason).join('; ')}`);
    return (performance.now() - begun) / 1000;
  }

  /** Brings in what has landed. @returns seconds */
  async ingest(): Promise<number> {
    const begun = performance.now();
    const { files } = await sweep(this.context, runId(this.context));
    const bad = files.find((file) => file.status !== 'loaded');
    if (bad || files.length === 0) throw new Error(`Nothing was brought in: ${bad?.reason}`);
    return (performance.now() - begun) / 1000;
  }

  async close(): Promise<void> {
    await this.context.warehouse.close();
  }
}

export const megabytesOf = (file: string): number => statSync(file).size / 1e6;
