import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBigQuery } from '../../src/adapters/bigquery';
import { openCloudStorage } from '../../src/adapters/gcs';
import { localMachine } from '../../src/adapters/local-files/machine';
import { systemClock } from '../../src/adapters/system';
import { compileProject } from '../../src/compile';
import { planRun } from '../../src/core/planning/plan';
import { structureOf } from '../../src/core/structure';
import type { Row } from '../../src/core/types';
import { refreshReferences } from '../../src/engine/refresh-references';
import { executeRun, type RunResult, runId } from '../../src/engine/run';
import { readState } from '../../src/engine/warehouse-state';
import { referenceObject } from '../../src/ingest/references';
import { type SweepResult, sweep } from '../../src/ingest/sweep';
import type { Context } from '../../src/ports/context';
import { BUCKETS } from './buckets';
import { type LocalCloud, startCloud } from './index';

/** A project on the local cloud, provisioned as Terraform would: the engine of the laptop over the cloud's adapters. */
export class CloudWorkshop {
  private constructor(
    readonly cloud: LocalCloud,
    readonly context: Context,
  ) {}

  static async open(root: string): Promise<CloudWorkshop> {
    const folder = mkdtempSync(join(tmpdir(), 'ecluse-manifest-'));
    const { manifest } = await compileProject(root, join(folder, 'manifest.json'));
    rmSync(folder, { recursive: true, force: true });
    const cloud = await startCloud();
    await cloud.bigquery.provision(structureOf(manifest));
    const context = { manifest, ...portsOf(cloud), machine: localMachine, progress: () => undefined };
    for (const reference of manifest.references) {
      const content = readFileSync(join(root, reference.file));
      await context.objects.write('manifests', referenceObject(reference), content);
    }
    return new CloudWorkshop(cloud, context);
  }

  sweep(): Promise<SweepResult> {
    return sweep(this.context, runId(this.context));
  }

  async run(): Promise<RunResult> {
    await refreshReferences(this.context, runId(this.context));
    const plan = planRun(this.context.manifest, await readState(this.context), {});
    return executeRun(this.context, plan, { pipeline: 'all', trigger: 'manual' });
  }

  async rows(googlesql: string): Promise<readonly Row[]> {
    return (
      await this.context.warehouse.query({ statement: { googlesql, duckdb: [], params: {} }, values: {} })
    ).rows;
  }

  /** Every row of the published tables as text, in an order of its own: equal tables give equal exports. */
  async export(): Promise<Record<string, readonly string[]>> {
    const exports: Record<string, readonly string[]> = {};
    for (const { name, steps } of this.context.manifest.models) {
      if (!steps) continue;
      const rows = await this.rows(`SELECT * FROM \`${name}\``);
      exports[name] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return exports;
  }

  async close(): Promise<void> {
    await this.context.warehouse.close();
    await this.cloud.close();
  }
}

/** The cloud's adapters, pointed at the local servers. */
export function portsOf({ bigquery, storage }: LocalCloud): Pick<Context, 'warehouse' | 'objects' | 'clock'> {
  const maxRetryDelaySeconds = 0.02;
  const place = { project: 'local', location: 'EU', endpoint: bigquery.endpoint };
  const labels = { app: 'ecluse' };
  return {
    warehouse: openBigQuery({ ...place, labels, clock: systemClock, maxRetryDelaySeconds }),
    objects: openCloudStorage({ buckets: BUCKETS, endpoint: storage.endpoint, maxRetryDelaySeconds }),
    clock: systemClock,
  };
}
