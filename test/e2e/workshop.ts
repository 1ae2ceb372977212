import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import { LocalFileStore } from '../../src/adapters/local-files';
import { localMachine } from '../../src/adapters/local-files/machine';
import { systemClock } from '../../src/adapters/system';
import { compileProject } from '../../src/compile';
import type { Manifest } from '../../src/core/manifest';
import { type Plan, type PlanRequest, planRun } from '../../src/core/planning/plan';
import { structureOf } from '../../src/core/structure';
import type { Row } from '../../src/core/types';
import { refreshReferences } from '../../src/engine/refresh-references';
import { executeRun, type RunResult, runId } from '../../src/engine/run';
import { readState } from '../../src/engine/warehouse-state';
import { referenceObject } from '../../src/ingest/references';
import { type SweepResult, sweep } from '../../src/ingest/sweep';
import type { Context } from '../../src/ports/context';
import { duck } from '../adapters/duck';

export const REPOSITORY = resolve(__dirname, '../..');

const manifests = new Map<string, Promise<Manifest>>();

/** Compiled once for all workshops of a test file. */
function compiled(root: string): Promise<Manifest> {
  const known = manifests.get(root);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-manifest-'));
  const made = compileProject(root, join(folder, 'manifest.json'))
    .then(({ manifest }) => manifest)
    .finally(() => rmSync(folder, { recursive: true, force: true }));
  manifests.set(root, made);
  return made;
}

/** A project with a warehouse and objects of its own in a temporary folder. */
export class Workshop {
  private constructor(
    readonly root: string,
    readonly folder: string,
    readonly context: Context,
  ) {}

  static async open(root: string): Promise<Workshop> {
    const folder = mkdtempSync(join(tmpdir(), 'ecluse-e2e-'));
    mkdirSync(join(folder, 'landing'), { recursive: true });
    const manifest = await compiled(root);
    const warehouse = await openDuckdb({ path: join(folder, 'warehouse.duckdb') });
    await warehouse.prepare(structureOf(manifest));
    const objects = new LocalFileStore(folder);
    const context = {
      manifest,
      warehouse,
      objects,
      clock: systemClock,
      machine: localMachine,
      progress: () => undefined,
    };
    const workshop = new Workshop(root, folder, context);
    await workshop.offerReferences(manifest);
    return workshop;
  }

  get landing(): string {
    return join(this.folder, 'landing');
  }

  /** @param name `orders/a.csv`  @param content a list: its lines */
  land(name: string, content: string | Buffer | readonly string[]): void {
    const path = join(this.landing, name);
    mkdirSync(dirname(path), { recursive: true });
    const isWhole = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(path, isWhole ? content : `${content.join('\n')}\n`);
  }

  sweep(): Promise<SweepResult> {
    return sweep(this.context, runId(this.context));
  }

  async plan(request: PlanRequest = {}): Promise<Plan> {
    await refreshReferences(this.context, runId(this.context));
    return planRun(this.context.manifest, await readState(this.context), request);
  }

  async run(request: PlanRequest = {}): Promise<RunResult> {
    return executeRun(this.context, await this.plan(request), { pipeline: 'all', trigger: 'manual' });
  }

  /** DuckDB SQL, for looking at results from outside. */
  async rows(sql: string): Promise<readonly Row[]> {
    return (await this.context.warehouse.query(duck(sql))).rows;
  }

  /** Every row of the published tables as text, in an order of its own: equal tables give equal exports. */
  async export(): Promise<Record<string, readonly string[]>> {
    const tables = this.context.manifest.models.filter((model) => model.steps).map((model) => model.name);
    const exports: Record<string, readonly string[]> = {};
    for (const table of tables) {
      const rows = await this.rows(`SELECT * FROM ${table}`);
      exports[table] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return exports;
  }

  async close(): Promise<void> {
    await this.context.warehouse.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async offerReferences({ references }: Manifest): Promise<void> {
    for (const reference of references)
      await this.context.objects.write(
        'manifests',
        referenceObject(reference),
        readFileSync(join(this.root, reference.file)),
      );
  }
}
