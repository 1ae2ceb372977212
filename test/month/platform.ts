import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../functions/config';
import type { Site } from '../../functions/site';
import { siteFor } from '../../functions/wire';
import type { Manifest } from '../../src/core/manifest';
import { structureOf } from '../../src/core/structure';
import { referenceObject } from '../../src/ingest/references';
import type { ObjectInfo } from '../../src/ports/objects';
import { cloudManifest } from '../../stacks/cloud-manifest';
import { type LocalCloud, startCloud } from '../cloud';
import { json, type RunningServer, serve } from '../cloud/http';

const PROJECT = 'local';
const bucket = (name: string): string => `${PROJECT}-ecluse-${name}`;

/** A deployed project: the services on this machine, what Terraform makes, and the site that functions find. */
export interface Platform {
  readonly cloud: LocalCloud;
  readonly site: Site;
  /** What functions find in their environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Objects that have landed and whose event nobody has taken yet, in order. */
  readonly events: ObjectInfo[];
  land(name: string, bytes: Buffer): void;
  close(): Promise<void>;
}

/** @param root of the project @param variables for `{env:NAME}` in contracts */
export async function deploy(
  root: string,
  manifest: Manifest,
  variables: Readonly<Record<string, string>>,
): Promise<Platform> {
  const cloud = await startCloud();
  const workflows: RunningServer = await serve(async () => json({ state: 'ACTIVE' }), cloud.faults);
  await cloud.bigquery.provision(structureOf(manifest));
  const { objects } = cloud.storage;
  const content = Buffer.from(JSON.stringify(cloudManifest(manifest)));
  objects.put(bucket('manifests'), 'manifests/1.json', content, {});
  objects.put(bucket('manifests'), 'active.json', Buffer.from('{"manifest":"manifests/1.json"}'), {});
  for (const reference of manifest.references)
    objects.put(
      bucket('manifests'),
      referenceObject(reference),
      readFileSync(join(root, reference.file)),
      {},
    );
  const events: ObjectInfo[] = [];
  objects.onFinalized(({ bucket: place, name, generation, bytes, created }) => {
    if (place === bucket('landing'))
      events.push({ bucket: 'landing', name, generation, size: bytes.length, created });
  });
  const endpoints = {
    bigquery: cloud.bigquery.endpoint,
    storage: cloud.storage.endpoint,
    workflows: workflows.endpoint,
    lineage: workflows.endpoint,
  };
  const environment = {
    ...variables,
    ECLUSE_ENVIRONMENT: 'dev',
    ECLUSE_PROJECT: PROJECT,
    ECLUSE_REGION: 'europe-west1',
    ECLUSE_WORKFLOW: 'ecluse-run',
    ECLUSE_LANDING_TOPIC: 'ecluse-landing',
    ECLUSE_ENDPOINTS: JSON.stringify(endpoints),
  };
  return {
    cloud,
    site: siteFor(readConfig(environment), environment),
    variables: environment,
    events,
    land: (name, bytes) => void objects.put(bucket('landing'), name, bytes, {}),
    close: async () => {
      await workflows.close();
      await cloud.close();
    },
  };
}

/** Runs work with a temporary folder. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-month-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
