import { OAuth2Client } from 'google-auth-library';
import { openBigQuery } from '../src/adapters/bigquery';
import { openCloudStorage } from '../src/adapters/gcs';
import { openDataLineage } from '../src/adapters/google-apis/lineage';
import { openPubsub } from '../src/adapters/google-apis/pubsub';
import { openSecretManager } from '../src/adapters/google-apis/secret-manager';
import { openWorkflows } from '../src/adapters/google-apis/workflows';
import { systemClock as clock } from '../src/adapters/system';
import { bucketName } from '../src/core/cloud';
import { Manifests } from '../src/engine/active-manifest';
import type { Bucket } from '../src/ports/objects';
import { type Claims, ServiceCallers } from './callers';
import { type Config, readConfig } from './config';
import type { Site } from './site';

let site: Promise<Site> | undefined;

/** The services of Google around this instance, opened with its first request. */
export function openSite(): Promise<Site> {
  site ??= Promise.resolve().then(() => siteFor(readConfig(process.env), process.env));
  return site;
}

export function siteFor(config: Config, environment: Site['environment']): Site {
  const { project, region, workflow, topic, kmsKey, endpoints } = config;
  const buckets = bucketsOf(project);
  const { landing } = buckets;
  const objects = openCloudStorage({ buckets, ...at(endpoints.storage) });
  const labels = { ecluse: config.environment };
  const place = { project, location: region, ...(kmsKey && { kmsKey }) };
  const bigquery = openBigQuery({ ...place, labels, clock, ...at(endpoints.bigquery) });
  return {
    project,
    region,
    landing,
    warehouse: (limit) => (limit ? bigquery.within(limit) : bigquery),
    objects,
    clock,
    manifests: new Manifests(objects),
    secrets: openSecretManager({ project, versions: config.secretVersions, ...at(endpoints.secrets) }),
    executions: openWorkflows({ project, region, workflow, ...at(endpoints.workflows) }),
    announcer: openPubsub({ project, topic, landing, ...at(endpoints.pubsub) }),
    lineage: openDataLineage({ project, region, ...at(endpoints.lineage) }),
    callers: new ServiceCallers(verified, () => clock.now()),
    environment,
  };
}

/** What stands in for Google's services on this machine is back at once when it fails. */
const at = (endpoint: string | undefined): { endpoint?: string; maxRetryDelaySeconds?: number } =>
  endpoint ? { endpoint, maxRetryDelaySeconds: 0.05 } : {};

function bucketsOf(project: string): Record<Bucket, string> {
  const named = (bucket: Bucket): string => bucketName({ project }, bucket);
  return {
    landing: named('landing'),
    archive: named('archive'),
    clean: named('clean'),
    malformed: named('malformed'),
    journal: named('journal'),
    manifests: named('manifests'),
  };
}

async function verified(idToken: string, audience: string): Promise<Claims> {
  const ticket = await new OAuth2Client().verifyIdToken({ idToken, audience });
  return ticket.getPayload() ?? {};
}
