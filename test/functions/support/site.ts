import type { Site } from '../../../functions/site';
import { EnvironmentSecrets } from '../../../src/adapters/local-secrets';
import { Manifests } from '../../../src/engine/active-manifest';
import type { Context } from '../../../src/ports/context';
import type { ExecutionRequest } from '../../../src/ports/executions';
import type { Worker } from '../../../src/ports/machine';
import type { ObjectInfo } from '../../../src/ports/objects';
import type { ReadLimit } from '../../../src/ports/warehouse';
import { ForwardClock } from './clock';

export const MANIFEST = 'manifests/m.json';

/** A site over a local warehouse and a folder; what it starts and announces is noted. */
export interface TestSite extends Site {
  readonly clock: ForwardClock;
  readonly started: ExecutionRequest[];
  readonly announced: ObjectInfo[];
  /** Within which the warehouse was asked for. */
  readonly limits: ReadLimit[];
  /** Executions that have ended. */
  readonly ended: Set<string>;
}

/** @param context whose manifest becomes the active one */
export async function siteOf({ manifest, warehouse, objects }: Context): Promise<TestSite> {
  await objects.write('manifests', MANIFEST, JSON.stringify(manifest));
  await objects.write('manifests', 'active.json', JSON.stringify({ manifest: MANIFEST }));
  const started: ExecutionRequest[] = [];
  const announced: ObjectInfo[] = [];
  const limits: ReadLimit[] = [];
  const ended = new Set<string>();
  return {
    project: 'test-project',
    region: 'europe-west1',
    landing: 'test-landing',
    warehouse: (limit) => {
      if (limit) limits.push(limit);
      return warehouse;
    },
    objects,
    clock: new ForwardClock(),
    manifests: new Manifests(objects),
    secrets: new EnvironmentSecrets({}),
    executions: {
      start: async (request) => void started.push(request),
      isRunning: async ({ host }: Worker) => !ended.has(host.replace('execution ', '')),
    },
    announcer: { announce: async (object) => void announced.push(object) },
    callers: { check: async () => undefined },
    environment: {},
    started,
    announced,
    limits,
    ended,
  };
}
